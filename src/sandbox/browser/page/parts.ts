import type {ScriptBehaviour} from '../builds.js';
import type {application} from './application.js';
import type {callArguments} from './call-arguments.js';
import type {checks} from './checks.js';
import type {ReadClientToken} from './client-token.js';
import type {delegation} from './delegation.js';
import type {eventHub} from './event-hub.js';
import type {failures} from './failures.js';
import type {flows} from './flows.js';
import type {LoadLibrary} from './library.js';
import type {Looks} from './looks.js';
import type {overlay} from './overlay.js';
import type {ReadSession, SessionConfig} from './session.js';
import type {StaticWidget} from './static-widget.js';
import type {widgets} from './widgets.js';

/** What the served script is told; survives JSON. */
export interface PageConfig extends SessionConfig {
  build: ScriptBehaviour;
  /** Categories that the script knows. */
  categories: readonly string[];
  /** Milliseconds for a frame to load. */
  frameTimeout: number;
  popup: 'blocked-without-activation' | 'ignore';
  browser: 'supported' | 'unsupported';
}

export interface PageParts {
  application: typeof application;
  callArguments: typeof callArguments;
  checks: typeof checks;
  delegation: typeof delegation;
  eventHub: typeof eventHub;
  failures: typeof failures;
  flows: typeof flows;
  loadLibrary: LoadLibrary;
  looks: Looks;
  overlay: typeof overlay;
  readClientToken: ReadClientToken;
  readSession: ReadSession;
  staticWidget: StaticWidget;
  widgets: typeof widgets;
}
