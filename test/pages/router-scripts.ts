import {readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build, type Plugin} from 'vite';

const folder = join(
  dirname(fileURLToPath(import.meta.url)),
  'astro-client-router',
);

/** Turbo as its package has it. */
export function turboScript(): Promise<string> {
  return bundled('import "@hotwired/turbo";');
}

/**
 * htmx as its package has it, on a page that leaves all links and forms to it,
 * and with what the documentation tells pages to say about errors.
 */
export function htmxScript(version: 'htmx1' | 'htmx2'): Promise<string> {
  return bundled(`import '${version}';
    document.body.setAttribute('hx-boost', 'true');
    document.body.addEventListener('htmx:beforeSwap', (event) => {
      const {xhr, requestConfig} = event.detail;
      if (requestConfig.path === '/klarna/order' && xhr.status >= 400) {
        event.detail.shouldSwap = true;
      }
    });`);
}

/** The script of Astro's `<ClientRouter>`, with what Astro's build adds. */
export async function astroScript(): Promise<string> {
  const component = await readFile(join(folder, 'ClientRouter.astro'), 'utf8');
  const [, script] = /<script>(.*)<\/script>/s.exec(component) ?? [];
  if (script === undefined) {
    throw new Error('ClientRouter.astro has no script');
  }
  return bundled(script.replace('__PREFETCH_DISABLED__', 'true'), [
    provided({
      'astro:transitions/client': `export {navigate, supportsViewTransitions} from ${JSON.stringify(join(folder, 'router.js'))};`,
      'astro/virtual-modules/prefetch.js': 'export const init = () => {};',
      'virtual:astro:adapter-config/client':
        'export const internalFetchHeaders = {};',
      '../runtime/server/render/server-islands-shared.js':
        'export const SERVER_ISLAND_START = "server-island-start";',
    }),
  ]);
}

/** One script of what the source imports. */
export async function bundled(
  source: string,
  plugins: readonly Plugin[] = [],
): Promise<string> {
  const entry = 'virtual:entry.ts';
  const result = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [provided({[entry]: source}), ...plugins],
    build: {
      write: false,
      modulePreload: false,
      rollupOptions: {input: entry},
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !('output' in first)) {
    throw new Error('nothing was built');
  }
  return first.output[0].code;
}

/** Modules that no file holds. */
function provided(modules: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'provided',
    enforce: 'pre',
    resolveId: (id) => (id in modules ? `\0${id}` : undefined),
    load: (id) => (id.startsWith('\0') ? modules[id.slice(1)] : undefined),
  };
}
