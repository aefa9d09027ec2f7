import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {KlarnaApiError} from '../../../src/server/index.js';
import {verdictOf} from '../../../src/server/visits/refusal.js';

describe('Klarna’s answer to an order', () => {
  for (const [status, errorCode, text, verdict] of [
    [400, 'BAD_VALUE', 'Bad value: locale', 'no'],
    [403, 'REJECTED', 'Rejected', 'no'],
    [403, 'INVALID_OPERATION', 'Authorization already consumed', 'maybe'],
    [403, undefined, '', 'unknown'],
    [404, 'NOT_FOUND', 'Invalid authorization token', 'no'],
    [404, 'SESSION_COMPLETED', 'Session is completed', 'maybe'],
    [409, 'CONFLICT', 'Not matching fields: [order_amount]', 'no'],
    [409, 'CONFLICT', 'Session has already been completed', 'maybe'],
    [401, undefined, '', 'unknown'],
    [429, undefined, '', 'unknown'],
    [500, 'INTERNAL_SERVER_ERROR', '', 'unknown'],
  ] as const) {
    it(`${status} ${errorCode} “${text}” is ${verdict}, and after a send that was not answered never a no`, () => {
      const init = {kind: 'refused', status, errorCode} as const;
      const error = (uncertain: boolean) =>
        new KlarnaApiError(text, {...init, errorMessages: [text], uncertain});
      assert.equal(verdictOf(error(false), true), verdict);
      const later = verdict === 'no' ? 'maybe' : verdict;
      assert.equal(verdictOf(error(false), false), later);
      assert.equal(verdictOf(error(true), true), later);
    });
  }
});
