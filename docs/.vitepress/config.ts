import {defineConfig} from 'vitepress';

/** The repository's own placeholder, as `package.json` has it. */
const repository = 'https://github.com/OWNER/klarna-payments-element';

const page = (text: string, link: string) => ({text, link});

export default defineConfig({
  title: '<klarna-payments>',
  description: 'Klarna Payments as a custom element',
  cleanUrls: true,
  // Documents also point at files of the repository, which are no pages.
  ignoreDeadLinks: [/\/(?:demo|src|test)\//],
  markdown: {
    // Double braces in code are text, and no expression of Vue's.
    config(markdown) {
      markdown.renderer.rules.code_inline = (tokens, index) =>
        `<code v-pre>${markdown.utils.escapeHtml(tokens[index]?.content ?? '')}</code>`;
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
        text: 'Guide',
        items: [
          page('Five minutes', '/guide/start'),
          page('The endpoint', '/guide/endpoint'),
          page('Storage', '/guide/storage'),
          page('Forms', '/guide/forms'),
          page('Theming, live', '/guide/theming'),
          page('Going live', '/guide/going-live'),
          page('Testing your shop', '/guide/testing'),
          page('From hand-written Klarna', '/guide/migrating'),
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
        text: 'Reference',
        items: [
          page('The element', '/reference/element'),
          page('Errors and problems', '/reference/errors'),
          page('Content security', '/content-security'),
          page('Browsers', '/browsers'),
          page('Editors', '/editors'),
        ],
      },
      {
        text: 'Sandbox',
        items: [
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
          page('How fast is it', '/how-fast'),
        ],
      },
    ],
  },
});
