/** The path of redis-server, if there is one on the PATH. */
export function findRedis(): string | undefined;

/** The folder that holds postgres and initdb, if there is one. */
export function findPostgres(): string | undefined;

/** The path of php, if there is one on the PATH. */
export function findPhp(): string | undefined;

/** The path of python3, if there is one on the PATH. */
export function findPython(): string | undefined;
