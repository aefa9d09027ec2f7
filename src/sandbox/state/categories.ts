import type {KlarnaCategory} from '../../klarna/types.js';
import {categoryName} from './category-names.js';
import {languageOf} from './client-token.js';

/** What recorded sessions offered, in their order. */
export const usualCategories = ['pay_later', 'pay_over_time', 'pay_now'];

/** Where the sandbox serves the badge that its categories name. */
export const badgePath = '/kp/assets/klarna.svg';

/**
 * The categories of a session, named in its language. The badge has the
 * sandbox's own origin: over http it is there to be seen in the answer, while
 * pages that take only https for images go without.
 */
export function categoriesOf(
  offered: readonly (string | KlarnaCategory)[],
  locale: string | null | undefined,
  origin: string,
): KlarnaCategory[] {
  const language = languageOf(locale);
  const badge = `${origin}${badgePath}`;
  return offered.map((category) =>
    typeof category === 'string'
      ? {
          identifier: category,
          name: categoryName(category, language),
          asset_urls: {descriptive: badge, standard: badge},
        }
      : structuredClone(category),
  );
}

/** How the script calls them. */
export function identifiersOf(
  offered: readonly (string | KlarnaCategory)[],
): string[] {
  return offered.map((category) =>
    typeof category === 'string' ? category : category.identifier,
  );
}

/** The badge, drawn for the sandbox. */
export function badge(): Response {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="45" height="25" ' +
    'viewBox="0 0 45 25"><rect width="45" height="25" rx="4.5" ' +
    'fill="#ffa8cd"/><path d="M17 6v13M26 6l-7 7 7 6" fill="none" ' +
    'stroke="#0b051d" stroke-width="3"/></svg>';
  return new Response(svg, {
    headers: {
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
}
