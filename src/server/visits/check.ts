import type {KlarnaPlaceOrder} from '../../wire/rest-types.js';
import {checkOrder} from '../check-order/check-order.js';
import type {Emit} from '../events.js';
import {ProblemError} from '../http/problems.js';

/**
 * Says what is wrong with an order before Klarna does. Klarna has the last
 * word on what the kit is not certain of.
 *
 * @throws ProblemError `check-refused` for what it is certain of.
 */
export function checkBeforeSending(
  order: KlarnaPlaceOrder,
  mode: 'refuse' | 'report' | 'off',
  emit: Emit,
): void {
  if (mode === 'off') {
    return;
  }
  const problems = checkOrder(order);
  const certain = problems.filter((problem) => problem.certain);
  const isRefused = mode === 'refuse' && certain.length > 0;
  const found = isRefused ? certain : problems;
  if (found.length === 0) {
    return;
  }
  const fields = [...new Set(found.map(({field}) => field))];
  emit({type: 'check', outcome: isRefused ? 'refused' : 'reported', fields});
  if (isRefused) {
    throw new ProblemError(
      'check-refused',
      `The check of the server kit, before Klarna was asked, objects to ${fields.join(', ')}. The option check decides whether it does.`,
      {},
      {fields},
    );
  }
}
