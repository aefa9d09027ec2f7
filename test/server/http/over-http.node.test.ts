import assert from 'node:assert/strict';
import {test} from 'node:test';

import {createKlarnaSandbox} from '../../../src/sandbox/index.js';
import {
  createKlarnaMerchant,
  type KlarnaPlacedEvent,
} from '../../../src/server/index.js';
import {ada, cart} from '../support/cart.js';
import {hosts, type Host} from '../support/hosts.js';
import {secret, told} from '../support/leaks.js';
import {credentials} from '../support/shop.js';

test('a shop in development is called back by the sandbox, before or after the browser', async () => {
  const sandbox = createKlarnaSandbox({credentials});
  const klarna = await sandbox.listen();
  const placed: KlarnaPlacedEvent[] = [];
  let passed = 0;
  const merchant = createKlarnaMerchant({
    credentials,
    now: () => Date.now() + passed,
    baseUrl: klarna.url,
    visitor: (request) => request.headers.get('x-visitor'),
    order: () => cart(),
    placed: (event) => {
      placed.push(event);
    },
    onEvent: told,
  });
  const shop: Host = await hosts['node:http']!(merchant.fetch);
  const post = async (path: string, visitor: string, body: object) => {
    const {status, text} = await shop.send({
      path,
      headers: {'content-type': 'application/json', 'x-visitor': visitor},
      body: JSON.stringify(body),
    });
    assert.equal(status, 200, text);
    return JSON.parse(text) as Record<string, string>;
  };

  for (const first of ['callback', 'browser']) {
    const {client_token: clientToken = ''} = await post(
      '/klarna/session',
      first,
      {},
    );
    const {authorization_token: token} = await sandbox.authorize(
      clientToken,
      ada,
    );
    secret(token);
    if (first === 'callback') {
      await sandbox.settled();
      assert.equal(placed.length, 0);
      // So long nobody comes.
      passed += 15_000;
      await merchant.recover();
      assert.equal(placed.at(-1)?.visitor, 'callback');
    }
    const {order_id} = await post('/klarna/order', first, {
      authorization_token: token,
      customer_details: ada,
    });
    await sandbox.settled();
    assert.deepEqual(
      placed
        .filter(({visitor}) => visitor === first)
        .map(({orderId, details}) => [orderId, details]),
      first === 'callback'
        ? [
            [order_id, 'klarna'],
            [order_id, 'browser'],
          ]
        : [[order_id, 'browser']],
    );
  }
  assert.equal(sandbox.orders.length, 2);
  await shop.stop();
  await klarna.close();
});
