import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

import {memoryStorage} from '../../../src/server/index.js';
import {ada} from '../support/cart.js';
import {okIn, openShop} from '../support/shop.js';

/** Something that goes on until it is told to end. */
function gate() {
  let open = () => {};
  let enter = () => {};
  const entered = new Promise<void>((resolve) => {
    enter = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const pass = async () => {
    enter();
    await opened;
  };
  return {pass, entered, open};
}

/** Asserts that the merchant ends after what goes on, and not before. */
async function assertWaits(
  close: () => Promise<void>,
  {entered, open}: ReturnType<typeof gate>,
): Promise<void> {
  await entered;
  let isClosed = false;
  const closed = close().then(() => {
    isClosed = true;
  });
  for (let turn = 0; turn < 50; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(isClosed, false);
  open();
  await closed;
}

describe('close', () => {
  it('waits for placed, though the shopper has been answered', async () => {
    const slow = gate();
    const shop = openShop({placed: slow.pass});
    const {token} = await shop.authorize();
    const answer = await shop.postTo(
      shop.process({patience: 20}),
      '/klarna/order',
      {authorization_token: token},
    );
    assert.notEqual(answer.status, 500);
    await assertWaits(shop.settled, slow);
    assert.deepEqual(await shop.process().pending(), []);
  });

  it('waits for placed that fails in the end, and does not fail with it', async () => {
    const slow = gate();
    const shop = openShop({
      placed: async () => {
        await slow.pass();
        throw new Error('the database is gone');
      },
    });
    const {token} = await shop.authorize();
    const answer = shop.post('order', {authorization_token: token});
    await assertWaits(shop.settled, slow);
    assert.equal((await answer).status, 500);
  });

  it('waits for notified', async () => {
    const slow = gate();
    const shop = openShop({notified: slow.pass});
    const {token} = await shop.authorize();
    const {merchant_urls: urls} = shop.calls.findLast(
      ({kind}) => kind === 'create',
    )!.body;
    const {order_id} = await okIn<{order_id: string}>(
      await shop.post('order', {
        authorization_token: token,
        customer_details: ada,
      }),
    );
    const answer = shop.post(
      new URL(urls!.notification!).pathname.replace('/klarna/', ''),
      {order_id, event_type: 'FRAUD_RISK_ACCEPTED'},
    );
    await assertWaits(shop.settled, slow);
    assert.equal((await answer).status, 200);
  });

  it('waits for a callback, a session, and what the shop has told', async () => {
    for (const what of ['callback', 'session', 'acknowledge', 'move']) {
      const slow = gate();
      const memory = memoryStorage();
      let isSlow = false;
      const shop = openShop({
        storage: {
          ...memory,
          read: async (key) => {
            if (isSlow) {
              isSlow = false;
              await slow.pass();
            }
            return memory.read(key);
          },
        },
      });
      const {token, sessionId} = await shop.authorize();
      const path = shop.callbackPath().replace('/klarna/', '');
      isSlow = true;
      const process = shop.process();
      const work =
        what === 'callback'
          ? shop.post(path, {authorization_token: token, session_id: sessionId})
          : what === 'session'
            ? shop.post('session', {})
            : what === 'acknowledge'
              ? process.acknowledge('ada', 'order')
              : process.moveVisitor('ada', 'grace');
      await assertWaits(shop.settled, slow);
      await work;
    }
  });
});

it('keeps no process from ending', async () => {
  const {stdout, stderr} = await promisify(execFile)(process.execPath, [
    '--import=tsx',
    fileURLToPath(new URL('../support/short-process.ts', import.meta.url)),
  ]);
  assert.equal(stderr, '');
  assert.deepEqual(JSON.parse(stdout), {
    statuses: [200, 204, 200, 409],
    timers: 0,
  });
});
