import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/**
 * Writes beside the modules for the CDN the licences, in full, of all that is
 * bundled in them. Their source maps say what that is.
 */
const folder = 'dist/cdn';
const packages = new Set(
  readdirSync(folder)
    .filter((file) => file.endsWith('.js.map'))
    .flatMap((file) => {
      const map = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      return map.sources.flatMap(
        (source) =>
          source.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? [],
      );
    }),
);

const notices = [...packages]
  .toSorted((one, other) => one.localeCompare(other))
  .map((name) => {
    const home = join('node_modules', name);
    const {version, license} = JSON.parse(
      readFileSync(join(home, 'package.json'), 'utf8'),
    );
    const file = readdirSync(home).find((each) => /^licen[cs]e/i.test(each));
    if (!file) throw new Error(`${name} comes without the text of its licence`);
    const text = readFileSync(join(home, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });

writeFileSync(
  join(folder, 'THIRD-PARTY-NOTICES'),
  [
    'The modules in this folder contain parts of the following packages.\n',
    ...notices,
  ].join(`\n${'-'.repeat(72)}\n\n`),
);
