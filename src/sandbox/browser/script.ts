import {newerLibraryVersion, scriptBuilds} from './builds.js';
import type {KlarnaSandboxScript} from './builds.js';
import {application} from './page/application.js';
import {callArguments} from './page/call-arguments.js';
import {checks} from './page/checks.js';
import {readClientToken} from './page/client-token.js';
import {delegation} from './page/delegation.js';
import {eventHub} from './page/event-hub.js';
import {failures} from './page/failures.js';
import {flows} from './page/flows.js';
import {klarna} from './page/klarna.js';
import {loadLibrary} from './page/library.js';
import {looks} from './page/looks.js';
import {overlay} from './page/overlay.js';
import type {PageConfig} from './page/parts.js';
import {payments} from './page/payments.js';
import {purchaseFlow} from './page/purchase-flow.js';
import {readSession, type SessionConfig} from './page/session.js';
import {staticWidget} from './page/static-widget.js';
import {widgets} from './page/widgets.js';
import {servedText} from './served-text.js';

/** What a served script depends on. */
export interface ScriptSetup extends Pick<
  PageConfig,
  'browser' | 'frameTimeout' | 'popup'
> {
  script: KlarnaSandboxScript;
  /** Categories that it knows besides those of its build. */
  categories: readonly string[];
  /** Where it was asked for. */
  origin: string;
}

const parts = {
  application,
  callArguments,
  checks,
  delegation,
  eventHub,
  failures,
  flows,
  loadLibrary,
  looks,
  overlay,
  payments,
  readClientToken,
  readSession,
  staticWidget,
  widgets,
};

/** The tag is told, so that nothing of it has to be global. */
const toItsTag = `document.currentScript.dispatchEvent(
  new CustomEvent('klarna-sandbox-library', {detail: made}));`;

/**
 * The text of `/kp/lib/v1/api.js`. What else is in `Klarna` is kept; the page's
 * callback comes synchronously and last.
 */
export function scriptText(setup: ScriptSetup): string {
  const {secondEvaluation} = scriptBuilds[setup.script];
  const isKept =
    secondEvaluation === 'keeps'
      ? 'K.Credit && K.DirectBankTransfer && K.DirectDebit && K.Payments'
      : 'false';
  return servedText(
    klarna,
    configOf(setup),
    parts,
    `const K = (window.Klarna = window.Klarna || {});
if (!(${isKept})) Object.assign(K, made);
if (typeof window.klarnaAsyncCallback === 'function') window.klarnaAsyncCallback();`,
  );
}

/** The newer library that a token may ask for. */
export function newerScriptText(setup: ScriptSetup): string {
  const config = configOf(setup);
  const experiments = config.experiments.filter(
    (name) => name !== 'newer-library',
  );
  return servedText(payments, {...config, experiments}, parts, toItsTag);
}

/** The purchase flow that is loaded from a host of its own. */
export function purchaseFlowText(): string {
  return servedText(purchaseFlow, {}, {overlay}, toItsTag);
}

function configOf(setup: ScriptSetup): PageConfig {
  const {script, origin, ...rest} = setup;
  const build = scriptBuilds[script];
  return {
    ...rest,
    build,
    origin,
    categories: [...build.categories, ...setup.categories],
    experiments: build.experiments,
    newerVersion: newerLibraryVersion,
    hosts: hostsOf(origin),
  };
}

/**
 * Where the script gets the rest from. Played at Klarna's own address it names
 * Klarna's other hosts, so that a page's policy can be tried as it will be;
 * elsewhere they are folders of its own origin.
 */
function hostsOf(origin: string): SessionConfig['hosts'] {
  return origin === 'https://x.klarnacdn.net'
    ? {
        cdn: origin,
        production: 'https://js.klarna.com',
        playground: 'https://js.playground.klarna.com',
      }
    : {
        cdn: origin,
        production: `${origin}/js.klarna.com`,
        playground: `${origin}/js.playground.klarna.com`,
      };
}
