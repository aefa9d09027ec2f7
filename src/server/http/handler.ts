import {isLoopback} from '../../wire/loopback.js';
import type {KlarnaEventFacts} from '../events.js';
import {formatOf, readBody, type Body} from './body.js';
import type {CustomerDetails} from './customer-details.js';
import {ProblemAnswers, type ProblemAnswersOptions} from './problem-answers.js';
import {
  checkSessionRequest,
  readCallback,
  readNotification,
  readOrderRequest,
} from './order-request.js';
import {assertSameOrigin, originIn} from './origin.js';
import {pageResponse, unseen} from './page.js';
import {
  factsOf,
  problemFrom,
  problemResponse,
  ProblemError,
} from './problems.js';
import {
  assertMethod,
  demands,
  destinationOf,
  isNavigation,
  type Destination,
} from './routes.js';
import {thrownIn} from './shop-error.js';

/** An order that stands, as the browser is told of it. */
export interface OrderedAnswer {
  answer: {order_id?: string; redirect_url?: string; fraud_status: string};
  /** In the path of the way on to Klarna. */
  continueId?: string;
}

/** What the routes lead to. Each throws a ProblemError to answer otherwise. */
export interface RouteActions {
  /** Resolves with JSON. */
  session(visitor: string, request: Request): Promise<string>;
  place(
    visitor: string,
    token: string,
    details: CustomerDetails,
    request: Request,
  ): Promise<OrderedAnswer>;
  authorized(
    secret: string,
    sessionId: string,
    token: string,
  ): Promise<unknown>;
  /** Absent: the shop does not want to know. */
  notified?(
    secret: string,
    orderId: string,
    eventType: string,
  ): Promise<unknown>;
  /**
   * Where this visitor's order goes on to; nothing to everybody else.
   *
   * @param isArriving Whether the shopper is sent there with this answer.
   */
  continueTo(
    visitor: string,
    id: string,
    isArriving: boolean,
  ): Promise<string | undefined>;
}

export interface HandlerOptions extends ProblemAnswersOptions {
  actions: RouteActions;
  /** Klarna is played by somebody on this machine, who may use http. */
  sandboxed: boolean;
  visitor: (request: Request) => unknown;
}

/** Requests to the routes and what they are answered with. Never rejects. */
export class Handler {
  readonly #options: HandlerOptions;
  readonly #problems: ProblemAnswers;

  constructor(options: HandlerOptions) {
    this.#options = options;
    this.#problems = new ProblemAnswers(options);
  }

  async fetch(request: Request): Promise<Response> {
    const {basePath, emit} = this.#options;
    const destination = destinationOf(request, basePath);
    const since = performance.now();
    if (!destination) {
      const problem = nothingHere();
      emit({
        type: 'request',
        outcome: 'problem',
        duration: performance.now() - since,
        ...factsOf(problem, problem),
      });
      return problemResponse(problem.body);
    }
    const {route} = destination;
    const told: Partial<KlarnaEventFacts> = {};
    try {
      const response = await this.#answer(request, destination, told);
      const {status} = response;
      const duration = performance.now() - since;
      emit({type: 'request', outcome: 'ok', route, status, duration, ...told});
      return response;
    } catch (error) {
      const problem = problemFrom(error, route);
      emit({
        type: 'request',
        outcome: 'problem',
        route,
        duration: performance.now() - since,
        ...factsOf(problem, thrownIn(error)),
      });
      return this.#problems.answer(problem, request, destination);
    }
  }

