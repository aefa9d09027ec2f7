import type {
  KlarnaAuthorizeData,
  KlarnaAuthorizeResult,
  KlarnaLoadResult,
} from '../../klarna/types.js';
import type {SandboxContext} from '../state/context.js';
import {newId} from '../state/ids.js';
import {merged} from '../state/merge.js';
import type {KlarnaSandboxAnswer, ShopperCall, ShopperSide} from './shopper.js';
import {
  authorizationLife,
  type SandboxOrder,
  type StoredSession,
} from '../state/store.js';
import {withNumbers} from '../validation/numbers.js';
import {testCustomerIn} from './test-customers.js';

type Decided = ShopperCall & {answer: KlarnaSandboxAnswer};

const declined: KlarnaAuthorizeResult = {approved: false, show_form: false};
const closed: KlarnaAuthorizeResult = {approved: false, show_form: true};

/** Members that the shopper's script may add to an order. */
const shopperMembers = [
  'attachment',
  'billing_address',
  'customer',
  'locale',
  'merchant_data',
  'merchant_reference1',
  'merchant_reference2',
  'merchant_urls',
  'order_amount',
  'order_lines',
  'order_tax_amount',
  'purchase_country',
  'purchase_currency',
  'shipping_address',
] as const satisfies readonly (keyof KlarnaAuthorizeData)[];

/** What Klarna's script and frames ask of Klarna, out of the sandbox's store. */
export class SandboxShopper implements ShopperSide {
  readonly #context: SandboxContext;
  readonly #queue: KlarnaSandboxAnswer[] = [];

  constructor(context: SandboxContext) {
    this.#context = context;
  }

  /** Queues answers, one for each of the next authorizations. */
  queue(answers: readonly KlarnaSandboxAnswer[]): void {
    this.#queue.push(...answers);
  }

  /** What the next shoppers do. */
  get queued(): readonly KlarnaSandboxAnswer[] {
    return this.#queue;
  }

  clearQueue(): void {
    this.#queue.length = 0;
  }

  order(clientToken: string): SandboxOrder | undefined {
    return this.#context.store.byClientToken(clientToken)?.order;
  }

  load(call: ShopperCall): KlarnaLoadResult {
    const session = this.#openSession(call.clientToken);
    if (!session) return {show_form: false};
    const wrong = this.#merge(session, call);
    if (wrong.length > 0) {
      return {show_form: true, error: {invalid_fields: wrong}};
    }
    return {show_form: testCustomerIn(session.order).isOffered};
  }

  settledAnswer(call: ShopperCall): KlarnaSandboxAnswer | undefined {
    const session = this.#openSession(call.clientToken);
    if (!session) return 'decline';
    const queued = this.#queue.shift();
    if (queued) return queued;
    const order = merged(session.order, shopperDataIn(call));
    const {answer} = this.#context.settings;
    return (
      testCustomerIn(order).answer ??
      (this.#wrongDetails(session, call).length > 0 ? 'correct' : undefined) ??
      (typeof answer === 'function' ? answer(call) : answer)
    );
  }

  authorize(call: Decided & {autoFinalize?: boolean}): KlarnaAuthorizeResult {
    return this.#decide(call, (session) => {
      if (call.autoFinalize !== false || !this.#isFinalized(call)) {
        return this.#issue(session, call);
      }
      return {approved: true, show_form: true, finalize_required: true};
    });
  }

  finalize(call: Decided): KlarnaAuthorizeResult {
    return this.#decide(call, (session) => this.#issue(session, call));
  }

  reauthorize(call: Decided): KlarnaAuthorizeResult {
    const result = this.#decide(call, (session) => this.#issue(session, call));
    if (!result.error) return result;
    // As documented: `show_form` is deprecated here.
    return {approved: false, error: result.error};
  }

  #isFinalized({category}: ShopperCall): boolean {
    const {finalize} = this.#context.settings;
    return finalize === 'all' || !category || finalize.includes(category);
  }

  #decide(
    call: Decided,
    approve: (session: StoredSession) => KlarnaAuthorizeResult,
  ): KlarnaAuthorizeResult {
    const session = this.#openSession(call.clientToken);
    if (!session) return declined;
    const wrong = this.#merge(session, call);
    switch (call.answer) {
      case 'decline':
        return declined;
      case 'close':
        return closed;
      case 'correct':
        return toCorrect(wrong.length > 0 ? wrong : plausibleFields(session));
      case 'approve':
        return wrong.length > 0 ? toCorrect(wrong) : approve(session);
    }
  }

  #issue(
    session: StoredSession,
    {category}: ShopperCall,
  ): KlarnaAuthorizeResult {
    const {store, settings, callbacks} = this.#context;
    const token = newId();
    store.authorize(session, {
      token,
      category,
      order: structuredClone(session.order),
      expiresAt: settings.now() + authorizationLife,
      pending: testCustomerIn(session.order).pending,
    });
    callbacks.authorized(session, token);
    return {
      approved: true,
      show_form: true,
      authorization_token: token,
      finalize_required: false,
    };
  }

  /** Merges the call's data into the session, unless some are wrong. */
  #merge(session: StoredSession, call: ShopperCall): string[] {
    const wrong = this.#wrongDetails(session, call);
    if (wrong.length > 0) return wrong;
    session.order = merged(session.order, shopperDataIn(call));
    if (this.#context.settings.shopperExtendsSession) {
      this.#context.store.extend(session);
    }
    return [];
  }

  #wrongDetails(session: StoredSession, call: ShopperCall): string[] {
    const {validation, settings} = this.#context;
    const data = shopperDataIn(call);
    const wrong = validation.update(data, session.order);
    if (wrong.length > 0) return wrong;
    const order = merged(session.order, data);
    return settings.requiredDetails.filter((path) => !valueAt(order, path));
  }

  /** A session that is neither unknown nor over. */
  #openSession(clientToken: string): StoredSession | undefined {
    const session = this.#context.store.byClientToken(clientToken);
    return session?.placed ? undefined : session;
  }
}

function toCorrect(fields: string[]): KlarnaAuthorizeResult {
  return {approved: false, show_form: true, error: {invalid_fields: fields}};
}

/** Fields that a shopper may well have got wrong: of those that are there. */
function plausibleFields({order}: StoredSession): string[] {
  const often = ['postal_code', 'phone', 'email', 'street_address'] as const;
  const given = often.filter((member) => order.billing_address?.[member]);
  const members = given.length > 0 ? given.slice(0, 2) : ['postal_code'];
  return members.map((member) => `billing_address.${member}`);
}

function shopperDataIn({data}: ShopperCall): Partial<SandboxOrder> {
  return withNumbers(
    Object.fromEntries(
      shopperMembers.flatMap((member) => {
        const value = data?.[member];
        return value == null ? [] : [[member, structuredClone(value)]];
      }),
    ),
  );
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | undefined)?.[key],
      value,
    );
}
