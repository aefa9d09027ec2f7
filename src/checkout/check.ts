import {
  KlarnaPaymentsError,
  type KlarnaPaymentsErrorCode,
} from '../klarna/errors.js';

/**
 * Checks a member of an answer.
 *
 * @throws {KlarnaPaymentsError} With this code, naming the member.
 */
export function check(
  isRight: boolean,
  member: string,
  code: KlarnaPaymentsErrorCode = 'session-response',
): asserts isRight {
  if (!isRight) {
    throw new KlarnaPaymentsError(code, `${member} is missing or wrong`);
  }
}
