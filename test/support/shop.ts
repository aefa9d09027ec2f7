import {executeServerCommand} from '@web/test-runner-commands';
import type {
  KlarnaCreatedSession,
  KlarnaOrder,
  KlarnaPlacedOrder,
  KlarnaSession,
} from '../../src/wire/rest-types.js';
import type {
  KlarnaSandboxExperiment,
  KlarnaSandboxScript,
} from '../../src/sandbox/browser/builds.js';
import type {KlarnaSandboxAnswer} from '../../src/sandbox/shopper/shopper.js';
import type {FrameAction, FrameView} from './klarna-rig.frames.js';
import type {KlarnaCdnAnswer} from './klarna-rig.network.js';
import type {
  ShopOptions,
  ShopRequest,
  ShopSettings,
} from './klarna-rig.shop.js';

export type {
  FrameView,
  KlarnaCdnAnswer,
  ShopOptions,
  ShopRequest,
  ShopSettings,
};

/**
 * A shop of this test's own: an offline Klarna on its own origin, and a
 * session endpoint on the page's.
 */
export interface Shop {
  /** The sandbox's origin, another site than the page's. */
  origin: string;
  /** The sandbox's `/kp/lib/v1/api.js`. */
  sdkUrl: string;
  /** A path; POST there answers like a shop, with a new session each time. */
  endpoint: string;
  /**
   * The build of Klarna's script that it plays: as the test says, else as the
   * environment's `KLARNA_SCRIPT` says for all tests.
   */
  script: KlarnaSandboxScript;
  /** What its tokens switch on; `KLARNA_EXPERIMENTS`, by commas, for all. */
  experiments: readonly KlarnaSandboxExperiment[];
  /** Creates a session over REST, without the endpoint. */
  createSession(order?: Partial<KlarnaOrder>): Promise<KlarnaCreatedSession>;
  readSession(sessionId: string): Promise<KlarnaSession>;
  /** Rejects with the status and Klarna's words if the order is refused. */
  placeOrder(
    authorizationToken: string,
    order?: Partial<KlarnaOrder>,
  ): Promise<KlarnaPlacedOrder>;
  /** Queues what the shopper will answer, one for each authorization. */
  answer(...answers: KlarnaSandboxAnswer[]): Promise<void>;
  set(settings: ShopSettings): Promise<void>;
  /** At the endpoint (its `path` is `endpoint`) and at the sandbox, in order. */
  requests(): Promise<readonly ShopRequest[]>;
  close(): Promise<void>;
}

/** Opens a shop; close it in `afterEach`. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const {id, ...facts} = await rig<
    {id: string} & Pick<Shop, 'origin' | 'endpoint' | 'script' | 'experiments'>
  >('open', options);
  const {origin} = facts;
  return {
    ...facts,
    sdkUrl: `${origin}/kp/lib/v1/api.js`,
    createSession: (order = {}) => rig(`${id}/create`, order),
    readSession: (sessionId) => rig(`${id}/read`, sessionId),
    placeOrder: (token, order = {}) => rig(`${id}/place`, [token, order]),
    answer: (...answers) => rig(`${id}/answer`, answers),
    set: (settings) => rig(`${id}/set`, settings),
    requests: () => rig(`${id}/requests`),
    close: () => rig(`${id}/close`, {}),
  };
}

/** The session that a client token belongs to. */
export function sessionIdOf(clientToken: string): string {
  const payload = clientToken.split('.')[1] ?? '';
  const json = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
  return (JSON.parse(json) as {session_id: string}).session_id;
}

/**
 * Chooses what https://x.klarnacdn.net answers on this page, where otherwise
 * every request to another host is aborted; `null` takes the choice back.
 *
 * To play Klarna's own address, give it the sandbox's script:
 * `fakeKlarnaCdn({body: await (await fetch(shop.sdkUrl)).text()})`.
 */
export async function fakeKlarnaCdn(
  answer: KlarnaCdnAnswer | null,
): Promise<void> {
  await executeServerCommand('klarna-cdn', answer);
}

/**
 * Does something in a frame of the sandbox, which a page cannot reach into:
 * waits for the frame and for what `selector` names, then clicks it, presses a
 * key on it, selects an option, or just looks.
 *
 * @param frame The id of the `<iframe>`, for example
 *   `klarna-pay-later-fullscreen`.
 */
export async function inFrame(
  frame: string,
  action: Omit<FrameAction, 'frame'>,
): Promise<FrameView> {
  return executeServerCommand('klarna-frame', {frame, ...action});
}

async function rig<Answer>(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`/__klarna-rig/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {'content-type': 'application/json'},
    ...(body !== undefined && {body: JSON.stringify(body)}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text) as Answer;
}
