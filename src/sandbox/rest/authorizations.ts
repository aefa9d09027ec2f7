import * as v from 'valibot';
import type {
  KlarnaPlacedOrder,
  KlarnaPlaceOrder,
} from '../../wire/rest-types.js';
import {canonicalJson} from '../../wire/json.js';
import type {SandboxContext} from '../state/context.js';
import {newId} from '../state/ids.js';
import type {StoredAuthorization, StoredSession} from '../state/store.js';
import {wrongFields} from '../validation/fields.js';
import {decisiveCountry} from '../validation/markets.js';
import {address, country, currency, customer} from '../validation/shape.js';
import {name, textOf} from '../validation/words.js';
import {
  badValue,
  noContent,
  ok,
  refusal,
  refusals,
  type Outcome,
} from './answers.js';
import {mismatchesOf} from './comparison.js';
import {badValueOf} from './prose.js';
import {redirectUrl, redirectUrlOf} from './redirect.js';
import {orderIn} from './sessions.js';

/** `POST /payments/v1/authorizations/{token}/order` */
export function placeOrder(
  context: SandboxContext,
  token: string,
  body: Record<string, unknown>,
): Outcome {
  const {store, settings, validation, pendingOrders} = context;
  const wrong = validation.place(body);
  if (wrong.length > 0) return badValueOf(wrong, body, settings);

  const session = store.byAuthorizationToken(token);
  const fingerprint = canonicalJson(body);
  if (session?.placed) {
    const {placed} = session;
    if (placed.token !== token) return refusals.completed;
    return placed.fingerprint === fingerprint
      ? ok(placed.answer)
      : refusals.otherBody;
  }
  const authorization = usable(context, session, token);
  if (!session || !authorization) return refusals.unknownToken;
  if (/^tokenize$/i.test(authorization.order.intent ?? '')) {
    return authorization.customerToken
      ? refusals.consumed
      : refusals.onlyForTokens;
  }
  const order = orderIn(body);
  const mismatch =
    authorization.mismatch ??
    mismatchesOf(order, authorization.order, settings).join(', ');
  if (mismatch) {
    if (settings.stickyMismatch) authorization.mismatch = mismatch;
    return refusal(409, 'BAD_VALUE', `Not matching fields: [${mismatch}]`);
  }

  const fraudStatus = authorization.pending ? 'PENDING' : settings.fraudStatus;
  const answer: KlarnaPlacedOrder = {
    order_id: newId(),
    redirect_url: redirectUrl(session, order),
    fraud_status: fraudStatus,
    authorized_payment_method: paymentMethodOf(authorization.category),
  };
  session.placed = {
    token,
    sessionId: session.id,
    body: body as unknown as KlarnaPlaceOrder,
    fingerprint,
    answer,
    fraudStatus,
    at: settings.now(),
  };
  // Kept as long again, so that a repeat finds its order.
  store.extend(session);
  if (authorization.pending) {
    pendingOrders.schedule(session, authorization.pending);
  }
  return ok(answer);
}

const customerTokenBody = v.object({
  description: name(255),
  intended_use: name(255),
  locale: textOf(/^[a-z]{2}(?:-[a-z]{2})*$/i),
  purchase_country: v.nullish(country),
  purchase_currency: v.nullish(currency),
  billing_address: address,
  customer,
});

/** `POST /payments/v1/authorizations/{token}/customer-token` */
export function createCustomerToken(
  context: SandboxContext,
  token: string,
  body: Record<string, unknown>,
): Outcome {
  const wrong = wrongFields(customerTokenBody, body);
  if (wrong.length > 0) return badValue(wrong);

  const session = context.store.byAuthorizationToken(token);
  const authorization = usable(context, session, token, wasTokenized);
  if (!session || !authorization) return refusals.unknownToken;
  if (!/tokenize/i.test(session.order.intent ?? '')) {
    return refusals.notForBuying;
  }
  if (session.placed && !authorization.customerToken) return refusals.consumed;
  if (!isCountryOf(session, body['purchase_country'])) {
    return badValue(['purchase_country']);
  }

  authorization.customerToken ??= {
    token_id: newId(),
    redirect_url: redirectUrlOf(session),
  };
  const {billing_address, customer: {date_of_birth, gender} = {}} =
    authorization.order;
  return ok({
    ...authorization.customerToken,
    billing_address,
    customer: {date_of_birth, gender},
    payment_method_reference: session.id,
  });
}

/** `DELETE /payments/v1/authorizations/{token}` */
export function cancelAuthorization(
  context: SandboxContext,
  token: string,
): Outcome {
  const session = context.store.byAuthorizationToken(token);
  const authorization = usable(
    context,
    session,
    token,
    (each) => session?.placed !== undefined || wasTokenized(each),
  );
  if (!session || !authorization) return refusals.unknownToken;
  if (session.placed || wasTokenized(authorization)) {
    return refusals.undeletable;
  }
  delete session.authorization;
  return noContent;
}

/**
 * The authorization that a token stands for, unless it is superseded by a newer
 * one or its hour is over.
 *
 * @param isUsed What came of it remains for as long as the session, so that a
 *   repeat of the call finds it.
 */
function usable(
  {settings}: SandboxContext,
  session: StoredSession | undefined,
  token: string,
  isUsed: (authorization: StoredAuthorization) => boolean = () => false,
): StoredAuthorization | undefined {
  const authorization = session?.authorization;
  if (authorization?.token !== token) return undefined;
  return isUsed(authorization) || authorization.expiresAt > settings.now()
    ? authorization
    : undefined;
}

function wasTokenized({customerToken}: StoredAuthorization): boolean {
  return customerToken !== undefined;
}

/** The country of the purchase, or the one that overrides it, if one is named. */
function isCountryOf({order}: StoredSession, country: unknown): boolean {
  if (typeof country !== 'string') return true;
  return [order.purchase_country, decisiveCountry(order)].some(
    (each) => each?.toUpperCase() === country.toUpperCase(),
  );
}

/** What the shopper has chosen within a category, as recorded. */
function paymentMethodOf(
  category: string | undefined,
): KlarnaPlacedOrder['authorized_payment_method'] {
  switch (category) {
    case 'pay_now':
    case 'card':
      return {type: 'card'};
    case 'pay_over_time':
    case 'pay_in_parts':
      return {type: 'fixed_amount', number_of_installments: 3};
    case 'direct_debit':
    case 'direct_bank_transfer':
      return {type: category};
    default:
      return {type: 'invoice', number_of_days: 30};
  }
}
