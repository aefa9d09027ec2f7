import {authorizedDetails} from './authorized-details.js';
import {createShop} from './shop.js';
import {type DemoKlarna, openKlarna} from './klarna.js';
import {Visitors} from './visitors.js';

/** The demo's whole back end. */
export interface Demo {
  readonly klarna: DemoKlarna;
  fetch(request: Request): Response | Promise<Response>;
  /** A cookie for a browser that comes to one of the pages for the first time. */
  welcome(request: Request): string | undefined;
  close(): Promise<void>;
}

/**
 * Starts the shop's server, and a Klarna for it.
 *
 * @param page Reads the shop's page, ready to be sent.
 */
export async function startDemo(
  environment: NodeJS.ProcessEnv,
  page: (url: string) => Promise<string>,
): Promise<Demo> {
  const visitors = new Visitors();
  const klarna = await openKlarna(environment, visitors);
  const shop = createShop(visitors, klarna, page);
  shop.use('/:kit{klarna|gift/klarna}/order', async (context, next) => {
    const visitor = visitors.of(context.req.raw);
    const request = context.req.raw.clone();
    if (visitor) visitor.details = await authorizedDetails(request);
    await next();
  });
  shop.all('/klarna/*', (context) => klarna.bag.fetch(context.req.raw));
  shop.all('/gift/klarna/*', (context) => klarna.gift.fetch(context.req.raw));
  return {
    klarna,
    fetch: shop.fetch,
    welcome(request) {
      if (visitors.of(request)) return undefined;
      const language = request.headers.get('accept-language');
      return visitors.welcome(language, klarna.countries).cookie;
    },
    close: () => klarna.close(),
  };
}
