import {expect} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import type {KlarnaAuthorizeResult} from '../../../src/klarna/types.js';
import {needs} from '../../support/engine.js';
import {inFrame, openShop, type Shop} from '../../support/shop.js';
import {
  ask,
  container,
  includeScript,
  klarna,
  load,
  overlayOf,
  until,
} from './page.js';

/** Puppeteer presses one key at a time. */
async function tabBack() {
  await sendKeys({down: 'Shift'});
  await sendKeys({press: 'Tab'});
  await sendKeys({up: 'Shift'});
}

describe('a person at the sandbox', () => {
  let shop: Shop;
  let target: HTMLElement;
  const category = {payment_method_category: 'pay_later'};
  const billing_address = {
    given_name: 'Ada',
    email: 'ada@example.com',
    postal_code: 'SW1A 1AA',
  };
  const overlay = 'klarna-pay-later-fullscreen';

  beforeEach(async () => {
    shop = await openShop({categories: ['pay_later', 'pay_now']});
    await includeScript(shop.sdkUrl);
    klarna().init(await shop.createSession());
    target = await container();
    await load({container: target, ...category});
  });
  afterEach(() => shop.close());

  const authorize = () => ask('authorize', category, {billing_address});
  const choose = (answer: string) =>
    inFrame(overlay, {selector: `[data-answer=${answer}]`});
  const title = () => inFrame(overlay, {selector: 'h1', act: 'look'});
  const isAt = async (answer: string) => {
    const selector = `[data-answer=${answer}]`;
    return (await inFrame(overlay, {selector, act: 'look'})).active;
  };

  it('sees what is bought, for how much, and the details', async () => {
    const answer = authorize();
    const {text} = await inFrame(overlay, {
      selector: '[role=dialog]',
      act: 'look',
    });
    expect(text).to.contain('2 × Copper kettle');
    expect(text).to.contain('£240.00');
    expect(text).to.contain('£246.00');
    expect(text).to.contain('ada@example.com');
    expect(text).to.contain('Sandbox');
    await choose('close');
    await answer;
  });

  const answers: [string, Partial<KlarnaAuthorizeResult>][] = [
    ['approve', {approved: true, show_form: true}],
    ['decline', {approved: false, show_form: false}],
    ['close', {approved: false, show_form: true}],
  ];
  for (const [button, expected] of answers) {
    it(`may ${button}`, async () => {
      const answer = authorize();
      await choose(button);
      expect(await answer).to.include(expected);
      expect(overlayOf('pay-later')!.style.display).to.equal('none');
    });
  }

  it('may ask for a correction of a field', async () => {
    const answer = authorize();
    await inFrame(overlay, {
      selector: '#field',
      act: {select: 'billing_address.email'},
    });
    await choose('correct');
    expect(await answer).to.deep.equal({
      approved: false,
      show_form: true,
      error: {invalid_fields: ['billing_address.email']},
    });
  });

  it('may close with Escape, the focus being in the overlay', async () => {
    const button = document.createElement('button');
    target.before(button);
    button.focus();
    const answer = authorize();
    await until(async () => (await title()).hasKeys);
    expect(document.activeElement === overlayOf('pay-later')).to.equal(true);
    await sendKeys({press: 'Escape'});
    expect(await answer).to.deep.equal({approved: false, show_form: true});
    expect(document.activeElement === button).to.equal(true);
    button.remove();
  });

  it('may decide by keyboard alone', async () => {
    const answer = authorize();
    const approve = {selector: '[data-answer=approve]', act: 'look'} as const;
    for (let stop = 0; stop < 10; stop++) {
      if ((await inFrame(overlay, approve)).active) break;
      await sendKeys({press: 'Tab'});
    }
    await sendKeys({press: 'Enter'});
    expect((await answer).approved).to.equal(true);
  });

  it('stays in the overlay with Tab, both ways', async function () {
    await needs(this, 'focus() in frames of other origins');
    const answer = authorize();
    await until(async () => (await title()).active);
    await tabBack();
    expect(await isAt('correct')).to.equal(true);
    await sendKeys({press: 'Tab'});
    expect(await isAt('close')).to.equal(true);
    await tabBack();
    expect(await isAt('correct')).to.equal(true);
    await choose('close');
    await answer;
  });

  it('has nothing else of the page before them', async () => {
    const answer = authorize();
    await inFrame(overlay, {selector: '[role=dialog]', act: 'look'});
    const {position, zIndex} = getComputedStyle(overlayOf('pay-later')!);
    expect([position, zIndex]).to.deep.equal(['fixed', '2147483647']);
    const {width, height} = overlayOf('pay-later')!.getBoundingClientRect();
    expect([width, height]).to.deep.equal([innerWidth, innerHeight]);
    const isLocked = () =>
      getComputedStyle(document.documentElement).overflow === 'hidden';
    expect(isLocked()).to.equal(true);
    await choose('close');
    await answer;
    expect(isLocked()).to.equal(false);
  });

  it('is asked to complete what has to be finalized', async () => {
    await shop.answer('approve');
    await ask('authorize', {...category, auto_finalize: false});
    const answer = ask('finalize', category);
    await choose('approve');
    expect((await answer).authorization_token).to.be.a('string');
  });

  it('is not asked where the answer is settled', async () => {
    await shop.answer('approve');
    await authorize();
    const requests = await shop.requests();
    expect(
      requests.filter(({path}) => path === '/kp/shopper/authorize'),
    ).to.have.length(1);
  });

  it("sees the amount in the session's currency and locale", async () => {
    klarna().init(
      await shop.createSession({
        purchase_country: 'DE',
        purchase_currency: 'EUR',
        locale: 'de-DE',
      }),
    );
    await load({container: target, ...category});
    const {text} = await inFrame('klarna-pay-later-main', {
      selector: 'body',
      act: 'look',
    });
    expect(text.replaceAll('\u00a0', ' ')).to.contain('246,00 €');
    expect(text).to.contain('Pay later');
  });

  it('keeps a choice in one widget while another is loaded and shown', async () => {
    const main = 'klarna-pay-later-main';
    const second = {selector: 'label:nth-of-type(2) input'};
    await inFrame(main, second);
    const other = await container();
    target.hidden = true;
    await load({container: other, payment_method_category: 'pay_now'});
    target.hidden = false;
    const {checked} = await inFrame(main, {...second, act: 'look'});
    expect(checked).to.equal(true);
  });
});
