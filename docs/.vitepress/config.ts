import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {defineConfig} from 'vitepress';
import {readEntries} from './api/entries.js';

/** The repository's own placeholder, as `package.json` has it. */
const repository = 'https://github.com/OWNER/klarna-payments-element';

const page = (text: string, link: string) => ({text, link});

const docs = fileURLToPath(new URL('..', import.meta.url));

/**
 * Where a document points at a file of the repository that is no page, the
 * site points at the repository.
 */
function addressOf(link: string, document: string): string {
  if (/^(?:[a-z]+:|\/|#)/.test(link)) return link;
  const path = relative(join(docs, '..'), join(dirname(document), link));
  return path.startsWith('docs/') ? link : `${repository}/blob/main/${path}`;
}

export default defineConfig({
  title: '<klarna-payments>',
  description: 'Klarna Payments as a custom element',
  cleanUrls: true,
  markdown: {
    // The usual ones have less than 4.5:1 on the page's own grey.
    theme: {
      light: 'github-light-high-contrast',
      dark: 'github-dark-high-contrast',
    },
    // Double braces in code are text, and no expression of Vue's.
    config(markdown) {
      markdown.renderer.rules.code_inline = (tokens, index) =>
        `<code v-pre>${markdown.utils.escapeHtml(tokens[index]?.content ?? '')}</code>`;
      markdown.core.ruler.push('repository', ({tokens, env}) => {
        for (const {children} of tokens) {
          for (const token of children ?? []) {
            const link = token.type === 'link_open' && token.attrGet('href');
            if (link) token.attrSet('href', addressOf(link, env.path));
          }
        }
      });
    },
  },
  vue: {
    template: {
      compilerOptions: {isCustomElement: (tag) => tag === 'klarna-payments'},
    },
  },
  vite: {
    configFile: false,
    server: {host: '127.0.0.1'},
    esbuild: {
      tsconfigRaw: {
        compilerOptions: {
          experimentalDecorators: true,
          useDefineForClassFields: false,
        },
      },
    },
  },
  themeConfig: {
    search: {provider: 'local'},
    socialLinks: [{icon: 'github', link: repository}],
    nav: [
      page('Guide', '/guide/start'),
      page('Reference', '/reference/element'),
      page('Sandbox', '/sandbox/rest'),
    ],
    sidebar: [
      {
        text: 'Begin',
        items: [
          page('Five minutes', '/guide/start'),
          page('Testing your shop', '/guide/testing'),
          page('From hand-written Klarna', '/guide/migrating'),
        ],
      },
      {
        text: 'Your page',
        items: [
          page('In a form', '/guide/forms'),
          page('Routers and fetch', '/guide/routers'),
          page('In several steps', '/guide/steps'),
          page('Theming, live', '/guide/theming'),
          page('Accessibility', '/guide/accessibility'),
        ],
      },
      {
        text: 'Your server',
        items: [
          page('The endpoint', '/guide/endpoint'),
          page('Workers, Deno and Bun', '/guide/workers'),
          page('In any language', '/guide/any-language'),
          page('From approval to order', '/guide/orders'),
          page('Storage', '/guide/storage'),
          page('Several accounts', '/guide/accounts'),
        ],
      },
      {
        text: 'Frameworks',
        items: [
          page('All of them', '/guide/frameworks'),
          ...[
            'React',
            'Next',
            'Vue',
            'Nuxt',
            'Svelte',
            'Astro',
            'Solid',
            'Angular',
          ].map((name) =>
            page(name, `/guide/frameworks/${name.toLowerCase()}`),
          ),
        ],
      },
      {
        text: 'Before you sell',
        items: [
          page('Going live', '/guide/going-live'),
          page('Content security', '/content-security'),
          page('How safe is it', '/how-safe'),
          page('How fast is it', '/how-fast'),
          page('How is it packaged', '/how-packaged'),
        ],
      },
      {
        text: 'Reference',
        items: [
          page('The element', '/reference/element'),
          page('Events, live', '/reference/events'),
          page('Errors and problems', '/reference/errors'),
          page('Browsers', '/browsers'),
          page('Editors', '/editors'),
        ],
      },
      {
        text: 'API',
        items: [
          page('The tag', '/reference/api/klarna-payments'),
          ...readEntries().map(({specifier, slug}) =>
            page(
              specifier.replace(/^klarna-payments-element(?=\/)/, ''),
              `/reference/api/${slug}`,
            ),
          ),
        ],
      },
      {
        text: 'Sandbox',
        items: [
          page('A first order', '/sandbox/first-order'),
          page('REST API', '/sandbox/rest'),
          page('Script', '/sandbox/script'),
          page('Verdicts', '/sandbox/verdicts'),
          page('Container', '/sandbox/container'),
        ],
      },
      {
        text: 'How it is built',
        items: [
          page('Architecture', '/architecture'),
          page('Decisions', '/decisions/README'),
          page('Reliability', '/reliability'),
        ],
      },
    ],
  },
});
