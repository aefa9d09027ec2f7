import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {KlarnaPaymentsClient} from '../../../src/server/client/client.js';
import {KlarnaApiError} from '../../../src/server/client/errors.js';
import {
  credentials,
  cutOff,
  disconnect,
  hang,
  json,
  klarnaThat,
  order,
  type Reply,
} from './klarna-that.js';

const refused = json(409, {error_code: 'BAD_VALUE'});
const limited = json(429, undefined, {'x-ratelimit-reset': '0'});
const failed = json(500, undefined);

describe('an order that fails', {concurrency: 8}, () => {
  for (const [name, replies, uncertain] of [
    ['is refused', [refused], false],
    ['is refused after a wait', [limited, refused], false],
    ['is held back for ever', [limited], false],
    ['is refused after a broken connection', [disconnect, refused], true],
    ['is refused after a 500', [failed, limited, refused], true],
    [
      'is refused after an answer that was cut off',
      [cutOff(200), refused],
      true,
    ],
    ['gets 500s', [failed], true],
    ['gets no answer in time', [hang], true],
    ['gets half of one', [cutOff(200)], true],
    ['gets one without an id', [json(200, {})], true],
  ] as [string, Reply[], boolean][]) {
    it(`because it ${name} ${uncertain ? 'may stand all the same' : 'stands nowhere'}`, async (test) => {
      const {client} = await klarnaThat(test, replies, 3000);
      await assert.rejects(
        client.placeOrder('token', order),
        (error: unknown) =>
          error instanceof KlarnaApiError && error.uncertain === uncertain,
      );
    });
  }

  it('before it was sent stands nowhere', async () => {
    const client = new KlarnaPaymentsClient({
      credentials,
      baseUrl: 'http://127.0.0.1:9',
      timeout: 1000,
      fetch: () =>
        Promise.reject(
          new TypeError('fetch failed', {
            cause: Object.assign(new Error('…'), {code: 'ECONNREFUSED'}),
          }),
        ),
    });
    await assert.rejects(
      client.placeOrder('token', order),
      (error: unknown) =>
        error instanceof KlarnaApiError && error.uncertain === false,
    );
  });
});
