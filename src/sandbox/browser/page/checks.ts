import type {FrameResult} from '../messages.js';
import type {CallArguments, CallOptions} from './call-arguments.js';
import type {Failures} from './failures.js';
import type {KlarnaErrorName} from '../../../klarna/types.js';

export type Checks = ReturnType<typeof checks>;

/**
 * What Klarna's script checks in a call before it does anything.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function checks(fail: Failures, categories: readonly string[]) {
  const preferredMethods = [
    'base_account',
    'deferred_interest',
    'direct_bank_transfer',
    'direct_debit',
    'fixed_amount',
    'invoice',
    'b2b_invoice',
    'pix',
  ];

  return {answerFirst, refuseUnless, category, instance, load, container};

  /** Whatever is wrong is first answered and then thrown, as documented. */
  function answerFirst<Value>(
    {callback}: CallArguments,
    answer: FrameResult,
    check: () => Value,
  ): Value {
    try {
      return check();
    } catch (error) {
      callback({...answer});
      throw error;
    }
  }

  function refuseUnless<Value>(
    value: Value,
    name: KlarnaErrorName,
  ): NonNullable<Exclude<Value, false>> {
    if (!value) throw fail.named(name);
    return value as NonNullable<Exclude<Value, false>>;
  }

  function category({payment_method_category: one}: CallOptions): void {
    refuseUnless(
      !one || categories.includes(one),
      'PaymentMethodCategoryNotSupportedError',
    );
  }

  function instance({instance_id: id}: CallOptions): void {
    refuseUnless(!id || /^[\w-]+$/.test(id), 'InvalidInstanceIDError');
  }

  /** Of several categories each has to be known, and the widget be named. */
  function load(options: CallOptions): void {
    const {payment_method_categories: several, preferred_payment_method} =
      options;
    if (several) {
      refuseUnless(options.instance_id, 'InstanceIDNotProvidedError');
      instance(options);
      for (const one of [several].flat()) {
        category({payment_method_category: one});
      }
    }
    category(options);
    refuseUnless(
      !preferred_payment_method ||
        preferredMethods.includes(preferred_payment_method),
      'PreferredPaymentMethodNotSupportedError',
    );
  }

  function container(call: CallArguments, answer: FrameResult): HTMLElement {
    const given: unknown = call.options.container;
    // A selector with a syntax error throws the browser's own, unanswered.
    const element =
      typeof given === 'string' ? document.querySelector(given) : given;
    return answerFirst(call, answer, () => {
      refuseUnless(
        typeof given !== 'string' || element,
        'InvalidContainerSelectorError',
      );
      if (element instanceof HTMLElement) return element;
      throw new TypeError(
        'The container is neither an element nor a selector.',
      );
    });
  }
}
