import {
  newerLibraryVersion,
  type KlarnaSandboxExperiment,
} from '../browser/builds.js';
import {newId} from './ids.js';
import {regionOf} from './markets.js';
import type {SandboxOrder} from './store.js';

/** What a client token says of its session. */
export interface ClientTokenFacts {
  sessionId: string;
  /** Where the script finds the frames. */
  origin: string;
  order: SandboxOrder;
  /** What the token switches on in the script. */
  experiments: readonly KlarnaSandboxExperiment[];
  environment: 'playground' | 'production';
}

/**
 * A JSON web token with the members that recorded ones have. Its signature is
 * random: Klarna's script does not look at it, and the sandbox knows its tokens
 * by heart.
 */
export function clientTokenOf({
  sessionId,
  origin,
  order,
  experiments,
  environment,
}: ClientTokenFacts): string {
  const country = order.purchase_country ?? '';
  const header = {alg: 'RS256', kid: newId()};
  const payload = {
    session_id: sessionId,
    base_url: origin,
    design: order.design ?? 'klarna',
    language: languageOf(order.locale),
    purchase_country: country.toUpperCase(),
    environment,
    merchant_name: 'Klarna sandbox',
    session_type: 'PAYMENTS',
    client_event_base_url: origin,
    scheme: true,
    experiments: experiments
      .filter((name) => name !== 'newer-library')
      .map((name) => ({name, variate: 'variate-1'})),
    region: regionOf(country),
    order_amount: order.order_amount ?? 0,
    offering_opts: 0,
    oo: '',
    version: experiments.includes('newer-library')
      ? newerLibraryVersion
      : 'v1.10.0',
  };
  const signature = crypto.getRandomValues(new Uint8Array(256));
  return [json(header), json(payload), base64Url(signature)].join('.');
}

/** The language that Klarna speaks to the shopper: `en` for `en-GB`. */
export function languageOf(locale: string | null | undefined): string {
  return (locale || 'en-US').slice(0, 2).toLowerCase();
}

function json(value: unknown): string {
  return base64Url(new TextEncoder().encode(JSON.stringify(value)));
}

function base64Url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text)
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
