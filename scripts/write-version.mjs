import {readFileSync, writeFileSync} from 'node:fs';

/** Tells the source which version `package.json` has been given. */
const {version} = JSON.parse(readFileSync('package.json', 'utf8'));
const file = 'src/version.ts';
const source = readFileSync(file, 'utf8');
const next = source.replace(/(?<=version = ')[^']+/, version);
if (!next.includes(`'${version}'`)) throw new Error(`${file} has no version`);
writeFileSync(file, next);
