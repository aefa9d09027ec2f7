import type {KlarnaCategory} from '../../klarna/types.js';
import {languageOf} from './client-token.js';

/** What recorded sessions offered, in their order. */
export const usualCategories = ['pay_later', 'pay_over_time', 'pay_now'];

/** Where the sandbox serves the badge that its categories name. */
export const badgePath = '/kp/assets/klarna.svg';

type Names = Readonly<Record<string, string>>;

/** Identifiers of categories with their names, by language. */
const names: Readonly<Record<string, Names>> = {
  cs: {
    pay_later: 'Zaplatit později',
    pay_over_time: 'Platba na splátky',
    pay_now: 'Zaplatit hned',
    klarna: 'Zaplatit přes Klarnu',
  },
  da: {
    pay_later: 'Betal senere',
    pay_over_time: 'Betal over tid',
    pay_now: 'Betal nu',
    klarna: 'Betal med Klarna',
  },
  de: {
    pay_later: 'Später bezahlen',
    pay_over_time: 'In Raten bezahlen',
    pay_now: 'Sofort bezahlen',
    klarna: 'Mit Klarna bezahlen',
    direct_debit: 'Lastschrift',
    direct_bank_transfer: 'Sofortüberweisung',
  },
  el: {
    pay_later: 'Πληρωμή αργότερα',
    pay_over_time: 'Πληρωμή σε δόσεις',
    pay_now: 'Πληρωμή τώρα',
    klarna: 'Πληρωμή με Klarna',
  },
  en: {
    pay_later: 'Pay later',
    pay_over_time: 'Pay over time',
    pay_now: 'Pay now',
    klarna: 'Pay with Klarna',
    direct_debit: 'Direct debit',
    direct_bank_transfer: 'Bank transfer',
  },
  es: {
    pay_later: 'Paga más tarde',
    pay_over_time: 'Paga a plazos',
    pay_now: 'Paga ahora',
    klarna: 'Paga con Klarna',
  },
  fi: {
    pay_later: 'Maksa myöhemmin',
    pay_over_time: 'Maksa erissä',
    pay_now: 'Maksa heti',
    klarna: 'Maksa Klarnalla',
  },
  fr: {
    pay_later: 'Payer plus tard',
    pay_over_time: 'Payer en plusieurs fois',
    pay_now: 'Payer maintenant',
    klarna: 'Payer avec Klarna',
  },
  hu: {
    pay_later: 'Fizess később',
    pay_over_time: 'Fizess részletekben',
    pay_now: 'Fizess most',
    klarna: 'Fizess Klarnával',
  },
  it: {
    pay_later: 'Paga dopo',
    pay_over_time: 'Paga a rate',
    pay_now: 'Paga ora',
    klarna: 'Paga con Klarna',
  },
  nb: {
    pay_later: 'Betal senere',
    pay_over_time: 'Betal over tid',
    pay_now: 'Betal nå',
    klarna: 'Betal med Klarna',
  },
  nl: {
    pay_later: 'Achteraf betalen',
    pay_over_time: 'Gespreid betalen',
    pay_now: 'Nu betalen',
    klarna: 'Betalen met Klarna',
  },
  pl: {
    pay_later: 'Zapłać później',
    pay_over_time: 'Zapłać w ratach',
    pay_now: 'Zapłać teraz',
    klarna: 'Zapłać z Klarną',
  },
  pt: {
    pay_later: 'Pagar mais tarde',
    pay_over_time: 'Pagar em prestações',
    pay_now: 'Pagar agora',
    klarna: 'Pagar com a Klarna',
  },
  ro: {
    pay_later: 'Plătește mai târziu',
    pay_over_time: 'Plătește în rate',
    pay_now: 'Plătește acum',
    klarna: 'Plătește cu Klarna',
  },
  sk: {
    pay_later: 'Zaplatiť neskôr',
    pay_over_time: 'Platba na splátky',
    pay_now: 'Zaplatiť hneď',
    klarna: 'Zaplatiť cez Klarnu',
  },
  sv: {
    pay_later: 'Betala senare',
    pay_over_time: 'Dela upp betalningen',
    pay_now: 'Betala direkt',
    klarna: 'Betala med Klarna',
    direct_debit: 'Autogiro',
    direct_bank_transfer: 'Banköverföring',
  },
};

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
          name: nameOf(category, language),
          asset_urls: {descriptive: badge, standard: badge},
        }
      : structuredClone(category),
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

function nameOf(identifier: string, language: string): string {
  const localized = names[language === 'no' ? 'nb' : language];
  return (
    localized?.[identifier] ??
    names['en']?.[identifier] ??
    identifier.replaceAll('_', ' ')
  );
}
