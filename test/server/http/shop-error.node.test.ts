import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {runInNewContext} from 'node:vm';

import {ProblemError} from '../../../src/server/http/problems.js';
import {askShopWithin, ShopError} from '../../../src/server/http/shop-error.js';
import {VirtualClock} from '../visits/virtual-clock.js';

/* oxlint-disable unicorn/no-thenable -- it is such answers that this is about. */

/** As query builders answer: done when it is awaited, each time anew. */
class Query {
  runs = 0;
  readonly #outcome: () => Promise<string>;

  constructor(outcome: () => Promise<string>) {
    this.#outcome = outcome;
  }

  then<Next, Other>(
    onValue: (value: string) => Next,
    onError: (error: unknown) => Other,
  ): Promise<Next | Other> {
    this.runs++;
    return this.#outcome().then(onValue, onError);
  }
}

const isBusy = (error: unknown) =>
  error instanceof ProblemError && error.code === 'busy';

function asked(answer: unknown) {
  const clock = new VirtualClock();
  const outcome = askShopWithin(10_000, clock)(() => answer);
  return {clock, outcome};
}

describe('a function of the shop that answers a query of a query builder', () => {
  test('is asked once, and its rows are the answer', async () => {
    const query = new Query(async () => 'the cart');
    assert.equal(await asked(query).outcome, 'the cart');
    assert.equal(query.runs, 1);
  });

  test('is waited for as long as patience lasts', async () => {
    const {clock, outcome} = asked(new Query(() => new Promise(() => {})));
    clock.advance(9_999);
    const before = await Promise.race([outcome, turn('still waiting')]);
    assert.equal(before, 'still waiting');
    clock.advance(1);
    await assert.rejects(outcome, isBusy);
  });

  test('fails as the shop’s function', async () => {
    const query = new Query(() => Promise.reject(new Error('no such table')));
    await assert.rejects(asked(query).outcome, ShopError);
  });
});

test('a promise of another realm is waited for as long as patience lasts', async () => {
  const foreign: unknown = runInNewContext('new Promise(() => {})');
  assert.ok(!(foreign instanceof Promise));
  const {clock, outcome} = asked(foreign);
  clock.advance(10_000);
  await assert.rejects(outcome, isBusy);
});

test('an answer with a member then that cannot be read is the shop’s failure', async () => {
  const answer = {
    get then(): never {
      throw new Error('no');
    },
  };
  await assert.rejects(asked(answer).outcome, ShopError);
});

for (const answer of [undefined, null, 7, 'ada', {then: 'a word'}]) {
  test(`an answer that is none to wait for is answered: ${JSON.stringify(answer)}`, async () => {
    assert.equal(await asked(answer).outcome, answer);
  });
}

function turn<Value>(value: Value): Promise<Value> {
  return new Promise((resolve) => setImmediate(resolve, value));
}
