import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {readEntries} from '../api/entries.js';
import {docs} from './places.js';

interface Chapter {
  text: string;
  items: {text: string; link: string}[];
}

const page = (text: string, link: string) => ({text, link});

const begin: Chapter = {
  text: 'Begin',
  items: [
    page('Five minutes', '/guide/start'),
    page('From hand-written Klarna', '/guide/migrating'),
  ],
};

const server: Chapter = {
  text: 'Your server',
  items: [
    page('The endpoint', '/guide/endpoint'),
    page('From approval to order', '/guide/orders'),
    page('Storage', '/guide/storage'),
    page('Several accounts', '/guide/accounts'),
    page('Workers, Deno and Bun', '/guide/workers'),
    page('In any language', '/guide/any-language'),
  ],
};

const shopPage: Chapter = {
  text: 'Your page',
  items: [
    page('In a form', '/guide/forms'),
    page('Routers and fetch', '/guide/routers'),
    page('In several steps', '/guide/steps'),
    page('Theming, live', '/guide/theming'),
    page('Accessibility', '/guide/accessibility'),
  ],
};

const frameworks: Chapter = {
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
    ].map((name) => page(name, `/guide/frameworks/${name.toLowerCase()}`)),
  ],
};

const testing: Chapter = {
  text: 'Testing',
  items: [
    page('Testing your shop', '/guide/testing'),
    page('The sandbox: a first order', '/sandbox/first-order'),
    page('Its REST API', '/sandbox/rest'),
    page('Its script', '/sandbox/script'),
    page('Its verdicts', '/sandbox/verdicts'),
    page('In a container', '/sandbox/container'),
  ],
};

const selling: Chapter = {
  text: 'Before you sell',
  items: [
    page('Going live', '/guide/going-live'),
    page('Content security', '/content-security'),
    page('How safe is it', '/how-safe'),
    page('How fast is it', '/how-fast'),
    page('What goes wrong elsewhere', '/reliability'),
  ],
};

const reference: Chapter = {
  text: 'Reference',
  items: [
    page('The element', '/reference/element'),
    page('Events, live', '/reference/events'),
    page('Errors and problems', '/reference/errors'),
    page('API, module by module', '/reference/api/klarna-payments'),
    page('Browsers', '/browsers'),
    page('Editors', '/editors'),
  ],
};

const modules: Chapter = {
  text: 'API, module by module',
  items: [
    page('The tag', '/reference/api/klarna-payments'),
    ...readEntries().map(({specifier, slug}) =>
      page(
        specifier.replace(/^klarna-payments-element(?=\/)/, ''),
        `/reference/api/${slug}`,
      ),
    ),
  ],
};

const house: Chapter = {
  text: 'How it is built',
  items: [
    page('Architecture', '/architecture'),
    page('Decisions', '/decisions/'),
    page('How is it packaged', '/how-packaged'),
  ],
};

/**
 * In the order in which a shop is built. What has many pages of its own shows
 * them only there.
 */
export const chapters: Readonly<Record<string, Chapter[]>> = {
  '/reference/api/': [modules, reference],
  '/decisions/': [{text: 'Decisions', items: decisions()}, house],
  '/': [
    begin,
    server,
    shopPage,
    frameworks,
    testing,
    selling,
    reference,
    house,
  ],
};

function decisions() {
  const folder = join(docs, 'decisions');
  const list = readdirSync(folder)
    .filter((file) => /^\d+-.*\.md$/.test(file))
    .toSorted()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const title = /^# (.+)$/m.exec(text)?.[1] ?? file;
      return page(title, `/decisions/${file.replace(/\.md$/, '')}`);
    });
  return [page('All of them', '/decisions/'), ...list];
}
