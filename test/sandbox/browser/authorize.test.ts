import {expect} from '@open-wc/testing';
import {sendMouse} from '@web/test-runner-commands';
import {openShop, type Shop} from '../../support/shop.js';
import {
  ask,
  aWhile,
  container,
  includeScript,
  klarna,
  load,
  until,
} from './page.js';

describe('an authorization at the sandbox', () => {
  let shop: Shop;
  const category = {payment_method_category: 'pay_later'};

  const begin = async (options = {}) => {
    shop = await openShop({categories: ['pay_later'], sandbox: options});
    await includeScript(shop.sdkUrl);
    const session = await shop.createSession();
    klarna().init(session);
    await load({container: await container(), ...category});
    return session;
  };
  afterEach(() => shop.close());

  describe('ends as the shopper lets it:', () => {
    beforeEach(() => begin());

    it('approved, with a token', async () => {
      await shop.answer('approve');
      const answer = await ask('authorize', category);
      expect(answer).to.include({approved: true, show_form: true});
      expect(answer.authorization_token).to.match(/./);
    });

    it('approved but to be finalized, without a token', async () => {
      await shop.answer('approve');
      const options = {...category, auto_finalize: false};
      const answer = await ask('authorize', options);
      expect(answer).to.include({approved: true, finalize_required: true});
      expect(answer.authorization_token).to.equal(undefined);
    });

    it('to be corrected', async () => {
      await shop.answer('correct');
      const answer = await ask('authorize', category);
      expect(answer).to.include({approved: false, show_form: true});
      expect(answer.error!.invalid_fields).to.have.length.above(0);
    });

    it('closed', async () => {
      await shop.answer('close');
      expect(await ask('authorize', category)).to.deep.equal({
        approved: false,
        show_form: true,
      });
    });

    it('declined', async () => {
      await shop.answer('decline');
      expect(await ask('authorize', category)).to.deep.equal({
        approved: false,
        show_form: false,
      });
    });
  });

  it('carries the details to the session', async () => {
    const {session_id} = await begin();
    const billing_address = {given_name: 'Åsa', postal_code: 'SW1A 1AA'};
    await shop.answer('approve');
    await ask('authorize', category, {billing_address});
    const session = await shop.readSession(session_id);
    expect(session.billing_address).to.include(billing_address);
  });

  it('gives a token that places exactly this order, once', async () => {
    await begin();
    const billing_address = {given_name: 'Ada', postal_code: 'SW1A 1AA'};
    await shop.answer('approve');
    const {authorization_token: token} = await ask('authorize', category, {
      billing_address,
    });
    const other = {...billing_address, postal_code: 'EC1A 1BB'};
    const refused = await shop
      .placeOrder(token!, {billing_address: other})
      .catch((error: Error) => error.message);
    expect(refused).to.contain('409');
    const placed = await shop.placeOrder(token!, {billing_address});
    expect(placed.order_id).to.be.a('string');

    const again = await load({container: await container(), ...category});
    expect(again.show_form).to.equal(false);
  });

  it('that comes while another is pending is never answered', async () => {
    await begin();
    await shop.set({latency: 100});
    await shop.answer('approve', 'decline');
    const answers: string[] = [];
    const authorize = (name: string) =>
      klarna().authorize(category, {}, () => answers.push(name));
    authorize('first');
    authorize('second');
    await until(() => answers.length);
    await aWhile();
    expect(answers).to.deep.equal(['first']);
    const requests = await shop.requests();
    expect(
      requests.filter(({path}) => path === '/kp/shopper/authorize'),
    ).to.have.length(1);

    const next = await ask('authorize', category);
    expect(next.approved).to.equal(false);
  });

  describe('with a callback that throws', () => {
    let errors: unknown[];
    let uncaught: typeof window.onerror;

    beforeEach(async () => {
      await begin();
      errors = [];
      uncaught = window.onerror;
      window.onerror = (message) => {
        errors.push(message);
        return true;
      };
    });
    afterEach(() => {
      window.onerror = uncaught;
    });

    it('swallows the exception', async () => {
      await shop.answer('approve');
      let isCalled = false;
      klarna().authorize(category, {}, () => {
        isCalled = true;
        throw new Error('lost');
      });
      await until(() => isCalled);
      await aWhile();
      expect(errors).to.deep.equal([]);
    });

    it('swallows it at a wrong call too, and throws its own', () => {
      expect(() =>
        klarna().authorize({instance_id: 'a b'}, {}, () => {
          throw new Error('lost');
        }),
      )
        .to.throw(Error)
        .with.property('name', 'InvalidInstanceIDError');
    });

    it("swallows load's as well, also at a wrong call", async () => {
      let calls = 0;
      const broken = () => {
        calls++;
        throw new Error('lost');
      };
      klarna().load({container: await container(), ...category}, broken);
      await until(() => calls);
      expect(() => klarna().load({container: '#nowhere'}, broken))
        .to.throw(Error)
        .with.property('name', 'InvalidContainerSelectorError');
      await aWhile();
      expect(calls).to.equal(2);
      expect(errors).to.deep.equal([]);
    });
  });

  describe('without a click before it', () => {
    beforeEach(() => begin({popup: null}));

    it('ends as if the window had been blocked, unless the option says otherwise', async () => {
      await shop.answer('approve');
      expect(await ask('authorize', category)).to.deep.equal({
        approved: false,
        show_form: true,
      });
    });

    it('is answered in a later task', async () => {
      let isAnswered = false;
      const answered = new Promise<void>((done) => {
        klarna().authorize(category, {}, () => {
          isAnswered = true;
          done();
        });
      });
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      expect(isAnswered).to.equal(false);
      await answered;
    });

    it('leaves the queued answer for an authorization with a click', async () => {
      await shop.answer('approve');
      await ask('authorize', category);
      const answer = new Promise<{approved: boolean}>((resolve) => {
        addEventListener(
          'click',
          () => klarna().authorize(category, {}, resolve),
          {once: true},
        );
      });
      await sendMouse({type: 'click', position: [5, 5]});
      expect((await answer).approved).to.equal(true);
    });
  });
});
