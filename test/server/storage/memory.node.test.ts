import assert from 'node:assert/strict';
import {describe, test} from 'node:test';

import {memoryStorage} from '../../../src/server/index.js';
import {conforms} from './conformance.js';

const minute = 60_000;

describe('memory storage', () => {
  const shared = memoryStorage();
  conforms(() => shared);

  test('is not durable', () => {
    assert.equal(memoryStorage().durable, false);
  });

  test('goes by the clock that it is given', async () => {
    let now = 0;
    const storage = memoryStorage({now: () => now});
    const next = {value: 'x', tag: '1', ttl: minute};
    await storage.write('a', undefined, next);
    await storage.claim('a', 'ada', minute);
    now = minute - 1;
    assert.ok(await storage.read('a'));
    assert.equal(await storage.claim('a', 'grace', minute), false);
    now = minute;
    assert.equal(await storage.read('a'), undefined);
    assert.equal(await storage.claim('a', 'grace', minute), true);
  });

  test('does not grow with what has expired', async (t) => {
    t.mock.timers.enable({apis: ['Date']});
    const storage = memoryStorage();
    const removals = t.mock.method(Map.prototype, 'delete');
    for (let index = 0; index < 100; index++) {
      const next = {value: 'x', tag: '1', ttl: minute};
      await storage.write(`${index}`, undefined, next);
      await storage.claim(`${index}`, 'x', minute);
    }
    t.mock.timers.tick(60 * minute);
    await storage.write('next', undefined, {value: 'x', tag: '1'});
    assert.equal(removals.mock.callCount(), 200);
  });
});
