import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import type {KlarnaSandbox} from '../../src/sandbox/index.js';
import {
  createKlarnaMerchant,
  type KlarnaMerchant,
  type KlarnaMerchantOptions,
  type KlarnaOrder,
} from '../../src/server/index.js';
import type {Fetch, Machine} from './machine.js';

/** What is in the carts of the tests. */
export const mug = {
  purchase_country: 'SE',
  purchase_currency: 'SEK',
  locale: 'sv-SE',
  order_amount: 1000,
  order_lines: [
    {name: 'Mug', quantity: 1, unit_price: 1000, total_amount: 1000},
  ],
  merchant_urls: {confirmation: 'https://shop.example/thanks'},
} satisfies KlarnaOrder;

/** A merchant with this besides what each one has. */
export function merchantWith(
  given: Partial<KlarnaMerchantOptions>,
): KlarnaMerchant {
  const options = {
    credentials: {username: 'PK_0000', password: 'secret'},
    region: 'eu',
    environment: 'playground',
    recovery: 'manual',
    visitor: (request) => request.headers.get('x-visitor'),
    order: () => mug,
    placed: ({orderId}) => console.log(`ordered ${orderId}`),
    ...given,
  } satisfies KlarnaMerchantOptions;
  return createKlarnaMerchant(options);
}

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

/** Buys in a shop of that machine, which says so on the console. */
export async function paysIn(
  machine: Machine,
  shop: Fetch | undefined,
  shopper?: Shopper,
): Promise<void> {
  assert.ok(shop);
  const orderId = await buyIn(shop, machine.sandbox, shopper);
  assert.deepEqual(machine.said.splice(0), [`ordered ${orderId}`]);
}
