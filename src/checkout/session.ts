import {deferred} from '../klarna/deferred.js';
import {KlarnaPaymentsError} from '../klarna/errors.js';
import type {KlarnaCategory} from '../klarna/types.js';
import {check} from './check.js';
import {isRecord, membersOf} from '../wire/json.js';
import type {ClockPort, PagePort} from './ports.js';

/** What the browser needs to know of a session: no more than the endpoint says. */
export interface CheckoutSession {
  readonly clientToken: string;
  readonly categories: readonly KlarnaCategory[];
}

/** Where a session comes from. */
interface SessionSource {
  readonly endpoint: string;
  readonly fetchSession: FetchSession | null;
}

/** Replaces the request to the shop's endpoint. */
export type FetchSession = (context: {
  endpoint: string;
  signal: AbortSignal;
}) => Promise<unknown>;

/** Milliseconds that the shop's endpoint may take. */
const requestTimeout = 30_000;

/**
 * Asks the shop for the visitor's session and checks the answer member by
 * member. Whoever aborts the signal does not wait for what comes of it.
 *
 * @throws {KlarnaPaymentsError} `session-request`, `session-response`,
 *     `client-token` or `already-ordered`.
 */
export async function requestSession(
  {endpoint, fetchSession}: SessionSource,
  signal: AbortSignal,
  clock: ClockPort,
  page: Pick<PagePort, 'policyLackAt'>,
): Promise<CheckoutSession> {
  const request = new AbortController();
  signal.addEventListener('abort', () => request.abort(signal.reason));
  const {promise: timeout, resolve: expire} = deferred<never>();
  const stopClock = clock.after(requestTimeout, () => {
    expire(Promise.reject(new Error(`No answer within ${requestTimeout} ms`)));
    request.abort();
  });
  try {
    const answer = (fetchSession ?? postForSession)({
      endpoint,
      signal: request.signal,
    });
    return parseSession(await Promise.race([answer, timeout]));
  } catch (cause) {
    throw await requestFault(cause, () => page.policyLackAt(endpoint));
  } finally {
    stopClock();
  }
}

/** The session of a page that already has a token. */
export async function givenSession({
  clientToken,
  categories,
}: {
  clientToken: string;
  categories: readonly KlarnaCategory[] | null;
}): Promise<CheckoutSession> {
  return {
    clientToken: checkToken(clientToken),
    categories: categories
      ? parseList(categories)
      : [{identifier: '', name: ''}],
  };
}

/** What the shop's server has said of a fault. */
interface Refusal {
  readonly status: number;
  /** The body of a problem (RFC 9457), if it has one. */
  readonly problem?: unknown;
}

/**
 * Where the order that a visitor has placed can be looked at, if the shop says
 * so.
 */
export function orderUrlIn({cause}: KlarnaPaymentsError): string | undefined {
  const url = membersOf(membersOf(cause)['problem'])['redirect_url'];
  return isText(url, /^https?:\/\//i) ? url : undefined;
}

/** @param lackAt Why a request may not even have been sent. */
async function requestFault(
  cause: unknown,
  lackAt: () => Promise<string>,
): Promise<KlarnaPaymentsError> {
  if (cause instanceof KlarnaPaymentsError) return cause;
  // In WebKit it is a DOMException.
  if (membersOf(cause)['name'] === 'SyntaxError') {
    // Its message may quote what came instead.
    return new KlarnaPaymentsError('session-response', 'JSON is wrong');
  }
  const {status, problem} = membersOf(cause);
  if (status === 409 && membersOf(problem)['code'] === 'already-ordered') {
    return new KlarnaPaymentsError('already-ordered', 'The order stands', {
      cause,
    });
  }
  return new KlarnaPaymentsError(
    'session-request',
    typeof status === 'number'
      ? `endpoint answered ${status}`
      : `endpoint did not answer${await lackAt()}`,
    {cause},
  );
}

/**
 * Checks an answer of the shape that Klarna's create-session call has. Members
 * that are not needed here are left alone.
 *
 * @throws {KlarnaPaymentsError} `session-response` naming the member at fault,
 *     or `client-token`.
 */
function parseSession(answer: unknown): CheckoutSession {
  const {client_token: token, payment_method_categories: list} =
    membersOf(answer);
  check(typeof token === 'string', 'client_token');
  return {clientToken: checkToken(token), categories: parseList(list)};
}

/** The token, if it has the form of a JWT; its payload is Klarna's business. */
export function checkToken(clientToken: string): string {
  const isJwt = /^[\w-]+\.[\w-]+\.[\w-]*$/.test(clientToken);
  check(isJwt, 'client_token', 'client-token');
  return clientToken;
}

/** The categories of a list; of two equal identifiers the first counts. */
export function parseList(list: unknown): KlarnaCategory[] {
  const member = 'payment_method_categories';
  check(Array.isArray(list), member);
  const categories: KlarnaCategory[] = [];
  list.forEach((item: unknown, index) => {
    const {identifier, name, asset_urls: urls} = membersOf(item);
    check(isText(identifier, /^[\w-]+$/), `${member}[${index}].identifier`);
    check(isText(name, /\S/), `${member}[${index}].name`);
    if (categories.some((c) => c.identifier === identifier)) return;
    categories.push({identifier, name, asset_urls: httpsOnly(urls)});
  });
  return categories;
}

/** An image is an ornament: what is no https URL is left out, not refused. */
function httpsOnly(urls: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(membersOf(urls)).filter((entry): entry is [string, string] =>
      isText(entry[1], /^https:/i),
    ),
  );
}

/** Same-origin credentials are what `fetch` sends by itself. */
async function postForSession({
  endpoint,
  signal,
}: Parameters<FetchSession>[0]): Promise<unknown> {
  const json = 'application/json';
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {accept: json, 'content-type': json},
    body: '{}',
    signal,
  });
  if (response.status >= 400) throw await refusalOf(response);
  return response.json();
}

async function refusalOf(response: Response): Promise<Refusal> {
  const {status} = response;
  try {
    const problem: unknown = await response.json();
    return isRecord(problem) ? {status, problem} : {status};
  } catch {
    return {status};
  }
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}
