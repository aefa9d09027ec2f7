/** The package's version, by which two copies on a page know each other. */
export const version = '0.1.0';
