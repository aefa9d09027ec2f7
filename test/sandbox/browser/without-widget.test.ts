import {expect} from '@open-wc/testing';
import {openShop, type Shop} from '../../support/shop.js';
import {ask, container, frameOf, includeScript, klarna, load} from './page.js';

describe('what needs no widget', () => {
  let shop: Shop;
  let sessionId: string;
  const category = {payment_method_category: 'pay_later'};

  beforeEach(async () => {
    shop = await openShop({categories: ['pay_later']});
    await includeScript(shop.sdkUrl);
    const session = await shop.createSession();
    sessionId = session.session_id;
    klarna().init(session);
  });
  afterEach(() => shop.close());

  it('finalizes an authorization that has to be finalized', async () => {
    await load({container: await container(), ...category});
    await shop.answer('approve', 'approve');
    await ask('authorize', {...category, auto_finalize: false});
    const answer = await ask('finalize', category);
    expect(answer.approved).to.equal(true);
    expect(answer.authorization_token).to.match(/./);
    const {authorization_token} = await shop.readSession(sessionId);
    expect(authorization_token).to.equal(answer.authorization_token);
  });

  it('authorizes the changed order again', async () => {
    await load({container: await container(), ...category});
    await shop.answer('approve', 'approve');
    const first = await ask('authorize', category);
    const second = await ask('reauthorize', category, {
      merchant_reference1: 'changed',
    });
    expect(second.approved).to.equal(true);
    expect(second.authorization_token).to.be.a('string');
    expect(second.authorization_token).not.to.equal(first.authorization_token);
  });

  for (const method of ['reauthorize', 'finalize'] as const) {
    it(`lets ${method} work without load`, async () => {
      await shop.answer('decline');
      expect(await ask(method, category)).to.deep.equal({
        approved: false,
        show_form: false,
      });
    });

    it(`moves the frame to the body with ${method}: the widget is gone`, async () => {
      const target = await container();
      await load({container: target, ...category});
      await shop.answer('close');
      await ask(method, category);
      expect(target.querySelectorAll('iframe').length).to.equal(0);
      const frame = frameOf('pay-later')!;
      expect(frame.parentNode === document.body).to.equal(true);
      expect(frame.getClientRects()).to.have.length(0);

      const again = await load({container: target, ...category});
      expect(again.show_form).to.equal(true);
      expect(frameOf('pay-later')!.parentNode === target).to.equal(true);
      expect(frame.isConnected).to.equal(false);
    });
  }

  it('shows a review of the payment where the country has one', async () => {
    const target = await container();
    const answer = await new Promise((resolve) => {
      klarna().loadPaymentReview({container: target}, resolve);
    });
    expect(answer).to.deep.equal({show_form: true});
    expect(frameOf('payment-review')!.parentNode === target).to.equal(true);
  });
});
