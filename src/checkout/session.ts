import {KlarnaPaymentsError} from '../klarna/errors.js';
import type {KlarnaCategory} from '../klarna/types.js';

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
 * member.
 *
 * @throws {KlarnaPaymentsError} `session-request`, `session-response`,
 *     `client-token` or `aborted`.
 */
export async function requestSession(
  endpoint: string,
  fetchSession: FetchSession | null,
  signal: AbortSignal,
): Promise<CheckoutSession> {
  try {
    const answer = await (fetchSession ?? postForSession)({endpoint, signal});
    signal.throwIfAborted();
    return parseSession(answer);
  } catch (cause) {
    if (signal.aborted) throw aborted(cause);
    if (cause instanceof KlarnaPaymentsError) throw cause;
    throw new KlarnaPaymentsError(
      'session-request',
      'The session endpoint did not answer',
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
export function parseSession(answer: unknown): CheckoutSession {
  if (!isRecord(answer)) throw wrongMember('The answer', 'an object');
  const {client_token: clientToken, payment_method_categories: list} = answer;
  if (typeof clientToken !== 'string' || !clientToken) {
    throw wrongMember('client_token', 'a string');
  }
  return {clientToken: checkToken(clientToken), categories: parseList(list)};
}

/** The token, if it has the form of a JWT; its payload is Klarna's business. */
export function checkToken(clientToken: string): string {
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(clientToken)) return clientToken;
  throw new KlarnaPaymentsError('client-token', 'The client token is no JWT');
}

/** The categories of a list that says each of them at least by name. */
export function parseList(list: unknown): KlarnaCategory[] {
  const member = 'payment_method_categories';
  if (!Array.isArray(list)) throw wrongMember(member, 'an array');
  const categories = new Map<string, KlarnaCategory>();
  list.forEach((item: unknown, index) => {
    const category = parseCategory(item, `${member}[${index}]`);
    if (!categories.has(category.identifier)) {
      categories.set(category.identifier, category);
    }
  });
  return [...categories.values()];
}

function parseCategory(item: unknown, member: string): KlarnaCategory {
  if (!isRecord(item)) throw wrongMember(member, 'an object');
  const {identifier, name, asset_urls: assetUrls} = item;
  if (typeof identifier !== 'string' || !/^[\w-]+$/.test(identifier)) {
    throw wrongMember(`${member}.identifier`, 'a name of letters and digits');
  }
  if (typeof name !== 'string' || !name.trim()) {
    throw wrongMember(`${member}.name`, 'a text');
  }
  return {identifier, name, asset_urls: httpsOnly(assetUrls)};
}

/** An image is an ornament: what is no https URL is left out, not refused. */
function httpsOnly(
  assetUrls: unknown,
): NonNullable<KlarnaCategory['asset_urls']> {
  if (!isRecord(assetUrls)) return {};
  return Object.fromEntries(
    ['descriptive', 'standard']
      .map((kind) => [kind, assetUrls[kind]])
      .filter(([, url]) => typeof url === 'string' && /^https:/i.test(url)),
  );
}

async function postForSession({
  endpoint,
  signal,
}: Parameters<FetchSession>[0]): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    credentials: 'same-origin',
    headers: {accept: 'application/json', 'content-type': 'application/json'},
    body: '{}',
    signal,
  });
  if (response.status >= 400) {
    throw new KlarnaPaymentsError(
      'session-request',
      `The session endpoint answered with status ${response.status}`,
    );
  }
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw wrongMember('The answer', 'JSON');
  }
}

function wrongMember(member: string, expected: string): KlarnaPaymentsError {
  return new KlarnaPaymentsError(
    'session-response',
    `${member} of the session is not ${expected}`,
  );
}

function aborted(cause: unknown): KlarnaPaymentsError {
  return new KlarnaPaymentsError('aborted', 'The request was given up', {
    cause,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
