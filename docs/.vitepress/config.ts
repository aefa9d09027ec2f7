import {defineConfig} from 'vitepress';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {chapters} from './site/chapters.js';
import {descriptionOf} from './site/description.js';
import {extendMarkdown} from './site/markdown.js';
import {docs, repository} from './site/places.js';

const description =
  'Klarna Payments as one HTML element, with the merchant’s server kit and an offline sandbox.';

/** Tables and columns that want the room of the outline beside them. */
const wide = [
  'guide/theming.md',
  'how-packaged.md',
  'reliability.md',
  'sandbox/verdicts.md',
];

export default defineConfig({
  lang: 'en',
  title: '<klarna-payments>',
  description,
  cleanUrls: true,
  head: [
    ['link', {rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml'}],
    ['meta', {name: 'theme-color', content: '#3451b2'}],
    ['meta', {property: 'og:type', content: 'website'}],
  ],
  rewrites: {'decisions/README.md': 'decisions/index.md'},
  transformPageData(data) {
    const {frontmatter, params} = data;
    if (wide.includes(data.filePath)) {
      Object.assign(frontmatter, {aside: false, pageClass: 'wide'});
    }
    const path = join(docs, data.filePath);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    data.description =
      frontmatter.description ??
      params?.description ??
      descriptionOf(text) ??
      description;
  },
  transformHead: ({title, description: text}) => [
    ['meta', {property: 'og:title', content: title}],
    ['meta', {property: 'og:description', content: text}],
  ],
  markdown: {
    // The usual ones have less than 4.5:1 on the page's own grey.
    theme: {
      light: 'github-light-high-contrast',
      dark: 'github-dark-high-contrast',
    },
    config: extendMarkdown,
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
    socialLinks: [
      {icon: 'github', link: repository, ariaLabel: 'The repository'},
    ],
    nav: [
      {
        text: 'Guide',
        link: '/guide/start',
        activeMatch: '^/guide/(?!frameworks|testing)',
      },
      {
        text: 'Frameworks',
        link: '/guide/frameworks',
        activeMatch: '^/guide/frameworks',
      },
      {
        text: 'Testing',
        link: '/guide/testing',
        activeMatch: '^/(guide/testing|sandbox/)',
      },
      {
        text: 'Reference',
        link: '/reference/element',
        activeMatch: '^/reference/',
      },
    ],
    sidebar: chapters,
    outline: [2, 3],
  },
});
