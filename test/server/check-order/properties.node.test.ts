import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import fc from 'fast-check';

import type {KlarnaErrorBody} from '../../../src/wire/rest-types.js';
import {createKlarnaSandbox} from '../../../src/sandbox/index.js';
import {checkOrder} from '../../../src/server/check-order/check-order.js';
import {fieldsIn} from '../../../src/server/client/errors.js';
import {faultyOrders, rightOrders, veryFaultyOrders} from './random-orders.js';

/**
 * `checkOrder` and the sandbox were written apart from the same sources; here
 * they hold each other to them.
 */

const orders = 10_000;
/** Orders that are under way at a time, so that their waits are one wait. */
const batch = 50;

async function forAll<Order>(
  arbitrary: fc.Arbitrary<Order>,
  holds: (order: Order) => Promise<void>,
): Promise<void> {
  const run = await fc.check(
    fc.asyncProperty(
      fc.array(arbitrary, {minLength: batch, maxLength: batch}),
      async (all) => {
        await Promise.all(all.map(holds));
      },
    ),
    // The message names the order; a batch of them shrinks to nothing legible.
    {numRuns: orders / batch, endOnFailure: true},
  );
  if (run.failed) {
    throw new Error(`seed ${run.seed}, path ${run.counterexamplePath}`, {
      cause: run.errorInstance,
    });
  }
}

/** What a Klarna that never tires objects to; nothing: it made a session. */
async function refusedBySandbox(order: object): Promise<string[]> {
  const response = await sandbox.fetch(
    new Request('http://klarna.test/payments/v1/sessions', {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa('K123456:sekret')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(order),
    }),
  );
  if (response.status === 200) {
    return [];
  }
  const body = (await response.json()) as KlarnaErrorBody;
  assert.equal(response.status, 400, JSON.stringify(body));
  assert.equal(body.error_code, 'BAD_VALUE');
  const fields = fieldsIn(body.error_messages ?? []);
  assert.ok(fields.length > 0, JSON.stringify(body));
  return fields.toSorted();
}

function refusedByCheck(order: object): string[] {
  return checkOrder(order)
    .map(({field}) => field)
    .toSorted();
}

const sandbox = createKlarnaSandbox({rateLimit: 'off'});

describe(`${orders} orders`, () => {
  it('that are right are accepted by checkOrder and by the sandbox', async () => {
    await forAll(rightOrders, async (order) => {
      const text = JSON.stringify(order);
      assert.deepEqual(checkOrder(order), [], text);
      assert.deepEqual(await refusedBySandbox(order), [], text);
    });
  });

  it('with one wrong amount are refused by both, on the same field', async () => {
    await forAll(faultyOrders, async ({order, fault, field}) => {
      const text = `${fault} in ${JSON.stringify(order)}`;
      assert.deepEqual(refusedByCheck(order), [field], text);
      assert.deepEqual(await refusedBySandbox(order), [field], text);
    });
  });

  it('with several wrong amounts are refused by both or by none', async () => {
    await forAll(veryFaultyOrders, async (order) => {
      const check = refusedByCheck(order);
      const refused = await refusedBySandbox(order);
      const text = `${check.join()} and ${refused.join()} in ${JSON.stringify(order)}`;
      assert.equal(check.length > 0, refused.length > 0, text);
      // Klarna validates in stages and names the faults of the first only.
      assert.deepEqual(
        refused.filter((field) => !check.includes(field)),
        [],
        text,
      );
    });
  });
});

describe('checkOrder', () => {
  it('finds one fault as one problem', () => {
    fc.assert(
      fc.property(faultyOrders, ({order, fault, field}) => {
        assert.deepEqual(refusedByCheck(order), [field], fault);
      }),
      {numRuns: orders},
    );
  });

  it('takes anything, and answers with problems', () => {
    fc.assert(
      fc.property(fc.anything({maxDepth: 4}), (value) => {
        assert.ok(checkOrder(value).length > 0);
      }),
      {numRuns: 2000},
    );
  });

  it('names members of the order only, each once', () => {
    const values = fc.oneof(
      fc.anything({maxDepth: 2}),
      fc.integer(),
      fc.string(),
    );
    const members = [
      'purchase_country',
      'purchase_currency',
      'locale',
      'order_amount',
      'order_tax_amount',
      'billing_address',
      'customer',
      'merchant_urls',
      'attachment',
    ];
    const lineMembers = [
      'name',
      'quantity',
      'unit_price',
      'total_amount',
      'tax_rate',
      'total_tax_amount',
      'total_discount_amount',
      'subscription',
    ];
    const of = (names: readonly string[]) =>
      fc.record(Object.fromEntries(names.map((name) => [name, values])), {
        requiredKeys: [],
      });
    const arbitrary = fc
      .tuple(of(members), fc.array(of(lineMembers), {maxLength: 3}))
      .map(([order, order_lines]): object => ({...order, order_lines}));

    fc.assert(
      fc.property(arbitrary, (order) => {
        const fields = refusedByCheck(order);
        assert.equal(new Set(fields).size, fields.length);
        for (const field of fields) {
          assert.match(
            field,
            /^[a-z_]+\d?(\[\d+\])?(\.[a-z_]+\d?)*(\[\d+\])?$/,
          );
        }
      }),
      {numRuns: 2000},
    );
  });
});
