import type {
  KlarnaCustomerToken,
  KlarnaPlaceOrder,
} from '../../wire/rest-types.js';
import {isStatus, KlarnaApiError} from '../client/errors.js';
import {busy} from '../http/problems.js';
import type {Account} from './accounts.js';
import type {VisitsContext} from './context.js';
import type {Kept} from './ledger.js';
import type {Patience} from './patience.js';
import {refusalFrom, verdictOf, type Refusal} from './refusal.js';
import {randomId} from './secrets.js';
import type {OrderAnswer, PlacingToken, TokenRecord} from './token-record.js';
import type {TokenStep, TokenSteps} from './token-steps.js';

/** What Klarna has made of the one body. */
interface Made {
  answer: OrderAnswer;
  customerToken?: KlarnaCustomerToken;
}

/** Sends what was written down, always the same, until Klarna has decided. */
export class Placement {
  readonly #context: VisitsContext;

  constructor(context: VisitsContext) {
    this.#context = context;
  }

  /**
   * @param isFirst Whether nobody can have sent it before.
   * @param hasOther Whether another token of the session has led to its order.
   * @returns What stands then: placed, refused, or uncertain.
   * @throws Klarna's error if nothing is known by it; the record stays.
   */
  async send(
    begun: Kept<PlacingToken>,
    isFirst: boolean,
    patience: Patience,
    hasOther: () => Promise<boolean>,
  ): Promise<Kept<TokenRecord | undefined>> {
    const announced = isFirst ? begun : await this.#announce(begun);
    const {value} = announced;
    if (value?.state !== 'placing' || value.isUncertain) {
      return announced;
    }
    const kept = {...announced, value};
    const {open, account: id} = value;
    const account = this.#context.accounts.again(open.order, id);
    let made: Made;
    try {
      made = await patience.outside(() => make(account, kept.value, isFirst));
    } catch (error) {
      switch (verdictOf(error, isFirst)) {
        case 'no':
          return this.deny(kept, refusalFrom(error as KlarnaApiError));
        case 'maybe':
          return this.#look(
            account,
            kept,
            error as KlarnaApiError,
            patience,
            hasOther,
          );
        case 'unknown':
          throw error;
      }
    }
    return this.#step(
      kept,
      'place',
      {...made, continueId: randomId()},
      (record) =>
        account.emit({
          type: 'order',
          outcome: isRejected(made.answer) ? 'declined' : 'placed',
          sessionId: record.sessionId,
          orderId: made.answer.order_id,
        }),
    );
  }

  /**
   * Klarna has said no, or the session that it has none of this token.
   *
   * @throws ProblemError `busy` if somebody else has sent it meanwhile.
   */
  deny(
    kept: Kept<PlacingToken>,
    refusal: Refusal,
  ): Promise<Kept<TokenRecord | undefined>> {
    const {emit} = this.#context;
    // What Klarna does not know it need not give up.
    const isGone = refusal.error_code === 'NOT_FOUND';
    return this.#step(kept, 'deny', {refusal, isGone}, ({account, sessionId}) =>
      emit({
        type: 'order',
        outcome: refusal.code === 'declined' ? 'declined' : 'refused',
        account,
        sessionId,
        code: refusal.code,
        errorCode: refusal.error_code,
        fields: refusal.fields,
        correlationId: refusal.correlation_id,
      }),
    );
  }

  /**
   * Before it is sent once more: whoever has sent it before, and sleeps, must
   * not take the answer to theirs for the last word.
   */
  async #announce(
    begun: Kept<PlacingToken>,
  ): Promise<Kept<TokenRecord | undefined>> {
    const {ledger} = this.#context;
    const sender = randomId();
    for (let kept: Kept<TokenRecord | undefined> = begun; ;) {
      const announced = await ledger.step(kept, 'resend', {sender});
      if (announced) {
        return announced;
      }
      kept = await ledger.tokenAt(begun.key);
      if (kept.value?.state !== 'placing' || kept.value.isUncertain) {
        return kept;
      }
    }
  }

  /** The order may be there or not: only the session can tell. */
  async #look(
    {client}: Account,
    kept: Kept<PlacingToken>,
    error: KlarnaApiError,
    patience: Patience,
    hasOther: () => Promise<boolean>,
  ): Promise<Kept<TokenRecord | undefined>> {
    let isNo = false;
    try {
      const {status} = await patience.outside(() =>
        client.readSession(kept.value.sessionId),
      );
      isNo = status === 'incomplete';
    } catch (failure) {
      if (!isStatus(failure, 404)) {
        // Not the refusal: whoever hears of that takes it for Klarna's no.
        throw failure;
      }
    }
    if (isNo || (await hasOther())) {
      return this.deny(kept, refusalFrom(error));
    }
    const {emit} = this.#context;
    const record = {...kept.value, isUncertain: true as const};
    return this.#step(kept, 'doubt', {record}, ({account, sessionId}) =>
      emit({
        type: 'order',
        outcome: 'uncertain',
        account,
        sessionId,
        code: 'order-uncertain',
        errorCode: error.errorCode,
        correlationId: error.correlationId,
      }),
    );
  }

  /**
   * Over what has come meanwhile, such as details, but not over an end; and
   * anything but an order only as the last who has sent it.
   */
  async #step<Step extends TokenStep>(
    placing: Kept<PlacingToken>,
    step: Step,
    input: TokenSteps[Step],
    tell: (record: TokenRecord) => void,
  ): Promise<Kept<TokenRecord | undefined>> {
    const {ledger} = this.#context;
    for (let kept: Kept<TokenRecord | undefined> = placing; ;) {
      const next = await ledger.step(kept, step, input);
      if (next) {
        tell(next.value);
        return next;
      }
      kept = await ledger.tokenAt(placing.key);
      const {value} = kept;
      if (value?.state !== 'placing') {
        return kept;
      }
      if (step !== 'place' && value.sender !== placing.value.sender) {
        throw busy(1);
      }
    }
  }
}

