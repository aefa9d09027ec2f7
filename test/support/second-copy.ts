let copies = 0;

/**
 * Imports a module of `src/` once more, with everything that it imports: what
 * a page has that loads the npm build and the CDN bundle.
 *
 * The test server has every file under any `/__copy-…/` as well, from where
 * relative imports lead to other files of the same copy.
 *
 * @param path From the server's root, for example `/src/klarna/loader.ts`.
 */
export async function importCopy<Module>(path: string): Promise<Module> {
  return (await import(`/__copy-${++copies}${path}`)) as Module;
}
