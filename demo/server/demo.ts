import {authorizedDetails} from './authorized-details.js';
import {ShopDatabase} from './database.js';
import {fillIn} from './fill-in.js';
import {createShop} from './shop.js';
import {type DemoKlarna, openKlarna} from './klarna.js';
import {sessionFor} from './offer.js';
import {fillIfEmpty, Visitors} from './visitors.js';

/** The demo's whole back end. */
export interface Demo {
  readonly klarna: DemoKlarna;
  fetch(request: Request): Response | Promise<Response>;
  /**
   * Somebody opens one of the pages that have no bag of their own to show. New
   * browsers get a cookie; the fields are filled in for a customer of the
   * market in which the bag is sold, as Klarna takes no other country.
   */
  welcome(request: Request): {
    cookie: string | undefined;
    fill: (html: string) => string;
  };
  close(): Promise<void>;
}

/** Where the shop keeps its records, from the project's folder. */
const defaultFolder = 'demo/.data';

/**
 * Starts the shop's server, and a Klarna for it. What the shop knows it keeps in
 * the folder that the environment names as SHOP_DATA.
 *
 * @param page Reads the shop's page, ready to be sent.
 */
export async function startDemo(
  environment: NodeJS.ProcessEnv,
  page: (url: string) => Promise<string>,
): Promise<Demo> {
  const folder = environment['SHOP_DATA'] || defaultFolder;
  const database = new ShopDatabase(folder);
  const visitors = new Visitors(database);
  const klarna = await openKlarna(environment, visitors, database);
  const shop = createShop(visitors, klarna, database, page);
  for (const [path, merchant] of [
    ['/klarna', klarna.bag],
    ['/gift/klarna', klarna.gift],
  ] as const) {
    shop.post(`${path}/session`, async ({req: {raw: request}}) => {
      const answer = await merchant.fetch(request);
      const visitor = visitors.of(request);
      if (!visitor || klarna.kind === 'playground') return answer;
      return sessionFor(visitor, visitors, answer);
    });
    shop.post(`${path}/order`, async ({req: {raw: request}}) => {
      const visitor = visitors.of(request);
      const details = await authorizedDetails(request.clone());
      if (visitor) {
        visitor.details = details;
        visitors.save(visitor);
      }
      return merchant.fetch(request);
    });
    shop.all(`${path}/*`, ({req: {raw: request}}) => merchant.fetch(request));
  }
  return {
    klarna,
    fetch: shop.fetch,
    welcome(request) {
      const known = visitors.of(request);
      if (known) {
        fillIfEmpty(known);
        visitors.save(known);
      }
      const language = request.headers.get('accept-language');
      const {visitor, cookie} = known
        ? {visitor: known, cookie: undefined}
        : visitors.welcome(language, klarna.countries);
      return {cookie, fill: (html) => fillIn(html, visitor.country)};
    },
    close: async () => {
      await klarna.close();
      database.close();
    },
  };
}
