import {inLaterTask} from './later-task.js';
import {addressOf} from './script-tag.js';

/**
 * What the page's Content Security Policy has kept from Klarna. Klarna's
 * script takes no notice: a frame that may not load ends as no offer or as a
 * decline, and only the browser knows why.
 */

/** What the policy has blocked: from where it was to come, and who asked. */
export interface Violation {
  readonly directive: string;
  /** An origin, or a keyword such as `'inline'`. */
  readonly from: string;
  /** The origin of a script, if it was one. */
  readonly by: string;
}

const violations = new Map<string, Violation>();

/**
 * Hears of what is blocked from here on; a browser does not tell of what was
 * before.
 */
export function hearViolations(): void {
  // Adding the same listener again changes nothing.
  window.addEventListener('securitypolicyviolation', note, true);
}

/** What the policy has blocked of that kind, as a clause to end a message. */
export function blockedByPolicy(
  isMeant: (violation: Violation) => boolean,
): string {
  const named = [...violations]
    .filter(([, violation]) => isMeant(violation))
    .map(([name]) => name);
  return named.length > 0
    ? `: the page's policy lacks ${named.join(', ')}`
    : '';
}

/**
 * The same, of what a script may ask at that address. Browsers tell of it in a
 * later task than that in which the request has failed.
 *
 * @param address May be relative to the page.
 */
export async function policyLackAt(address: string): Promise<string> {
  await new Promise<void>(inLaterTask);
  const asked = originOf(addressOf(address) ?? '');
  return blockedByPolicy(
    ({directive, from}) => directive === 'connect-src' && from === asked,
  );
}

/** Empty for what is no address. */
export function originOf(address: string): string {
  return /^\w+:\/\/[^/?#]+/.exec(address)?.[0] ?? '';
}

function note({
  disposition,
  effectiveDirective: directive,
  blockedURI,
  sourceFile,
}: SecurityPolicyViolationEvent): void {
  // Directives and origins only: whole addresses may carry tokens.
  const from = originOf(blockedURI) || `'${blockedURI}'`;
  if (disposition === 'enforce') {
    violations.set(`${directive} ${from}`, {
      directive,
      from,
      by: originOf(sourceFile),
    });
  }
}
