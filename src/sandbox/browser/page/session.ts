import type {KlarnaSandboxExperiment} from '../builds.js';
import type {ReadClientToken, TokenClaims} from './client-token.js';

export type ReadSession = typeof readSession;

/** What a client token means to the script that plays one build. */
export interface PageSession {
  token: string;
  claims: TokenClaims;
  /** Where the frames come from. */
  origin: string;
  isStatic: boolean;
  /** Where the purchase flow comes from, if it is to be loaded. */
  flow?: string;
  /** Where the newer library comes from that the token asks for. */
  newer?: string;
}

/** What of a build and of the place it came from decides that. */
export interface SessionConfig {
  experiments: readonly KlarnaSandboxExperiment[];
  newerVersion: string;
  /** For tokens that name no `base_url`. */
  origin: string;
  /** URLs without a slash at the end, by the name of the real host. */
  hosts: {cdn: string; production: string; playground: string};
}

/**
 * Nothing if it is no JSON web token. A static widget has no frame that could
 * be asked, so its purchases are always of the loaded kind.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function readSession(
  token: unknown,
  readClientToken: ReadClientToken,
  {experiments, newerVersion, origin, hosts}: SessionConfig,
): PageSession | undefined {
  const claims = readClientToken(token);
  if (typeof token !== 'string' || !claims) return undefined;
  const asked = Array.isArray(claims.experiments) ? claims.experiments : [];
  const isOn = (name: KlarnaSandboxExperiment) =>
    experiments.includes(name) &&
    asked.some((one: {name?: string}) => one.name === name);
  const isStatic = isOn('static-widget');
  const host =
    claims.environment === 'production' ? hosts.production : hosts.playground;
  return {
    token,
    claims,
    origin: new URL(claims.base_url ?? origin).origin,
    isStatic,
    ...((isStatic || isOn('purchase-flow')) && {
      flow: `${host}/kp/flow/v1/purchase-flow.js`,
    }),
    ...(experiments.includes('newer-library') &&
      claims.version === newerVersion && {
        newer: `${hosts.cdn}/kp/lib/${newerVersion}/api.js`,
      }),
  };
}
