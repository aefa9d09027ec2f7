import type {KlarnaCategory} from '../../src/klarna/types.js';
import type {Visitor} from './visitor.js';
import type {Visitors} from './visitors.js';

/** All that the sandbox offers: the three of old, and the one of today. */
export const sandboxCategories = [
  'pay_later',
  'pay_over_time',
  'pay_now',
  'klarna',
];

/**
 * The sandbox's answer to this visitor. Klarna offers either one category for
 * everything or three; an account has only one of the sets, the demo's visitor
 * may see both.
 */
export async function sessionFor(
  visitor: Visitor,
  visitors: Visitors,
  answer: Response,
): Promise<Response> {
  if (!answer.ok) return answer;
  const session = (await answer.json()) as {
    client_token: string;
    payment_method_categories: KlarnaCategory[];
  };
  visitors.give(visitor, session.client_token);
  const offered = session.payment_method_categories.filter(
    ({identifier}) =>
      (identifier === 'klarna') === (visitor.categories === 'one'),
  );
  return Response.json(
    {...session, payment_method_categories: offered},
    {headers: {'cache-control': 'no-store'}},
  );
}
