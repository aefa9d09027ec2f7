import assert from 'node:assert/strict';
import {it} from 'node:test';
import {snippets} from './snippets.js';

/** In which test a block is run, or why it is only looked at. */
export type Way =
  | 'servers'
  | 'stores'
  | 'sandboxes'
  | 'checkouts'
  | 'scripts'
  | 'looks'
  | 'newcomer'
  | 'commands'
  | 'tools'
  | {shown: string};

const typed = {
  shown: 'a comment; test/docs/types holds it to the types of the package',
};
const figures = {shown: 'what a run of the benches has printed'};

/** Each block of the documentation, by its name in `snippets.ts`. */
export const ways: Readonly<Record<string, Way>> = {
  README: 'commands',
  'README › The tag': 'checkouts',
  'README › The tag (2)': 'checkouts',
  'README › The endpoint': 'servers',
  'README › The endpoint (2)': 'servers',
  'README › The endpoint (3)': 'servers',
  'README › The endpoint (4)': 'commands',
  'content-security › What is missing is said': {
    shown: 'test/pages/content-security reads such messages for each value',
  },
  'editors › Visual Studio Code': 'tools',
  'guide/accessibility › What is said': 'looks',
  'guide/accessibility › What is left to your page': 'looks',
  'guide/accounts': 'servers',
  "guide/accounts › Klarna's API for an order": 'servers',
  'guide/accounts › Countries as data': 'servers',
  'guide/accounts › When the shopper changes the country': 'scripts',
  'guide/any-language › 1. A session': 'tools',
  'guide/any-language › 1. A session (2)': 'tools',
  'guide/any-language › 2. What you send to Klarna': 'tools',
  'guide/any-language › 3. The order': 'tools',
  'guide/any-language › PHP': 'commands',
  'guide/any-language › PHP (2)': 'commands',
  'guide/endpoint': 'servers',
  'guide/endpoint (2)': 'servers',
  'guide/endpoint › In your framework › Express': 'servers',
  'guide/endpoint › In your framework › Hono': 'servers',
  'guide/endpoint › In your framework › Fastify': 'servers',
  'guide/endpoint › In your framework › Node alone': 'servers',
  'guide/endpoint › In your framework › Next': 'servers',
  'guide/forms › Which fields are read': 'checkouts',
  'guide/forms › Locking the form while Klarna is asked': 'scripts',
  'guide/forms › Checks of your own': 'scripts',
  'guide/forms › Submitting by script': 'scripts',
  'guide/forms › Submitting by script (2)': 'scripts',
  'guide/forms › Submitting by script (3)': 'checkouts',
  'guide/forms › A checkout in a dialog': 'scripts',
  ...Object.fromEntries(
    ['angular', 'astro', 'next', 'nuxt', 'react', 'solid', 'svelte', 'vue'].map(
      (name) => [`guide/frameworks/${name} › Run it`, 'commands' as const],
    ),
  ),
  ...Object.fromEntries(
    ['angular', 'astro', 'next', 'nuxt', 'react', 'solid', 'svelte', 'vue'].map(
      (name) => [`guide/frameworks/${name} › Run it (2)`, 'commands' as const],
    ),
  ),
  ...Object.fromEntries(
    ['angular', 'astro', 'next', 'nuxt', 'react', 'solid', 'svelte', 'vue'].map(
      (name) => [
        `guide/frameworks/${name} › In a shop that you have`,
        'commands' as const,
      ],
    ),
  ),
  'guide/frameworks/react › What to know': 'servers',
  'guide/migrating › Before and after': {
    shown: 'what a shop has without us; nothing of ours is called in it',
  },
  'guide/migrating › Before and after (2)': {
    shown: 'test/pages/docs-live pays in such a form',
  },
  'guide/orders › Once, by a unique key': 'stores',
  'guide/orders › Once, by a unique key (2)': 'stores',
  'guide/orders › Who the visitor is': 'servers',
  'guide/orders › Pending orders': 'servers',
  'guide/orders › When nobody knows: order-uncertain': 'commands',
  'guide/orders › When nobody knows: order-uncertain (2)': 'commands',
  'guide/routers › Pages that are replaced in place': 'checkouts',
  'guide/routers › htmx': 'scripts',
  'guide/routers › Your own fetch, with a form': 'checkouts',
  'guide/routers › Your own fetch, without a form': 'scripts',
  'guide/start › 1. Klarna, offline': 'commands',
  'guide/start › 2. A shop in one file': 'newcomer',
  'guide/start › 3. A page without script of its own': 'newcomer',
  'guide/steps › One page, one form': 'checkouts',
  'guide/steps › Without a form': 'scripts',
  'guide/steps › Several pages': 'checkouts',
  'guide/steps › Several pages (2)': 'checkouts',
  'guide/steps › A shopper who reloads, or comes back tomorrow': 'scripts',
  'guide/storage': 'stores',
  'guide/storage (2)': 'stores',
  'guide/storage (3)': 'stores',
  'guide/storage › What is open': 'commands',
  'guide/testing › Without a browser': 'sandboxes',
  'guide/testing › In a browser': 'newcomer',
  'guide/testing › In a browser (2)': 'newcomer',
  'guide/testing › What the shopper does': 'sandboxes',
  'guide/testing › What goes wrong': 'sandboxes',
  'guide/theming › States': 'looks',
  'guide/workers › Cloudflare Workers': 'stores',
  'guide/workers › Deno': 'servers',
  'guide/workers › Bun': 'servers',
  'guide/workers › Next on Vercel': 'servers',
  'guide/workers › Next on Vercel (2)': 'servers',
  'how-fast › The element beside the same by hand': figures,
  'how-fast › The loader beside a script tag': figures,
  'how-fast › The check of an order': figures,
  'how-fast › The session route': figures,
  'how-fast › The order route by storage, milliseconds an order': figures,
  'how-fast › The storages, milliseconds a call': figures,
  'index › Try it': 'checkouts',
  'reference/element › Customer details that are known late': 'scripts',
  reliability: 'commands',
  'sandbox/container': 'commands',
  'sandbox/container (2)': 'commands',
  'sandbox/container › Names and addresses': 'tools',
  'sandbox/container › As a service of GitHub Actions': 'tools',
  'sandbox/container › As a service of GitHub Actions (2)': 'tools',
  'sandbox/container › As a service of GitHub Actions (3)': {
    shown: 'only GitHub can publish an image; nothing of ours is named in it',
  },
  'sandbox/container › From a test in any language': 'tools',
  'sandbox/container › From a test in any language (2)': 'tools',
  'sandbox/first-order': 'commands',
  'sandbox/first-order (2)': 'commands',
  'sandbox/first-order (3)': 'newcomer',
  'sandbox/first-order › Without a browser': 'tools',
  'sandbox/rest › Pending orders': 'sandboxes',
  'sandbox/script': 'sandboxes',
  'sandbox/script (2)': 'commands',
  'sandbox/script › Tests of this project under each build': 'commands',
  'src/frameworks/react': typed,
  'src/server/merchant': typed,
  'src/server/opentelemetry': typed,
  'src/server/storage/conformance/conformance': typed,
  'src/server/storage/sqlite': typed,
};

/**
 * Tests of the blocks that the table gives to one file; the last of them holds
 * the table and the file to each other.
 */
export function blocksOf(way: Exclude<Way, {shown: string}>) {
  const run = new Set<string>();
  return {
    run(
      ids: string | readonly string[],
      does: string,
      test: () => Promise<void>,
      skip: string | false = false,
    ) {
      const all = [ids].flat();
      for (const id of all) run.add(id);
      it(`${all.join(' and ')}: ${does}`, {skip}, test);
    },
    all() {
      it('are all that the table gives to this file', () => {
        assert.deepEqual(
          [...run].toSorted(),
          snippets
            .filter(({id}) => ways[id] === way)
            .map(({id}) => id)
            .toSorted(),
        );
      });
    },
  };
}
