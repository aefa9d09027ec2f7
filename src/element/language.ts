import type {KlarnaPaymentsMessages} from './messages.js';

/** The texts of each language but English, loaded when one is needed. */
const dictionaries: Record<
  string,
  (() => Promise<{default: KlarnaPaymentsMessages}>) | undefined
> = {
  cs: () => import('./messages/cs.js'),
  da: () => import('./messages/da.js'),
  de: () => import('./messages/de.js'),
  el: () => import('./messages/el.js'),
  es: () => import('./messages/es.js'),
  fi: () => import('./messages/fi.js'),
  fr: () => import('./messages/fr.js'),
  hu: () => import('./messages/hu.js'),
  it: () => import('./messages/it.js'),
  nb: () => import('./messages/nb.js'),
  // Pages in Norwegian say which of its two written forms, or leave it open.
  nn: () => import('./messages/nb.js'),
  no: () => import('./messages/nb.js'),
  nl: () => import('./messages/nl.js'),
  pl: () => import('./messages/pl.js'),
  pt: () => import('./messages/pt.js'),
  ro: () => import('./messages/ro.js'),
  sk: () => import('./messages/sk.js'),
  sv: () => import('./messages/sv.js'),
};

/** The language of the nearest `lang`, also beyond shadow roots. */
export function languageOf(element: Element): string {
  const nearest = element.closest('[lang]');
  // An empty one says that the language is unknown, whatever is further out.
  if (nearest) return nearest.getAttribute('lang') || 'en';
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : 'en';
}

/** The texts for a language tag, or nothing where English has to do. */
export async function loadMessages(
  language: string,
): Promise<KlarnaPaymentsMessages | undefined> {
  const [primary = ''] = language.toLowerCase().split(/[-_]/);
  if (!Object.hasOwn(dictionaries, primary)) return undefined;
  try {
    return (await dictionaries[primary]?.())?.default;
  } catch {
    // Texts are no reason to fail a payment: English is there.
    return undefined;
  }
}
