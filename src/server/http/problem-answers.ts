import type {Emit} from '../events.js';
import {isForm} from './body.js';
import {failedPage} from './failed-page.js';
import {originIn} from './origin.js';
import {
  problemResponse,
  type KlarnaProblem,
  type ProblemError,
} from './problems.js';
import {isNavigation, type Destination} from './routes.js';
import {thrownIn, type AskShop} from './shop-error.js';

export interface ProblemAnswersOptions {
  basePath: string;
  /** The option of that name: none is the request's own. */
  origin: string | undefined;
  failed?: (event: {problem: KlarnaProblem; request: Request}) => unknown;
  askShop: AskShop;
  emit: Emit;
}

/** Problems as whoever asked can read them: a script, or a shopper. */
export class ProblemAnswers {
  readonly #options: ProblemAnswersOptions;

  constructor(options: ProblemAnswersOptions) {
    this.#options = options;
  }

  async answer(
    problem: ProblemError,
    request: Request,
    {route}: Destination,
  ): Promise<Response> {
    const {origin, basePath} = this.#options;
    const {headers, continueId} = problem;
    const body =
      continueId === undefined
        ? problem.body
        : {
            ...problem.body,
            // A page may be anywhere on the shop, so all of the address.
            redirect_url: `${origin ?? originIn(request)}${basePath}/continue/${continueId}`,
          };
    if (route === 'order' && isForm(request)) {
      return (await this.#failed(body, request)) ?? failedPage(body, headers);
    }
    // Where routers leave a shopper who reloads, or goes back after days.
    return (route === 'continue' || route === 'order') && isNavigation(request)
      ? failedPage(body, headers)
      : problemResponse(body, headers);
  }

  /** The shop's own page, if it has one. */
  async #failed(
    problem: KlarnaProblem,
    request: Request,
  ): Promise<Response | undefined> {
    const {failed, askShop, emit} = this.#options;
    if (!failed) {
      return undefined;
    }
    try {
      const answer = await askShop(() => failed({problem, request}));
      if (isResponse(answer)) {
        return answer;
      }
      throw new TypeError(
        'createKlarnaMerchant: failed must answer a Response',
      );
    } catch (error) {
      emit({
        type: 'shop-error',
        outcome: 'ignored',
        route: 'order',
        error: thrownIn(error),
      });
      return undefined;
    }
  }
}

/** Also one of a library, or of another realm, as test runners make them. */
function isResponse(answer: unknown): answer is Response {
  const {status, headers} = Object(answer) as Partial<Response>;
  return typeof status === 'number' && typeof headers?.get === 'function';
}
