import {randomUUID} from 'node:crypto';
import type {KlarnaOrder} from '../../src/wire/rest-types.js';
import type {KlarnaAuthorizeData} from '../../src/klarna/types.js';
import type {KlarnaSandboxAnswer} from '../../src/sandbox/index.js';
import type {CategorySet} from '../shop-state.js';
import {firstBag} from './goods.js';
import {type Country, markets} from './markets.js';

/** What the shop remembers of one browser. */
export interface Visitor {
  readonly id: string;
  country: Country;
  locale: string;
  categories: CategorySet;
  /** Quantity by article. */
  bag: Map<string, number>;
  /** What Klarna has authorized, for the confirmation. */
  details: KlarnaAuthorizeData;
  /** What the sandbox answers this visitor next, instead of asking. */
  answer?: KlarnaSandboxAnswer | undefined;
  placed?: {orderId: string; order: KlarnaOrder};
}

const cookieName = 'mornby_visitor';

/**
 * The shop's own user session: a cookie that says nothing, and what belongs to
 * it in memory. The Klarna session is tied to it.
 */
export class Visitors {
  readonly #visitors = new Map<string, Visitor>();
  /** Whose session a client token belongs to. */
  readonly #byClientToken = new Map<string, Visitor>();

  /** Who sends this request, if the shop knows them. */
  of(request: Request): Visitor | undefined {
    const id = cookieOf(request.headers.get('cookie') ?? '');
    return id ? this.#visitors.get(id) : undefined;
  }

  /** Remembers that the visitor was given this client token. */
  give(visitor: Visitor, clientToken: string): void {
    this.#byClientToken.set(clientToken, visitor);
  }

  /** The answer chosen for the visitor with this client token, once. */
  takeAnswer(clientToken: string): KlarnaSandboxAnswer | undefined {
    const visitor = this.#byClientToken.get(clientToken);
    const answer = visitor?.answer;
    if (visitor) visitor.answer = undefined;
    return answer;
  }

  byId(id: string): Visitor | undefined {
    return this.#visitors.get(id);
  }

  /**
   * Someone new, with the cookie by which they are known from now on.
   *
   * @param countries The markets that are open.
   */
  welcome(
    acceptLanguage: string | null,
    countries: readonly Country[],
  ): {visitor: Visitor; cookie: string} {
    const visitor: Visitor = {
      id: randomUUID(),
      ...whereabouts(acceptLanguage, countries),
      categories: 'three',
      details: {},
      bag: new Map(Object.entries(firstBag)),
    };
    this.#visitors.set(visitor.id, visitor);
    return {
      visitor,
      cookie: `${cookieName}=${visitor.id}; Path=/; HttpOnly; SameSite=Lax`,
    };
  }
}

/** So that there is something to pay for. */
export function fillIfEmpty(visitor: Visitor): void {
  if ([...visitor.bag.values()].some((quantity) => quantity > 0)) return;
  visitor.bag = new Map(Object.entries(firstBag));
}

function cookieOf(header: string): string | undefined {
  return header
    .split(/;\s*/)
    .find((pair) => pair.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1);
}

/** The first market that speaks a language which the browser asks for. */
function whereabouts(
  acceptLanguage: string | null,
  countries: readonly Country[],
): Pick<Visitor, 'country' | 'locale'> {
  const places = countries.flatMap((country) =>
    markets[country].locales.map((locale) => ({country, locale})),
  );
  const languages = (acceptLanguage ?? '')
    .split(',')
    .map((range) => range.split(';')[0]!.trim().toLowerCase());
  const understood = languages.flatMap((language) =>
    places.filter(({locale}) => locale.toLowerCase() === language),
  );
  const english = places.filter(({locale}) => locale.startsWith('en'));
  return understood[0] ?? english[0] ?? {country: 'SE', locale: 'sv-SE'};
}
