import assert from 'node:assert/strict';
import {readdir} from 'node:fs/promises';
import {describe, it} from 'node:test';

const room = new URL('../../src/klarna/', import.meta.url);

describe("Klarna's script without a browser", () => {
  it('may be imported without harm', async () => {
    const before = Reflect.ownKeys(globalThis);
    for (const file of await readdir(room)) await import(`${room}${file}`);
    assert.deepEqual(Reflect.ownKeys(globalThis), before);
  });

  it('rejects, with a code', async () => {
    const {loadKlarnaPayments} = await import('../../src/klarna/loader.js');
    await assert.rejects(loadKlarnaPayments(), {
      name: 'KlarnaPaymentsError',
      code: 'configuration',
    });
  });

  it('rejects like anywhere when the caller has given up', async () => {
    const {loadKlarnaPayments} = await import('../../src/klarna/loader.js');
    const signal = AbortSignal.abort();
    await assert.rejects(loadKlarnaPayments({signal}), {
      name: 'KlarnaPaymentsError',
    });
  });
});
