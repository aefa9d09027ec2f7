import assert from 'node:assert/strict';
import {after, before, describe} from 'node:test';
import type {KlarnaSandbox} from '../../src/sandbox/index.js';
import type {KlarnaPlacedOrder} from '../../src/server/index.js';
import {execute, requireBuild} from '../package/package.js';
import {Machine} from './machine.js';
import {mug} from './purchase.js';
import {blocksOf} from './ways.js';

describe('the blocks that play Klarna', () => {
  const blocks = blocksOf('sandboxes');
  let machine: Machine;
  before(async () => {
    requireBuild();
    machine = await Machine.start();
  });
  after(() => machine.close());

  blocks.run(
    'guide/testing › Without a browser',
    'are tests that pass',
    async () => {
      // Without it a runner below a runner says nothing.
      const {NODE_TEST_CONTEXT: _, ...env} = process.env;
      const {stdout} = await execute(
        process.execPath,
        [
          '--import=tsx',
          '--test',
          '--test-reporter=tap',
          machine.pathOf('guide/testing › Without a browser'),
        ],
        {cwd: machine.folder, env},
      );
      assert.match(stdout, /# pass 2\n# fail 0/);
    },
  );

  blocks.run(
    'guide/testing › What the shopper does',
    'answers as queued, and then approves',
    async () => {
      const {sandbox} = await machine.import<{sandbox: KlarnaSandbox}>(
        'guide/testing › What the shopper does',
      );
      const answers = [];
      for (let index = 0; index < 4; index++) {
        const {approved, show_form, error} = await authorizeIn(sandbox);
        answers.push({approved, show_form, error: Boolean(error)});
      }
      assert.deepEqual(
        answers.map(({approved}) => approved),
        [false, false, false, true],
      );
      assert.deepEqual(
        answers.map(({error}) => error),
        [false, false, true, false],
      );
    },
  );

  blocks.run(
    'guide/testing › What goes wrong',
    'loses the answer to an order, once',
    async () => {
      const {sandbox} = await machine.import<{sandbox: KlarnaSandbox}>(
        'guide/testing › What goes wrong',
      );
      assert.equal(sandbox.latency, 2000);
      sandbox.latency = 0;
      const token = (await authorizeIn(sandbox)).authorization_token;
      const order = () => post(sandbox, `authorizations/${token}/order`);
      await assert.rejects(async () => (await order()).text());
      const answer = (await (await order()).json()) as KlarnaPlacedOrder;
      assert.equal(answer.fraud_status, 'PENDING');
      assert.deepEqual(
        sandbox.orders.map((each) => each.answer.order_id),
        [answer.order_id],
      );
      // Of those that are set one after the other the last one holds.
      const {script, frame} = sandbox.faults;
      assert.deepEqual({script, frame}, {script: 'never', frame: 'silent'});
    },
  );

  blocks.run(
    'sandbox/rest › Pending orders',
    'decides an order, and has said so',
    async () => {
      const {sandbox} = await machine.import<{sandbox: KlarnaSandbox}>(
        'sandbox/rest › Pending orders',
      );
      assert.deepEqual(
        sandbox.orders.map(({answer, fraudStatus}) => [
          answer.fraud_status,
          fraudStatus,
        ]),
        [['PENDING', 'ACCEPTED']],
      );
    },
  );

  blocks.run('sandbox/script', 'makes a sandbox', async () => {
    await machine.import('sandbox/script');
  });

  blocks.all();
});

async function authorizeIn(sandbox: KlarnaSandbox) {
  const answer = await post(sandbox, 'sessions');
  const {client_token} = (await answer.json()) as {client_token: string};
  return sandbox.authorize(client_token);
}

function post(sandbox: KlarnaSandbox, path: string): Promise<Response> {
  return sandbox.fetch(
    new Request(`http://127.0.0.1:8700/payments/v1/${path}`, {
      method: 'POST',
      headers: {authorization: `Basic ${btoa('any:thing')}`},
      body: JSON.stringify(mug),
    }),
  );
}
