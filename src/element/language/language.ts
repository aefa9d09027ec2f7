import type {KlarnaPaymentsMessages} from './messages.js';

/**
 * The texts of each language but English, loaded when one is needed. Pages in
 * English do without this module.
 */
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

/** The texts for a language tag, or nothing where English has to do. */
export async function loadMessages(
  language: string,
): Promise<KlarnaPaymentsMessages | undefined> {
  const [primary = ''] = language.toLowerCase().split(/[-_]/);
  if (!Object.hasOwn(dictionaries, primary)) return undefined;
  return (await dictionaries[primary]?.())?.default;
}
