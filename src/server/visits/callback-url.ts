import {isLoopback} from '../../wire/loopback.js';

/** What decides where Klarna calls back. */
export interface CallbackTarget {
  origin: string;
  basePath: string;
  route: string;
  secret: string;
  /** Klarna is played by somebody who can reach this machine over http. */
  sandboxed: boolean;
}

/**
 * Where Klarna calls back, or nothing where it cannot: Klarna
 * takes https only (Klarna's docs), and refuses the whole session otherwise.
 */
export function callbackUrlFor({
  origin,
  basePath,
  route,
  secret,
  sandboxed,
}: CallbackTarget): string | undefined {
  const {protocol, hostname} = new URL(origin);
  if (protocol !== 'https:' && !(sandboxed && isLoopback(hostname))) {
    return undefined;
  }
  return `${origin}${basePath}/${route}/${encodeURIComponent(secret)}`;
}
