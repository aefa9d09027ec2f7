import type {KlarnaOrder, KlarnaPlaceOrder} from '../../wire/rest-types.js';
import {isStatus, KlarnaApiError} from '../client/errors.js';
import type {Account} from './accounts.js';
import {marketOfSession} from './cart.js';
import type {VisitsContext} from './context.js';
import type {Kept} from './ledger.js';
import type {Patience} from './patience.js';
import {derivedSecret, randomSecret} from './secrets.js';
import {SessionLinks} from './session-links.js';
import {
  withoutSession,
  type StoredSession,
  type VisitorRecord,
} from './visitor-record.js';
import type {Found, Visitors} from './visitors.js';

export interface SessionCallsOptions {
  /** Resolves when Klarna may be asked for one more session. */
  turn: (account: string, visitor: string, request: Request) => Promise<void>;
  /** Where Klarna may call back, if it can. */
  callbackUrl: (request: Request, secret: string) => string | undefined;
  /** Where Klarna tells of its decision on a pending order, if it is to. */
  notificationUrl?: (request: Request, secret: string) => string | undefined;
}

/** Who asks for a session, and for what. */
export interface Visit {
  found: Found;
  account: Account;
  cart: KlarnaPlaceOrder;
  visitor: string;
  request: Request;
  patience: Patience;
}

/** Sessions as Klarna has them: made, changed, and stored as it accepts them. */
export class SessionCalls {
  readonly #context: VisitsContext;
  readonly #visitors: Visitors;
  readonly #links: SessionLinks;
  readonly #options: SessionCallsOptions;

  constructor(
    context: VisitsContext,
    visitors: Visitors,
    options: SessionCallsOptions,
  ) {
    this.#context = context;
    this.#visitors = visitors;
    this.#links = new SessionLinks(
      context.ledger,
      options.notificationUrl !== undefined,
    );
    this.#options = options;
  }

  /** Nothing if the record is another one by now. */
  async update(
    {found, account, cart, visitor, request, patience}: Visit,
    session: StoredSession,
  ): Promise<StoredSession | undefined> {
    const {ledger, clock} = this.#context;
    const {home, homeKey} = found;
    const {client} = account;
    const body = await this.#bodyOf(cart, request, session.secret);
    const sentAt = clock.now();
    const linkedAt = await this.#links.renew(session, homeKey, cart, sentAt);
    const {tokens: _, isStale: __, isUpdating: ___, ...rest} = session;
    const keep = (next: StoredSession, kept: Kept<VisitorRecord>) =>
      ledger.saveVisitor(kept, {
        ...kept.value,
        id: kept.value.id ?? visitor,
        session: next,
      });
    // Until Klarna has answered it may have either order, also to whoever asks
    // meanwhile or after a crash.
    const begun = await keep({...rest, isStale: true, isUpdating: true}, home);
    if (!begun) {
      return undefined;
    }
    try {
      await patience.outside(() => client.updateSession(session.id, body));
    } catch (error) {
      if (isStatus(error, 404)) {
        await this.#visitors.forget(homeKey, session.id);
        return undefined;
      }
      if (leftAsItWas(error)) {
        await keep({...rest, ...(session.isStale && {isStale: true})}, begun);
      }
      throw error;
    }
    const updated = {...rest, order: JSON.stringify(cart), sentAt, linkedAt};
    return (await keep(updated, begun)) && updated;
  }

  /** Nothing if the record is another one by now. */
  async create({
    found,
    account: {id: account, place, client},
    cart,
    visitor,
    request,
    patience,
  }: Visit): Promise<StoredSession | undefined> {
    const {clock} = this.#context;
    const {
      own,
      homeKey,
      session,
      keys: [ownKey = ''],
    } = found;
    const {turn} = this.#options;
    const secret = randomSecret();
    const body = await this.#bodyOf(cart, request, secret);
    await patience.outside(() => turn(account, visitor, request));
    const sentAt = clock.now();
    const created = await patience.outside(() => client.createSession(body));
    const next: StoredSession = {
      id: created.session_id,
      clientToken: created.client_token,
      categories: created.payment_method_categories ?? [],
      market: marketOfSession(cart, place),
      account,
      order: JSON.stringify(cart),
      sentAt,
      linkedAt: sentAt,
      secret,
    };
    // First the way back to the visitor: the callback may follow at once.
    await this.#links.save(next, ownKey, cart);
    if (session && homeKey !== ownKey) {
      await this.#visitors.forget(homeKey, session.id);
    }
    let isSaved = false;
    await this.#visitors.change(
      ownKey,
      (record) => {
        isSaved = !hasMoved(own.value.session, record.session);
        return isSaved
          ? {...withoutSession(record, sentAt), id: visitor, session: next}
          : undefined;
      },
      own,
    );
    return isSaved ? next : undefined;
  }

  async #bodyOf(
    order: KlarnaPlaceOrder,
    request: Request,
    secret: string,
  ): Promise<KlarnaOrder> {
    const {callbackUrl, notificationUrl} = this.#options;
    // Capturing is a matter of the order, not of the session.
    const {auto_capture: _, ...body} = order;
    const authorization = callbackUrl(request, secret);
    const notification =
      notificationUrl && order.merchant_urls?.notification === undefined
        ? notificationUrl(request, await derivedSecret(secret, 'notification'))
        : undefined;
    return authorization === undefined && notification === undefined
      ? body
      : {
          ...body,
          merchant_urls: {
            ...body.merchant_urls,
            ...(authorization !== undefined && {authorization}),
            ...(notification !== undefined && {notification}),
          },
        };
  }
}

/** Whether something has come of a session since it was read. */
function hasMoved(
  before: StoredSession | undefined,
  now: StoredSession | undefined,
): boolean {
  return (
    before?.id !== now?.id || before?.tokens?.length !== now?.tokens?.length
  );
}

/** Klarna has said no; anything else may have come after it has acted. */
function leftAsItWas(error: unknown): boolean {
  return (
    error instanceof KlarnaApiError &&
    error.kind === 'refused' &&
    !error.uncertain &&
    error.status >= 400 &&
    error.status < 500
  );
}
