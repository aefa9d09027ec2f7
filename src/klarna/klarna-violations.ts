import {klarnaPage} from './page.js';
import {blockedByPolicy, originOf, type Violation} from './policy.js';

/** Klarna's own hosts (Klarna's docs on the policy, and its script). */
const klarnaHosts = /^https:\/\/(.+\.)?klarna(|cdn|evt|services)\.(com|net)$/;

/** Klarna cannot sell without these. The others cost looks or figures. */
const essential = /^(frame|child|script|connect|worker)-src/;
const figures = /klarnaevt\.com$/;

/** All that the page's policy keeps from Klarna, as a clause, or nothing. */
export function kept(): string {
  return blockedByPolicy(isKlarnas);
}

/** The same, of what Klarna cannot sell without. */
export function keptAndNeeded(): string {
  return blockedByPolicy(
    (violation) =>
      isKlarnas(violation) &&
      essential.test(violation.directive) &&
      !figures.test(violation.from),
  );
}

/** Whether the policy keeps this very frame from loading. */
export function isBlockedFrame(frame: Element | null): boolean {
  if (!(frame instanceof HTMLIFrameElement)) return false;
  const origin = originOf(frame.src);
  return Boolean(
    blockedByPolicy(
      ({directive, from}) =>
        /^(frame|child)-src$/.test(directive) && from === origin,
    ),
  );
}

function isKlarnas({from, by}: Violation): boolean {
  const others = [
    // A sandbox, a proxy.
    klarnaPage().src ?? '',
    // The token says where the frames come from; its payload is Klarna's.
    ...[
      ...document.querySelectorAll<HTMLIFrameElement>('iframe[id^="klarna-"]'),
    ].map(({src}) => src),
  ].map(originOf);
  return [from, by].some(
    (origin) => klarnaHosts.test(origin) || others.includes(origin),
  );
}
