import {randomUUID} from 'node:crypto';
import type {KlarnaSandboxAnswer} from '../../src/sandbox/index.js';
import type {ShopDatabase} from './database.js';
import {firstBag} from './goods.js';
import {type Country, markets} from './markets.js';
import type {Visitor} from './visitor.js';

const cookieName = 'mornby_visitor';

/**
 * The shop's own user session: a cookie that says nothing, and what belongs to
 * it in the shop's database. The Klarna session is tied to it.
 */
export class Visitors {
  readonly #database: ShopDatabase;
  /** Those seen since the start. */
  readonly #visitors = new Map<string, Visitor>();
  /** Whose session a client token belongs to. */
  readonly #byClientToken = new Map<string, Visitor>();

  constructor(database: ShopDatabase) {
    this.#database = database;
  }

  /** Who sends this request, if the shop knows them. */
  of(request: Request): Visitor | undefined {
    const id = cookieOf(request.headers.get('cookie') ?? '');
    return id ? this.byId(id) : undefined;
  }

  /** Keeps what has been changed. */
  save(visitor: Visitor): void {
    this.#database.save(visitor);
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
    const visitor = this.#visitors.get(id) ?? this.#database.visitor(id);
    if (visitor) this.#visitors.set(id, visitor);
    return visitor;
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
    this.save(visitor);
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
