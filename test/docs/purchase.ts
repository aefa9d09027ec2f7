import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import type {KlarnaSandbox} from '../../src/sandbox/index.js';
import type {Fetch} from './machine.js';

export interface Shopper {
  /** Of the shop, as browsers see it. */
  origin?: string;
  headers?: Readonly<Record<string, string>>;
}

/** Buys as the element and a form do; answers the order's id. */
export async function buyIn(
  shop: Fetch,
  sandbox: KlarnaSandbox,
  {origin = 'http://127.0.0.1', headers = {}}: Shopper = {},
): Promise<string> {
  const visitor = randomUUID();
  const post = (route: string, type: string, body: string) =>
    shop(
      new Request(`${origin}/klarna/${route}`, {
        method: 'POST',
        headers: {'content-type': type, 'x-visitor': visitor, ...headers},
        body,
      }),
    );
  const before = new Set(sandbox.orders.map(({answer}) => answer.order_id));
  const session = await post('session', 'application/json', '{}');
  const text = await session.text();
  assert.equal(session.status, 200, text);
  const {client_token} = JSON.parse(text) as {client_token: string};
  const details = {billing_address: {given_name: 'Ada'}};
  const {authorization_token = ''} = await sandbox.authorize(
    client_token,
    details,
  );
  const order = await post(
    'order',
    'application/x-www-form-urlencoded',
    new URLSearchParams({
      klarna_authorization_token: authorization_token,
      klarna_customer_details: JSON.stringify(details),
    }).toString(),
  );
  assert.equal(order.status, 303, await order.text());
  const [ordered, ...more] = sandbox.orders.filter(
    ({answer}) => !before.has(answer.order_id),
  );
  assert.ok(ordered && more.length === 0);
  return ordered.answer.order_id;
}
