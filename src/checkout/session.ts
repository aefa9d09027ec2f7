import {KlarnaPaymentsError} from '../klarna/errors.js';
import type {KlarnaCategory} from '../klarna/types.js';
import {check} from './check.js';
import {membersOf} from '../wire/json.js';

/** What the browser needs to know of a session: no more than the endpoint says. */
export interface CheckoutSession {
  readonly clientToken: string;
  readonly categories: readonly KlarnaCategory[];
}

/** Replaces the request to the shop's endpoint. */
export type FetchSession = (context: {
  endpoint: string;
  signal: AbortSignal;
}) => Promise<unknown>;

/**
 * Asks the shop for the visitor's session and checks the answer member by
 * member. Whoever aborts the signal does not wait for what comes of it.
 *
 * @throws {KlarnaPaymentsError} `session-request`, `session-response` or
 *     `client-token`.
 */
export async function requestSession(
  endpoint: string,
  fetchSession: FetchSession | null,
  signal: AbortSignal,
): Promise<CheckoutSession> {
  try {
    return parseSession(
      await (fetchSession ?? postForSession)({endpoint, signal}),
    );
  } catch (cause) {
    if (cause instanceof KlarnaPaymentsError) throw cause;
    check(!(cause instanceof SyntaxError), 'JSON');
    throw new KlarnaPaymentsError(
      'session-request',
      'endpoint did not answer',
      {cause},
    );
  }
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
  if (response.status >= 400) {
    throw new KlarnaPaymentsError(
      'session-request',
      `endpoint answered ${response.status}`,
    );
  }
  return response.json();
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}
