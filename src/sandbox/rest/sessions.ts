import type {KlarnaCategory} from '../../klarna/types.js';
import type {SandboxSettings} from '../options.js';
import {categoriesOf} from '../state/categories.js';
import {clientTokenOf} from '../state/client-token.js';
import {newId} from '../state/ids.js';
import {merged} from '../state/merge.js';
import type {SandboxContext} from '../state/context.js';
import type {SandboxOrder, StoredSession} from '../state/store.js';
import {withNumbers} from '../validation/numbers.js';
import {readOnlyMembers} from '../validation/shape.js';
import {badValueOf} from './prose.js';
import {badValue, noContent, ok, refusals, type Outcome} from './answers.js';

/** `POST /payments/v1/sessions` */
export function createSession(
  {store, settings, validation}: SandboxContext,
  body: Record<string, unknown>,
  origin: string,
): Outcome {
  const wrong = validation.create(body);
  if (wrong.length > 0) return badValueOf(wrong, body, settings);

  const id = newId();
  const order = merged({locale: 'en-US'}, orderIn(body)) as SandboxOrder;
  const session = store.add({
    id,
    origin,
    order,
    clientToken: clientTokenOf({
      sessionId: id,
      origin,
      order,
      experiments: settings.experiments,
      environment: settings.environment,
    }),
  });
  return ok({
    session_id: session.id,
    client_token: session.clientToken,
    payment_method_categories: categoriesNow(session, settings),
  });
}

/** `POST /payments/v1/sessions/{session_id}` */
export function updateSession(
  {store, settings, validation}: SandboxContext,
  id: string,
  body: Record<string, unknown>,
): Outcome {
  const session = store.byId(id);
  const wrong = validation.update(body, session?.order ?? {});
  if (wrong.length > 0) {
    return badValueOf(wrong, {...session?.order, ...body}, settings);
  }
  if (!session) {
    return settings.updateUnknown === 'no-content'
      ? noContent
      : refusals.unknownSession;
  }
  if (session.placed) return refusals.completed;

  const order = merged(session.order, orderIn(body));
  if (settings.updateMarket === 'refuse') {
    const moved = (['purchase_country', 'purchase_currency'] as const).filter(
      (member) => !sameWord(order[member], session.order[member]),
    );
    if (moved.length > 0) return badValue(moved);
  }
  session.order = order;
  store.extend(session);
  return noContent;
}

/** `GET /payments/v1/sessions/{session_id}` */
export function readSession(
  {store, settings}: SandboxContext,
  id: string,
): Outcome {
  const session = store.byId(id);
  if (!session) return refusals.unknownSession;
  if (session.placed && settings.readCompleted === 'refuse') {
    return refusals.completed;
  }
  const {authorization} = session;
  const showsDetails = settings.detailsInRead === 'always' || authorization;
  const {billing_address, shipping_address, customer, ...order} = session.order;
  return ok({
    ...order,
    ...(showsDetails && {
      billing_address,
      // Klarna copies it if nobody names another (Klarna's docs).
      shipping_address: shipping_address ?? (authorization && billing_address),
      customer: readable(customer),
    }),
    acquiring_channel: (order.acquiring_channel || 'ECOMMERCE').toUpperCase(),
    intent: order.intent || 'buy',
    client_token: session.clientToken,
    expires_at: new Date(session.expiresAt).toISOString(),
    status: session.placed ? 'complete' : 'incomplete',
    payment_method_categories: categoriesNow(session, settings),
    authorization_token:
      session.placed ||
      (authorization && authorization.expiresAt > settings.now())
        ? authorization?.token
        : undefined,
  });
}

/** Named in the language that the session has by now. */
function categoriesNow(
  {order, origin}: StoredSession,
  {categories}: SandboxSettings,
): KlarnaCategory[] {
  return categoriesOf(categories, order.locale, origin);
}

/** What a body says of the order; what can only be read is left out. */
export function orderIn(body: Record<string, unknown>): SandboxOrder {
  return Object.fromEntries(
    Object.entries(withNumbers(body)).filter(
      ([member, value]) =>
        value !== null &&
        !readOnlyMembers.includes(member) &&
        member !== 'auto_capture',
    ),
  );
}

/** Identity numbers are written, never read (Klarna's OpenAPI document). */
function readable(
  customer: StoredSession['order']['customer'],
): StoredSession['order']['customer'] {
  if (!customer) return undefined;
  const {last_four_ssn, national_identification_number, ...rest} = customer;
  void [last_four_ssn, national_identification_number];
  return rest;
}

function sameWord(one: string | undefined, other: string | undefined): boolean {
  return one?.toUpperCase() === other?.toUpperCase();
}
