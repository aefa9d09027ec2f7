import {type Context, Hono} from 'hono';
import {csrf} from 'hono/csrf';
import * as v from 'valibot';
import type {CategorySet, ShopState} from '../shop-state.js';
import {addCounter} from './counter.js';
import type {ShopDatabase} from './database.js';
import {goods, mostOfOne} from './goods.js';
import type {DemoKlarna} from './klarna.js';
import {countries, type Country, markets} from './markets.js';
import {stateOf} from './order.js';
import type {Visitor} from './visitor.js';
import {fillIfEmpty, type Visitors} from './visitors.js';

const bagChange = v.object({
  reference: v.picklist(goods.map((article) => article.reference)),
  quantity: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(0),
    v.maxValue(mostOfOne),
  ),
});

const settingsChange = v.object({
  country: v.optional(v.picklist(countries)),
  locale: v.optional(v.string()),
  categories: v.optional(v.picklist(['one', 'three'] satisfies CategorySet[])),
});

const answerChange = v.object({
  answer: v.optional(v.picklist(['approve', 'decline', 'close', 'correct'])),
});

/**
 * The shop's own routes: its page, the bag, the settings. What concerns
 * payments is `klarna.fetch`.
 *
 * @param page Reads the shop's page; it gets the state written into it.
 */
export function createShop(
  visitors: Visitors,
  klarna: DemoKlarna,
  database: ShopDatabase,
  page: (url: string) => Promise<string>,
): Hono {
  const shop = new Hono();
  const placedBy = (visitor: Visitor) =>
    visitor.placed === undefined ? undefined : database.order(visitor.placed);
  const state = (context: Context, visitor: Visitor): ShopState =>
    stateOf(
      visitor,
      originOf(context),
      {klarna: klarna.kind, countries: klarna.countries},
      placedBy(visitor),
    );

  shop.get('/', async (context) => {
    const visitor =
      visitors.of(context.req.raw) ?? greet(visitors, klarna, context);
    const placed = placedBy(visitor);
    // Who reads this may pay for the same once more.
    if (placed) {
      await klarna[placed.of].acknowledge(visitor.id, placed.orderId);
    }
    const html = await page(context.req.path);
    context.header('cache-control', 'no-store');
    return context.html(withState(html, state(context, visitor)));
  });

  shop.use('/shop/*', csrf());

  shop.put('/shop/bag', async (context) => {
    const visitor = visitors.of(context.req.raw);
    if (!visitor) return context.json({title: 'Who are you?'}, 401);
    const change = v.safeParse(bagChange, await jsonOf(context));
    if (!change.success) return context.json({title: 'No such bag'}, 400);

    visitor.bag.set(change.output.reference, change.output.quantity);
    visitors.save(visitor);
    return context.json(state(context, visitor));
  });

  shop.put('/shop/settings', async (context) => {
    const visitor = visitors.of(context.req.raw);
    if (!visitor) return context.json({title: 'Who are you?'}, 401);
    const change = v.safeParse(settingsChange, await jsonOf(context));
    if (!change.success) return context.json({title: 'No such setting'}, 400);

    const {country, locale, categories} = change.output;
    if (country && klarna.countries.includes(country)) move(visitor, country);
    const locales: readonly string[] = markets[visitor.country].locales;
    if (locale && locales.includes(locale)) visitor.locale = locale;
    if (categories) visitor.categories = categories;
    visitors.save(visitor);
    return context.json(state(context, visitor));
  });

  /** After a purchase: on to the next. */
  shop.post('/shop/again', (context) => {
    const visitor = visitors.of(context.req.raw);
    if (!visitor) return context.json({title: 'Who are you?'}, 401);

    delete visitor.placed;
    fillIfEmpty(visitor);
    visitors.save(visitor);
    return context.json(state(context, visitor));
  });

  /** What the sandbox answers this visitor next; nothing: it asks. */
  shop.put('/shop/answer', async (context) => {
    const visitor = visitors.of(context.req.raw);
    if (!visitor) return context.json({title: 'Who are you?'}, 401);
    const change = v.safeParse(answerChange, await jsonOf(context));
    if (!change.success) return context.json({title: 'No such answer'}, 400);

    visitor.answer = change.output.answer;
    visitors.save(visitor);
    return context.body(null, 204);
  });

  addCounter(shop, klarna, database);
  return shop;
}

function greet(
  visitors: Visitors,
  klarna: DemoKlarna,
  context: Context,
): Visitor {
  const language = context.req.header('accept-language') ?? null;
  const {visitor, cookie} = visitors.welcome(language, klarna.countries);
  context.header('set-cookie', cookie);
  return visitor;
}

function move(visitor: Visitor, country: Country): void {
  const language = visitor.locale.slice(0, 2);
  const {locales} = markets[country];
  visitor.country = country;
  visitor.locale =
    locales.find((locale) => locale.startsWith(language)) ?? locales[0];
}

/** The page with what it needs to show itself without asking. */
function withState(html: string, state: ShopState): string {
  // In a script element only `<` could end the data early.
  const json = JSON.stringify(state).replaceAll('<', '\\u003c');
  const page = html
    .replace('lang="en"', `lang="${state.locale}"`)
    .replace('revision=""', `revision="${state.revision}"`)
    .replace('"shop-state"></', () => `"shop-state">${json}</`);
  return state.total === 0 || state.placed
    ? page.replace('endpoint="/klarna/session"', '')
    : page;
}

async function jsonOf(context: Context): Promise<unknown> {
  return context.req.json<unknown>().catch(() => undefined);
}

function originOf(context: Context): string {
  return new URL(context.req.url).origin;
}
