/**
 * What an answer of Klarna's may say in words that came from here: it names the
 * members that do not match with values beside them (observed), and a gateway
 * may quote anything. None of it may get into an error.
 */
export interface Sent {
  /** Credentials, and the session id or token in the path. */
  secrets: readonly string[];
  /** The JSON of the call. */
  body?: string;
}

const mask = '[…]';

/** The text without the secrets, without addresses, and without whoever buys. */
export function withoutEchoes(text: string, {secrets, body}: Sent): string {
  const hidden = secrets
    // Shorter ones are parts of ordinary words.
    .filter((secret) => secret.length >= 8)
    .reduce(
      (safe, secret) => safe.replaceAll(secret, mask),
      // That of the callback has a secret in its path.
      text.replaceAll(/[a-z][a-z\d+.-]{1,20}:\/\/[^\s,;"'<>\])]*/gi, mask),
    );
  return personalIn(body)
    .reduce((safe, value) => safe.replace(wholeWord(value), mask), hidden)
    .slice(0, 1000);
}

/** The longest first, lest a part of one remain. */
function personalIn(body: string | undefined): string[] {
  if (body === undefined) {
    return [];
  }
  const {billing_address, shipping_address, customer} = Object(
    JSON.parse(body),
  ) as Record<string, unknown>;
  return [billing_address, shipping_address, customer]
    .flatMap((part) => Object.entries(Object(part) as object))
    .filter(([name]) => name !== 'country')
    .map(([, value]) => (typeof value === 'string' ? value.trim() : ''))
    .filter((value) => value.length > 1)
    .toSorted((a, b) => b.length - a.length);
}

/** As a word of its own, and not as the name of a member after a dot. */
function wholeWord(value: string): RegExp {
  const literal = value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}_.])${literal}(?![\p{L}\p{N}_])`,
    'giu',
  );
}
