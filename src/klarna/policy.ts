/**
 * What the page's Content Security Policy has kept from Klarna. Klarna's
 * script takes no notice: a frame that may not load ends as no offer or as a
 * decline, and only the browser knows why.
 */

/** What the policy has blocked: from where it was to come, and who asked. */
interface Violation {
  readonly directive: string;
  readonly from: string;
  readonly by: string;
}

/** Klarna's own hosts (Klarna's docs on the policy, and its script). */
const klarnaHosts = /^https:\/\/(.+\.)?klarna(|cdn|evt|services)\.(com|net)$/;

/** Klarna cannot sell without these. The others cost looks or figures. */
const essential = /^(frame|child|script|connect|worker)-src/;
const figures = /klarnaevt\.com$/;

/** More than a page makes unless it blocks something again and again. */
const limit = 100;

const violations: Violation[] = [];
/** Where else Klarna's script comes from: a sandbox, a proxy. */
const scriptOrigins = new Set<string>();
const listeners = new Set<() => void>();
let isHearing = false;

/**
 * Hears of what is blocked from here on; a browser does not tell of what was
 * before.
 *
 * @param script The address of Klarna's script on this page.
 */
export function hearViolations(script?: string): void {
  if (script) scriptOrigins.add(originOf(script));
  if (isHearing) return;
  isHearing = true;
  document.addEventListener('securitypolicyviolation', (event) => {
    const {disposition, effectiveDirective, blockedURI, sourceFile} = event;
    if (disposition !== 'enforce' || violations.length >= limit) return;
    violations.push({
      directive: effectiveDirective,
      // What is no address is a keyword: `inline`.
      from: originOf(blockedURI) || `'${blockedURI}'`,
      by: originOf(sourceFile),
    });
    for (const listener of listeners) listener();
  });
}

/** @returns Ends it. */
export function onViolation(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * What Klarna lacks, as a clause to be added to a message, or nothing. It has
 * directives and origins only: whole addresses may carry tokens.
 *
 * @param which `essential` for what Klarna cannot sell without.
 */
export function blockedByPolicy(which: 'all' | 'essential' = 'all'): string {
  const lacking = violations.filter(
    ({directive, from, by}) =>
      [from, by].some(isKlarna) &&
      (which === 'all' || (essential.test(directive) && !figures.test(from))),
  );
  const named = new Set(
    lacking.map(({directive, from}) => `${directive} ${from}`),
  );
  return named.size > 0
    ? `: the Content Security Policy of the page blocks ${[...named].join(', ')}`
    : '';
}

/** Whether the policy keeps this very frame from loading. */
export function isBlockedFrame(frame: Element | null): boolean {
  const origin = frame instanceof HTMLIFrameElement && originOf(frame.src);
  return violations.some(
    ({directive, from}) =>
      /^(frame|child)-src$/.test(directive) && from === origin,
  );
}

function isKlarna(origin: string): boolean {
  return (
    klarnaHosts.test(origin) ||
    scriptOrigins.has(origin) ||
    // The token says where the frames come from; its payload is Klarna's.
    [...document.querySelectorAll<HTMLIFrameElement>('iframe[id^="klarna-"]')]
      .map(({src}) => originOf(src))
      .includes(origin)
  );
}

/** Empty for what is no address, or has no origin. */
function originOf(address: string): string {
  try {
    const {origin} = new URL(address);
    return origin === 'null' ? '' : origin;
  } catch {
    return '';
  }
}
