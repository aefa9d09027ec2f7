import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  KlarnaPaymentsError,
  type KlarnaPaymentsErrorCode,
} from '../../src/klarna/errors.js';

/** Whether trying again may help, for every code of the contract. */
const recoverable: Record<KlarnaPaymentsErrorCode, boolean> = {
  configuration: false,
  'session-request': true,
  'session-response': false,
  'sdk-blocked': true,
  'sdk-timeout': true,
  'client-token': false,
  'load-failed': true,
  'load-timeout': true,
  'not-ready': true,
  prevented: true,
  'details-failed': true,
  'authorize-failed': true,
  aborted: true,
  'already-ordered': false,
};

describe('KlarnaPaymentsError', () => {
  for (const [code, expected] of Object.entries(recoverable)) {
    it(`says of ${code} whether trying again may help`, () => {
      const error = new KlarnaPaymentsError(
        code as KlarnaPaymentsErrorCode,
        'What happened',
      );
      assert.equal(error.recoverable, expected);
      assert.equal(error.name, 'KlarnaPaymentsError');
      assert.ok(error instanceof Error);
    });
  }
});
