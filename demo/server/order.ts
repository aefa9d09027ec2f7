import {createHash} from 'node:crypto';
import type {KlarnaOrder} from '../../src/wire/rest-types.js';
import type {KlarnaOrderLine} from '../../src/klarna/types.js';
import type {ShopOrder, ShopState} from '../shop-state.js';
import {type Article, goods, type Language, type Translated} from './goods.js';
import {type Market, markets} from './markets.js';
import type {PlacedOrder} from './database.js';
import type {Visitor} from './visitor.js';

const deliveryName: Translated = {
  en: 'Delivery',
  sv: 'Frakt',
  de: 'Versand',
  nl: 'Verzending',
};

const giftName: Translated = {
  en: 'Gift card',
  sv: 'Presentkort',
  de: 'Geschenkkarte',
  nl: 'Cadeaukaart',
};

/**
 * The bag as Klarna's order. Every amount comes from the shop's own price list;
 * the browser has had a say in the quantities only.
 *
 * @param origin The shop's origin, for the addresses in the order.
 * @returns Nothing for an empty bag.
 */
export function orderOf(
  visitor: Visitor,
  origin: string,
): KlarnaOrder | undefined {
  const market: Market = markets[visitor.country];
  const language = languageOf(visitor.locale);
  const chosen = goods.filter((article) => quantityOf(visitor, article) > 0);
  if (chosen.length === 0) return undefined;

  const lines = chosen.map((article): KlarnaOrderLine => {
    const quantity = quantityOf(visitor, article);
    const price = priceOf(visitor, article);
    const total = quantity * price;
    return {
      type: 'physical',
      reference: article.reference,
      name: article.name[language],
      quantity,
      unit_price: price,
      total_amount: total,
      ...taxWithin(total, market, article.taxClass),
      image_url: new URL(article.image, origin).href,
    };
  });

  const goodsTotal = sum(lines.map((line) => line.total_amount));
  const delivery =
    goodsTotal < market.delivery.freeFrom ? market.delivery : {price: 0};
  lines.push({
    type: 'shipping_fee',
    name: deliveryName[language],
    quantity: 1,
    unit_price: delivery.price,
    total_amount: delivery.price,
    ...taxWithin(delivery.price, market, 'goods'),
  });

  let tax = sum(lines.map((line) => line.total_tax_amount ?? 0));
  if ('salesTax' in market) {
    tax = salesTaxOf(chosen, visitor, market);
    lines.push({
      type: 'sales_tax',
      name: 'Sales tax',
      quantity: 1,
      unit_price: tax,
      total_amount: tax,
    });
  }

  return {
    purchase_country: visitor.country,
    purchase_currency: market.currency,
    locale: visitor.locale,
    order_amount: sum(lines.map((line) => line.total_amount)),
    order_tax_amount: tax,
    order_lines: lines,
    merchant_urls: {confirmation: new URL('/', origin).href},
  };
}

/**
 * A gift card for the price of a mug or two, bought apart from the bag. It is a
 * voucher for goods of several tax rates, so its tax is due when it is used.
 */
export function giftOrderOf(visitor: Visitor, origin: string): KlarnaOrder {
  const {currency} = markets[visitor.country];
  const amount = currency === 'SEK' ? 50000 : 5000;
  const line: KlarnaOrderLine = {
    type: 'digital',
    reference: 'MB-GIFT',
    name: giftName[languageOf(visitor.locale)],
    quantity: 1,
    unit_price: amount,
    total_amount: amount,
    ...(visitor.country !== 'US' && {tax_rate: 0, total_tax_amount: 0}),
  };
  return {
    purchase_country: visitor.country,
    purchase_currency: currency,
    locale: visitor.locale,
    order_amount: amount,
    order_tax_amount: 0,
    order_lines: [line],
    merchant_urls: {confirmation: new URL('/', origin).href},
  };
}

/** What the page shows of this visitor's bag. */
export function stateOf(
  visitor: Visitor,
  origin: string,
  klarna: Pick<ShopState, 'klarna' | 'countries'>,
  placed?: PlacedOrder,
): ShopState {
  const market: Market = markets[visitor.country];
  const language = languageOf(visitor.locale);
  const order = orderOf(visitor, origin);
  return {
    ...klarna,
    country: visitor.country,
    locale: visitor.locale,
    locales: market.locales,
    currency: market.currency,
    categories: visitor.categories,
    articles: goods.map((article) => ({
      reference: article.reference,
      name: article.name[language],
      variant: article.variant[language],
      image: article.image,
      quantity: quantityOf(visitor, article),
      price: priceOf(visitor, article),
      total: quantityOf(visitor, article) * priceOf(visitor, article),
    })),
    delivery: totalOfType(order, 'shipping_fee'),
    tax: order?.order_tax_amount ?? 0,
    taxIncluded: 'tax' in market,
    total: order?.order_amount ?? 0,
    revision: revisionOf(order, visitor),
    ...(placed && {placed: receiptOf(visitor, placed)}),
  };
}

/** A short name for this state of the bag: the tag asks again when it changes. */
function revisionOf(order: KlarnaOrder | undefined, visitor: Visitor): string {
  return createHash('sha256')
    .update(JSON.stringify([order, visitor.categories]))
    .digest('base64url')
    .slice(0, 10);
}

function receiptOf(
  {details}: Visitor,
  {orderId, order}: PlacedOrder,
): ShopOrder {
  // Klarna's callback may have placed it, which does not know the details.
  const billing = order.billing_address ?? details.billing_address ?? {};
  const shipping = order.shipping_address ?? details.shipping_address;
  return {
    orderId,
    currency: order.purchase_currency,
    total: order.order_amount,
    lines: order.order_lines.map((line) => ({
      name: line.name,
      quantity: line.quantity,
      total: line.total_amount,
    })),
    billing,
    shipping: shipping ?? billing,
  };
}

/** Tax is part of the price, but in the US. */
function taxWithin(
  total: number,
  market: Market,
  taxClass: Article['taxClass'],
): Pick<KlarnaOrderLine, 'tax_rate' | 'total_tax_amount'> {
  if (!('tax' in market)) return {};
  const rate = market.tax[taxClass];
  return {
    tax_rate: rate,
    total_tax_amount: Math.round((total * rate) / (10_000 + rate)),
  };
}

function salesTaxOf(
  chosen: readonly Article[],
  visitor: Visitor,
  market: Extract<Market, {salesTax: unknown}>,
): number {
  const exact = chosen.map(
    (article) =>
      (quantityOf(visitor, article) *
        priceOf(visitor, article) *
        market.salesTax[article.taxClass]) /
      100_000,
  );
  return Math.round(sum(exact));
}

function quantityOf(visitor: Visitor, article: Article): number {
  return visitor.bag.get(article.reference) ?? 0;
}

function priceOf(visitor: Visitor, article: Article): number {
  return article.price[markets[visitor.country].currency];
}

function totalOfType(order: KlarnaOrder | undefined, type: string): number {
  return sum(
    (order?.order_lines ?? [])
      .filter((line) => line.type === type)
      .map((line) => line.total_amount),
  );
}

function languageOf(locale: string): Language {
  return locale.slice(0, 2) as Language;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
