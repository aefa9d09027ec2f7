import {existsSync, readFileSync} from 'node:fs';

/** A module of the package that has a page of its own. */
export interface Entry {
  /** As one imports it. */
  specifier: string;
  /** Name of the page. */
  slug: string;
  /** Its source. */
  path: string;
}

interface PackageJson {
  name: string;
  exports: Record<string, string | {types: string}>;
}

/**
 * What one imports from, in the order in which a name that several of them
 * export is looked for its home.
 */
export function readEntries(): Entry[] {
  const manifest = JSON.parse(
    readFileSync('package.json', 'utf8'),
  ) as PackageJson;
  const entries = Object.entries(manifest.exports).flatMap(([name, target]) =>
    typeof target === 'string' || name.startsWith('./cdn/')
      ? []
      : {
          specifier: manifest.name + name.slice(1),
          slug: slugOf(name),
          path: sourceOf(target.types),
        },
  );
  const rank = ({slug}: Entry) =>
    homes.includes(slug) ? homes.indexOf(slug) : homes.length;
  return entries.toSorted((one, other) => rank(one) - rank(other));
}

/** Klarna's types are at home with Klarna's script; the rest at the element. */
const homes = ['klarna', 'element', 'loader', 'package'];

function slugOf(name: string): string {
  return name === '.'
    ? 'package'
    : name.slice(2).replace(/\.js$/, '').replaceAll('/', '-');
}

function sourceOf(types: string): string {
  const source = types.replace(/^\.\/dist\/(.+)\.d\.ts$/, 'src/$1.ts');
  return existsSync(source) ? source : `${source}x`;
}
