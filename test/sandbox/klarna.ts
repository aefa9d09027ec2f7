import assert from 'node:assert/strict';
import type {KlarnaErrorBody, KlarnaOrder} from '../../src/wire/rest-types.js';
import {
  createKlarnaSandbox,
  type KlarnaSandboxOptions,
} from '../../src/sandbox/index.js';

export type Data = Record<string, unknown>;

export const origin = 'https://klarna.example';
export const minute = 60_000;
export const hour = 60 * minute;

/** An answer of the REST API, read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Data;
}

/** A Swedish order of 100 SEK, with changes. */
export function orderWith(changes: Data = {}, line: Data = {}): KlarnaOrder {
  return {
    purchase_country: 'SE',
    purchase_currency: 'SEK',
    locale: 'sv-SE',
    order_amount: 10_000,
    order_tax_amount: 2000,
    order_lines: [
      {
        name: 'Teapot',
        quantity: 2,
        unit_price: 5000,
        tax_rate: 2500,
        total_amount: 10_000,
        total_tax_amount: 2000,
        ...line,
      },
    ],
    ...changes,
  };
}

export const ada = {
  given_name: 'Ada',
  family_name: 'Byron',
  email: 'ada@shop.example',
  phone: '+46700000000',
  street_address: 'Vallgatan 1',
  postal_code: '11122',
  city: 'Stockholm',
  country: 'SE',
};

/** A sandbox with a clock that stands still, and a merchant who calls it. */
export function openKlarna(options: KlarnaSandboxOptions = {}) {
  const clock = {now: Date.UTC(2026, 0, 1)};
  const sandbox = createKlarnaSandbox({now: () => clock.now, ...options});

  const klarna = {
    sandbox,
    clock,
    call: async (
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answer> => {
      const response = await sandbox.fetch(
        new Request(`${origin}${path}`, {
          method,
          headers: {
            authorization: `Basic ${btoa('PK1_a:secret')}`,
            'content-type': 'application/json',
            ...headers,
          },
          ...(body !== undefined && {
            body: typeof body === 'string' ? body : JSON.stringify(body),
          }),
        }),
      );
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: isJson && text ? (JSON.parse(text) as Data) : {},
      };
    },
    create: (body: unknown = orderWith()) =>
      klarna.call('POST', '/payments/v1/sessions', body),
    update: (id: string, body: unknown) =>
      klarna.call('POST', `/payments/v1/sessions/${id}`, body),
    read: (id: string) => klarna.call('GET', `/payments/v1/sessions/${id}`),
    place: (token: string, body: unknown = orderWith()) =>
      klarna.call('POST', `/payments/v1/authorizations/${token}/order`, body),
    customerToken: (token: string, body: unknown = subscription) =>
      klarna.call(
        'POST',
        `/payments/v1/authorizations/${token}/customer-token`,
        body,
      ),
    cancel: (token: string) =>
      klarna.call('DELETE', `/payments/v1/authorizations/${token}`),

    /** A session, as it was answered. */
    session: async (order: unknown = orderWith()) => {
      const {status, body, text} = await klarna.create(order);
      assert.equal(status, 200, text);
      return {
        id: String(body['session_id']),
        clientToken: String(body['client_token']),
      };
    },
    /** A session that the shopper has authorized. */
    authorized: async (order: unknown = orderWith(), details = {}) => {
      const session = await klarna.session(order);
      return {...session, token: await klarna.token(session, details)};
    },
    token: async ({clientToken}: {clientToken: string}, details = {}) => {
      const answer = await sandbox.authorize(clientToken, details);
      assert.ok(answer.authorization_token, JSON.stringify(answer));
      return answer.authorization_token;
    },
  };
  return klarna;
}

export const subscription = {
  description: 'Tea every month',
  intended_use: 'SUBSCRIPTION',
  locale: 'sv-SE',
  purchase_country: 'SE',
  purchase_currency: 'SEK',
};

/** The members that a refusal names, sorted: their order means nothing. */
export function fieldsIn({status, body}: Answer): string[] {
  if (status === 200 || status === 204) return [];
  const [message = ''] = (body as KlarnaErrorBody).error_messages ?? [];
  assert.match(message, /^Bad value: /);
  return message.slice('Bad value: '.length).split(', ').toSorted();
}

/** Asserts Klarna's error, whole, and that the correlation ids agree. */
export function assertError(
  answer: Answer,
  status: number,
  errorCode: string,
  ...messages: string[]
): void {
  assert.equal(answer.status, status, answer.text);
  const {error_code, error_messages, correlation_id, ...rest} = answer.body;
  assert.equal(error_code, errorCode);
  assert.deepEqual(error_messages, messages);
  assert.match(String(correlation_id), /^[0-9a-f-]{36}$/);
  assert.equal(correlation_id, answer.headers.get('klarna-correlation-id'));
  assert.deepEqual(rest, {});
}
