import {KlarnaPaymentsError} from '../klarna/errors.js';
import type {KlarnaAuthorizeData} from '../klarna/types.js';
import type {Collected} from './authorization.js';
import {mergeDetails} from './details.js';
import type {DetailsAnswer, FormPort} from './ports.js';
import {differs} from './record.js';
import type {CheckoutSettings} from './settings.js';

type Given = CheckoutSettings['customerDetails'];

/** What the form says, and how to know later whether it says the same. */
export interface Collection {
  readonly details: KlarnaAuthorizeData;
  readonly collected: Collected;
}

/**
 * Collects what is known before anybody is asked for more. A function is
 * called here and nowhere else.
 *
 * @throws {KlarnaPaymentsError} `details-failed`
 */
export function collect(form: FormPort, given: Given): Collection {
  return readingFrom('customerDetails', () => {
    const reading = form.read();
    const isFunction = typeof given === 'function';
    const found = isFunction ? given() : given;
    return {
      details: mergeDetails(reading.details, found),
      // A copy: frameworks change their objects in place.
      collected: {reading, given: isFunction ? undefined : copyOf(found)},
    };
  });
}

/** Whether form or page say something else than was collected. */
export function changedSince(
  {reading, given}: Collected,
  form: FormPort,
  now: Given,
): boolean {
  const isOther =
    given !== undefined && typeof now !== 'function' && differs(now, given);
  return isOther || form.changedSince(reading);
}

/**
 * Merges details of several sources, a later one winning member by member.
 *
 * @throws {KlarnaPaymentsError} `details-failed`
 */
export function mergeFrom(
  source: string,
  ...sources: readonly (KlarnaAuthorizeData | null | undefined)[]
): KlarnaAuthorizeData {
  return readingFrom(source, () => mergeDetails(...sources));
}

/**
 * Waits for what listeners have promised.
 *
 * @throws {KlarnaPaymentsError} `details-failed`
 */
export async function settled(
  responses: DetailsAnswer['responses'],
): Promise<KlarnaAuthorizeData[]> {
  try {
    return await Promise.all(responses.map(async (response) => response));
  } catch (cause) {
    throw detailsFailed('respondWith()', cause);
  }
}

/** Whether it is here already. */
export function isAtHand(
  response: DetailsAnswer['responses'][number],
): response is KlarnaAuthorizeData {
  try {
    return !(response && 'then' in Object(response));
  } catch {
    // It does not even say that: whoever waits for it finds out why.
    return false;
  }
}

/** Runs what came from outside, which may throw or not be copied. */
function readingFrom<Value>(source: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw detailsFailed(source, cause);
  }
}

function detailsFailed(source: string, cause: unknown): KlarnaPaymentsError {
  return new KlarnaPaymentsError(
    'details-failed',
    `${source} gave no customer details`,
    {cause},
  );
}

function copyOf(details: KlarnaAuthorizeData | null): typeof details {
  return details && mergeDetails(details);
}
