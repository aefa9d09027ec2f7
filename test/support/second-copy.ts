/**
 * Imports a module of `src/` once more, with everything that it imports: what
 * a page has that loads the npm build and the CDN bundle.
 *
 * @param path From the server's root, for example `/src/klarna/loader.ts`.
 */
export async function importCopy<Module>(path: string): Promise<Module> {
  const copies = new Map<string, Promise<string>>();
  const url = new URL(path, document.baseURI).href;
  return (await import(await copyOf(url, copies))) as Module;
}

function copyOf(url: string, copies: Map<string, Promise<string>>) {
  const known = copies.get(url);
  if (known) return known;
  const copy = makeCopy(url, copies);
  copies.set(url, copy);
  return copy;
}

async function makeCopy(url: string, copies: Map<string, Promise<string>>) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  let text = await response.text();
  for (const [, specifier = ''] of text.matchAll(imports)) {
    const copy = await copyOf(new URL(specifier, url).href, copies);
    text = text.replaceAll(`"${specifier}"`, `"${copy}"`);
    text = text.replaceAll(`'${specifier}'`, `"${copy}"`);
  }
  return URL.createObjectURL(new Blob([text], {type: 'text/javascript'}));
}

const imports = /(?:from|import)\s*["'](\.[^"']+)["']/g;
