import {markup, type Markup} from './markup.js';

/** To the second, by the sandbox's clock. */
export function time(at: number): Markup {
  const iso = new Date(at).toISOString();
  return markup`<time datetime="${iso}">${iso.slice(11, 19)}</time>`;
}
