import type {IncomingMessage, ServerResponse} from 'node:http';
import type {TestRunnerPlugin} from '@web/test-runner';
import {Hono} from 'hono';
import {toNodeHandler} from 'srvx/node';
import {
  answerKlarnaCdn,
  guardPlaywrightPage,
  guardPuppeteerPage,
  type KlarnaCdnAnswer,
} from './klarna-rig.network.js';
import {actInFrame, type FrameAction} from './klarna-rig.frames.js';
import {WebKitPage} from './webkit-page.js';
import {
  RigShop,
  type ShopOptions,
  type ShopSettings,
} from './klarna-rig.shop.js';

export {guardPlaywrightPage, guardPuppeteerPage};
export {webkitLauncher} from './webkit-launcher.js';

/**
 * The Node side of `openShop` (shop.ts): sandboxes that tests open by a random
 * id, controlled and used through routes on the test server's own origin.
 */

const base = '/__klarna-rig';
const shops = new Map<string, RigShop>();

const routes = new Hono()
  .basePath(base)
  .post('/open', async (context) => {
    const options = await context.req.json<ShopOptions>();
    const id = crypto.randomUUID();
    const shop = await RigShop.open(`${base}/${id}/session`, options);
    shops.set(id, shop);
    const {origin, endpoint, script, experiments} = shop;
    return context.json({id, origin, endpoint, script, experiments});
  })
  .all('/:id/:action', async (context) => {
    const {id, action} = context.req.param();
    const shop = shops.get(id);
    if (!shop) return context.text('This shop is closed.', 410);
    if (action === 'session') return shop.session(context.req.raw);
    const body: unknown =
      context.req.method === 'POST' ? await context.req.json() : undefined;
    switch (action) {
      case 'create':
        return shop.createSession(body as never);
      case 'read':
        return shop.readSession(body as string);
      case 'place': {
        const [token, order] = body as [string, object];
        return shop.placeOrder(token, order);
      }
      case 'answer':
        shop.answer(body as never);
        return context.json(null);
      case 'set':
        shop.set(body as ShopSettings);
        return context.json(null);
      case 'requests':
        return context.json(shop.requests);
      case 'close':
        shops.delete(id);
        await shop.close();
        return context.json(null);
      default:
        return context.notFound();
    }
  });

const handle = toNodeHandler((request: Request) => routes.fetch(request)) as (
  request: IncomingMessage,
  response: ServerResponse,
) => unknown;

/** The part of a Koa context that the middleware needs. */
interface Exchange {
  path: string;
  req: IncomingMessage;
  res: ServerResponse;
  respond?: boolean;
}

/** What a session of a launcher with pages has beyond its declared type. */
interface WithBrowser {
  browser: {getPage(id: string): object};
}

const plugin: TestRunnerPlugin = {
  name: 'klarna-rig',
  async executeCommand({command, payload, session}) {
    const page = () =>
      (session as unknown as WithBrowser).browser.getPage(session.id);
    if (command === 'klarna-frame') {
      const target = page();
      return target instanceof WebKitPage
        ? target.act(payload as FrameAction)
        : actInFrame(target as never, payload as FrameAction);
    }
    if (command !== 'klarna-cdn') return undefined;
    answerKlarnaCdn(page(), payload as KlarnaCdnAnswer | null);
    return true;
  },
  async serverStop() {
    await Promise.all([...shops.values()].map((shop) => shop.close()));
    shops.clear();
  },
};

export const klarnaRig = {
  plugin,
  async middleware(context: Exchange, next: () => Promise<unknown>) {
    // For `importCopy`: the same files, which a browser takes for others.
    context.path = context.path.replace(/^\/__copy-\d+\//, '/');
    if (!context.path.startsWith(`${base}/`)) return next();
    context.respond = false;
    return handle(context.req, context.res);
  },
};
