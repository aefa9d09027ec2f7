export type ReadClientToken = typeof readClientToken;

/** What the script reads in a client token. */
export interface TokenClaims {
  /** Where the frames come from. */
  base_url?: string;
  session_type?: string;
  purchase_country?: string;
  /** `playground` or `production`. */
  environment?: string;
  /** What Klarna's servers switch on. */
  experiments?: readonly {name?: string}[];
  /** Of the library that is to be used. */
  version?: string;
}

/**
 * The payload of a JSON web token, or nothing if it is none. The signature is
 * not looked at, as observed.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function readClientToken(token: unknown): TokenClaims | undefined {
  if (typeof token !== 'string') return undefined;
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const base64 = (parts[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? claims : undefined;
  } catch {
    return undefined;
  }
}
