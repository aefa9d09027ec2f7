import type {KlarnaPaymentsMessages} from './messages.js';

/** The texts of each language but English, loaded when one is needed. */
const dictionaries: Record<
  string,
  (() => Promise<{default: KlarnaPaymentsMessages}>) | undefined
> = {};

/** The language of the nearest `lang`, also beyond shadow roots. */
export function languageOf(element: Element): string {
  const nearest = element.closest<HTMLElement>('[lang]');
  if (nearest?.lang) return nearest.lang;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : 'en';
}

/** The texts for a language tag, or nothing where English has to do. */
export async function loadMessages(
  language: string,
): Promise<KlarnaPaymentsMessages | undefined> {
  const load = dictionaries[language.toLowerCase().split('-')[0] ?? ''];
  try {
    return (await load?.())?.default;
  } catch {
    // Texts are no reason to fail a payment: English is there.
    return undefined;
  }
}
