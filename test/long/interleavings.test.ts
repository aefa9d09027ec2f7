import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {watchExceptions} from '../support/checkout.js';
import {installFakeKlarna} from '../support/fake-klarna.js';
import {Shop, type ShopMode} from './support/interleaved-shop.js';

/**
 * Two elements on one page, and everything that page, shopper, shop and Klarna
 * may do to them, in any order. What must hold after each step is in
 * {@link Shop}.
 */
const {sequences = 2000} =
  (window as {testSettings?: {sequences?: number}}).testSettings ?? {};
const portions = 4;

/** One step, with how it is written in a report. */
class Step implements fc.AsyncCommand<object, Shop> {
  readonly #name: string;
  readonly #run: (shop: Shop) => unknown;

  constructor(name: string, run: (shop: Shop) => unknown) {
    this.#name = name;
    this.#run = run;
  }

  check(): boolean {
    return true;
  }

  async run(_model: object, shop: Shop): Promise<void> {
    await this.#run(shop);
    shop.expectSound();
    await shop.expectAgreement();
  }

  toString(): string {
    return this.#name;
  }
}

const who = fc.constantFrom(0 as const, 1 as const);
const categories = ['pay_later', 'pay_now', 'pay_over_time', '', 'no_such'];

function step<Value>(
  name: string,
  given: fc.Arbitrary<Value>,
  run: (shop: Shop, index: 0 | 1, value: Value) => unknown,
): fc.Arbitrary<Step> {
  return fc
    .tuple(who, given)
    .map(
      ([index, value]) =>
        new Step(`${name}(${index}, ${JSON.stringify(value)})`, (shop) =>
          run(shop, index, value),
        ),
    );
}

function set<Name extends keyof KlarnaPaymentsElement>(
  name: Name,
  values: readonly KlarnaPaymentsElement[Name][],
): fc.Arbitrary<Step> {
  return step(
    `set ${name}`,
    fc.constantFrom(...values),
    (shop, index, value) => {
      shop.elements[index][name] = value;
    },
  );
}

const nothing = fc.constant(null);
const method = fc.constantFrom('authorize', 'reauthorize', 'finalize' as const);

const steps: readonly fc.Arbitrary<Step>[] = [
  step('wait', fc.constantFrom(0, 1, 3), (shop, _index, ms) => shop.wait(ms)),
  step('click tab', fc.nat(2), (shop, index, tab) => shop.clickTab(index, tab)),
  step(
    'key',
    fc.constantFrom('ArrowRight', 'Home', 'End'),
    (shop, index, key) => shop.pressKey(index, key),
  ),
  step('call', method, (shop, index, name) => shop.call(index, name)),
  step('authorize', nothing, (shop, index) => shop.call(index, 'authorize')),
  step('click twice', nothing, (shop, index) => {
    shop.call(index, 'authorize');
    shop.call(index, 'authorize');
  }),
  step('give up', nothing, (shop, index) => shop.giveUp(index)),
  step('refresh', nothing, (shop, index) => shop.refresh(index)),
  set('category', categories),
  set('revision', ['', '1', '2']),
  set('loadData', [null, {locale: 'sv-SE'}, {locale: 'en-GB'}]),
  set('customerDetails', [null, {locale: 'sv-SE'}]),
  set('disabled', [true, false]),
  set('endpoint', ['', '/a', '/b']),
  step('set token and call', nothing, (shop, index) => {
    shop.giveToken(index);
    shop.call(index, 'authorize');
  }),
  step('give token', nothing, (shop, index) => shop.giveToken(index)),
  step('remove', nothing, (shop, index) => shop.remove(index)),
  step('insert', nothing, (shop, index) => shop.insert(index)),
  step('move', nothing, (shop, index) => {
    shop.remove(index);
    shop.insert(index);
  }),
  step(
    'the shop is',
    fc.constantFrom<ShopMode>('quick', 'slow', 'failing', 'lying', 'silent'),
    (shop, index, mode) => {
      shop.modes[index] = mode;
    },
  ),
  step(
    'Klarna answers',
    fc.constantFrom(
      {approved: true, authorization_token: 'token', show_form: true},
      {approved: true, finalize_required: true},
      {approved: false, show_form: true},
      {approved: false, show_form: false},
      {approved: false, error: {invalid_fields: ['billing_address.city']}},
      {approved: 'no'},
      'never' as const,
      'throws' as const,
    ),
    (shop, _index, answer) => shop.queue('authorize', answer),
  ),
  step(
    'Klarna loads with',
    fc.constantFrom({show_form: true}, {show_form: false}, 'throws' as const),
    (shop, _index, answer) => shop.queue('load', answer),
  ),
];

describe('two elements on a page on which anything happens', () => {
  for (let portion = 1; portion <= portions; portion++) {
    it(`hold what they promise (${portion} of ${portions})`, async function () {
      this.timeout(sequences * 600);
      const seed = Date.now() ^ (Math.random() * 2 ** 32);
      console.info(`interleavings: seed ${seed}`);
      await fc.assert(
        fc.asyncProperty(
          fc.commands([...steps], {maxCommands: 16}),
          async (commands) => {
            const klarna = installFakeKlarna();
            klarna.frameTag = 'div';
            const watch = watchExceptions();
            const shop = new Shop(klarna);
            try {
              await shop.open();
              await fc.asyncModelRun(() => ({model: {}, real: shop}), commands);
              await shop.close();
              expect(watch.exceptions, 'thrown on the page').to.deep.equal([]);
            } finally {
              shop.tearDown();
              watch.end();
              klarna.uninstall();
            }
          },
        ),
        {
          seed,
          numRuns: Math.ceil(sequences / portions),
          includeErrorInReport: true,
        },
      );
    });
  }
});
