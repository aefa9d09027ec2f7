import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The folder of the documents. */
export const docs = fileURLToPath(new URL('../..', import.meta.url));

const manifest = JSON.parse(
  readFileSync(join(docs, '../package.json'), 'utf8'),
) as {repository: {url: string}};

/** Where `package.json` says that the repository is. */
export const repository = manifest.repository.url.replace(/^git\+|\.git$/g, '');
