import {fileURLToPath} from 'node:url';

/** The repository's own placeholder, as `package.json` has it. */
export const repository = 'https://github.com/OWNER/klarna-payments-element';

/** The folder of the documents. */
export const docs = fileURLToPath(new URL('../..', import.meta.url));