export function isRejected({fraud_status}: OrderAnswer): boolean {
  return fraud_status === 'REJECTED';
}

/** Nobody needs more of Klarna's answer, so no more of it is kept. */
async function make(
  account: Account,
  {open, body}: PlacingToken,
  isFirst: boolean,
): Promise<Made> {
  const {token} = open;
  const {client} = account;
  const intent = (body.intent ?? '').toLowerCase();
  if (intent === 'tokenize') {
    const customerToken = await client.createCustomerToken(
      token,
      customerTokenBody(body),
    );
    return {
      customerToken,
      answer: {
        redirect_url: hrefOf(customerToken.redirect_url),
        fraud_status: 'ACCEPTED',
      },
    };
  }
  const customerToken = intent.includes('tokenize')
    ? await customerTokenBefore(account, token, body, isFirst)
    : undefined;
  const {order_id, redirect_url, fraud_status} = await client.placeOrder(
    token,
    body,
  );
  return {
    ...(customerToken && {customerToken}),
    answer: {order_id, redirect_url: hrefOf(redirect_url), fraud_status},
  };
}

/**
 * A customer token that is refused does not stop the order. One that was not
 * answered does at first, for Klarna answers the same one when it is asked
 * again, but not for ever: the authorization has an end.
 */
async function customerTokenBefore(
  {client}: Account,
  token: string,
  body: KlarnaPlaceOrder,
  isFirst: boolean,
): Promise<KlarnaCustomerToken | undefined> {
  try {
    return await client.createCustomerToken(token, customerTokenBody(body));
  } catch (error) {
    const isRefused =
      error instanceof KlarnaApiError &&
      error.kind === 'refused' &&
      [400, 403, 404, 409].includes(error.status);
    if (isFirst && !isRefused) {
      throw error;
    }
    return undefined;
  }
}

function customerTokenBody(body: KlarnaPlaceOrder) {
  const {
    locale,
    purchase_country,
    purchase_currency,
    billing_address,
    customer,
    order_lines: lines,
  } = body;
  const named = lines.find((line) => line.subscription) ?? lines[0];
  const description = named?.subscription?.name || named?.name;
  return {
    description: (description || 'Subscription').slice(0, 255),
    intended_use: 'SUBSCRIPTION',
    locale,
    purchase_country,
    purchase_currency,
    billing_address,
    customer,
  };
}

/** As a header can carry it: Klarna's may hold letters beyond Latin-1. */
function hrefOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).href : undefined;
}