  async #answer(
    request: Request,
    destination: Destination,
    told: Partial<KlarnaEventFacts>,
  ): Promise<Response> {
    const {actions, origin} = this.#options;
    const {formats, from} = demands[destination.route];
    assertMethod(request, destination);
    if (destination.route === 'continue') {
      return this.#goOn(request, destination.id);
    }
    if (from === 'the shop') {
      assertSameOrigin(request, origin ?? originIn(request));
    }
    const format = formatOf(request, formats);
    switch (destination.route) {
      case 'authorization': {
        const body = await readBody(request, format);
        const {sessionId, token} = readCallback(body);
        await actions.authorized(destination.secret, sessionId, token);
        return new Response(null, {status: 204});
      }
      case 'notification': {
        const body = await readBody(request, format);
        const {orderId, eventType} = readNotification(body);
        if (!actions.notified) {
          throw nothingHere();
        }
        await actions.notified(destination.secret, orderId, eventType);
        return new Response(null, {status: 200});
      }
      case 'session': {
        const visitor = await this.#visitorOf(request);
        checkSessionRequest(await readBody(request, format));
        return jsonResponse(await actions.session(visitor, request));
      }
      case 'order': {
        const visitor = await this.#visitorOf(request);
        const body = await readBody(request, format);
        return this.#order(visitor, body, request, told);
      }
    }
  }

  async #order(
    visitor: string,
    body: Body,
    request: Request,
    told: Partial<KlarnaEventFacts>,
  ): Promise<Response> {
    const {token, details} = readOrderRequest(body);
    const {answer, continueId} = await this.#options.actions.place(
      visitor,
      token,
      details,
      request,
    );
    told.orderId = answer.order_id;
    const target = klarnaUrl(answer.redirect_url, this.#options.sandboxed);
    if (body.format === 'json') {
      return json(answer);
    }
    const isPlain = request.headers.get('sec-fetch-mode') === 'navigate';
    if (target === undefined) {
      return isPlain ? pageResponse(thanks, 200) : json(answer);
    }
    return seeOther(
      isPlain || continueId === undefined ? target : this.#wayOn(continueId),
    );
  }

  /**
   * Routers that submit forms by `fetch` cannot follow a redirect to Klarna's
   * origin, so they get a page of this one that they load in full. Nothing in
   * the request chooses where it goes.
   */
  async #goOn(request: Request, id: string): Promise<Response> {
    const {actions, basePath, sandboxed} = this.#options;
    const isArriving = isNavigation(request);
    const visitor = await this.#visitorOf(request).catch((error: unknown) => {
      throw error instanceof ProblemError ? nothingHere() : error;
    });
    const url = klarnaUrl(
      await actions.continueTo(visitor, id, isArriving),
      sandboxed,
    );
    if (url === undefined) {
      throw nothingHere();
    }
    const href = `${basePath}/continue/${id}`;
    return isArriving
      ? seeOther(url)
      : pageResponse(
          {
            ...thanks,
            link: {href, text: 'Continue to Klarna'},
            next: href,
          },
          200,
          // htmx puts the page's body alone into the document.
          {'hx-redirect': href},
        );
  }

  /** Relative where the shop has not said which origin browsers see. */
  #wayOn(id: string): string {
    const {origin = '', basePath} = this.#options;
    return `${origin}${basePath}/continue/${id}`;
  }

  async #visitorOf(request: Request): Promise<string> {
    const {visitor: ask, askShop} = this.#options;
    const visitor = await askShop(() => ask(request));
    if (visitor === null || visitor === undefined || visitor === '') {
      throw new ProblemError('no-visitor', 'The shop does not know who asks.');
    }
    if (typeof visitor !== 'string') {
      throw new TypeError('createKlarnaMerchant: visitor must answer a string');
    }
    return visitor;
  }
}

const thanks = {title: 'Thank you', text: 'Your order has been placed.'};

/**
 * Where Klarna has asked to send the shopper, if that is a place that Klarna
 * can be at.
 */
function klarnaUrl(
  text: string | undefined,
  sandboxed: boolean,
): string | undefined {
  if (text === undefined || !URL.canParse(text)) {
    return undefined;
  }
  const {protocol, hostname, href} = new URL(text);
  return protocol === 'https:' ||
    (protocol === 'http:' && sandboxed && isLoopback(hostname))
    ? href
    : undefined;
}

function json(answer: object): Response {
  return jsonResponse(JSON.stringify(answer));
}

function jsonResponse(text: string): Response {
  return new Response(text, {
    headers: {'content-type': 'application/json', 'cache-control': 'no-store'},
  });
}

function seeOther(location: string): Response {
  return new Response(null, {status: 303, headers: {location, ...unseen}});
}

function nothingHere(): ProblemError {
  return new ProblemError('not-found', 'There is nothing here.');
}
