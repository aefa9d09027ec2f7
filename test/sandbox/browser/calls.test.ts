import {expect} from '@open-wc/testing';
import {inLaterTask} from '../../../src/klarna/later-task.js';
import {openShop, type Shop} from '../../support/shop.js';
import {
  ask,
  aWhile,
  behaviourOf,
  container,
  frameOf,
  includeScript,
  klarna,
  load,
  refused,
  wrong,
} from './page.js';

describe("a call of the sandbox's script", () => {
  let shop: Shop;
  let target: HTMLElement;
  const category = {payment_method_category: 'pay_later'};
  const unavailable = [{show_form: false}];
  const notApproved = [{approved: false, show_form: false}];

  beforeEach(async () => {
    shop = await openShop({categories: ['pay_later']});
    await includeScript(shop.sdkUrl);
    target = await container();
  });
  afterEach(() => shop.close());

  const init = async () => klarna().init(await shop.createSession());

  describe('that is wrong is answered first and then thrown:', () => {
    it('load before init', () => {
      expect(
        wrong((cb) => klarna().load({container: target, ...category}, cb)),
      ).to.deep.equal({
        name: 'ApplicationNotInitializedError',
        answers: unavailable,
      });
    });

    const wrongLoads: [string, string, object][] = [
      ['no container', 'TypeError', {}],
      ['a container that is no element', 'TypeError', {container: {}}],
      [
        'a document fragment for a container',
        'TypeError',
        {container: document.createDocumentFragment()},
      ],
      [
        'a selector that nothing matches',
        'InvalidContainerSelectorError',
        {container: '#nowhere'},
      ],
      [
        'a category that Klarna does not know',
        'PaymentMethodCategoryNotSupportedError',
        {container: 'body', payment_method_category: 'pay_never'},
      ],
      [
        'several categories without an instance',
        'InstanceIDNotProvidedError',
        {container: 'body', payment_method_categories: ['pay_later']},
      ],
      [
        'several categories with a wrong instance',
        'InvalidInstanceIDError',
        {
          container: 'body',
          payment_method_categories: ['pay_later'],
          instance_id: 'no spaces',
        },
      ],
      [
        'several categories, one of which Klarna does not know',
        'PaymentMethodCategoryNotSupportedError',
        {
          container: 'body',
          payment_method_categories: ['pay_later', 'pay_never'],
          instance_id: 'several',
        },
      ],
      [
        'several categories as objects',
        'PaymentMethodCategoryNotSupportedError',
        {
          container: 'body',
          payment_method_categories: [{identifier: 'pay_later'}],
          instance_id: 'several',
        },
      ],
      [
        'a preferred method that Klarna does not know',
        'PreferredPaymentMethodNotSupportedError',
        {container: 'body', preferred_payment_method: 'barter'},
      ],
    ];
    for (const [what, name, options] of wrongLoads) {
      it(`load with ${what}`, async () => {
        await init();
        expect(wrong((cb) => klarna().load(options, cb))).to.deep.equal({
          name,
          answers: unavailable,
        });
        expect(document.querySelectorAll('iframe').length).to.equal(0);
      });
    }

    it('authorize before init, and before load', async () => {
      const expected = {
        name: 'ApplicationNotLoadedError',
        answers: notApproved,
      };
      const authorize = () =>
        refused((cb) => klarna().authorize(category, {}, cb));
      expect(await authorize()).to.deep.include(expected);
      await init();
      expect(await authorize()).to.deep.include(expected);
    });

    it('authorize of another widget than the one that is loaded', async () => {
      await init();
      await load({container: target, ...category});
      expect(
        await refused((cb) => klarna().authorize({}, {}, cb)),
      ).to.deep.include({
        name: 'ApplicationNotLoadedError',
        answers: notApproved,
      });
    });

    it('authorize of a category that Klarna does not know', async () => {
      await init();
      expect(
        wrong((cb) =>
          klarna().authorize({payment_method_category: 'pay_never'}, cb),
        ),
      ).to.deep.equal({
        name: 'PaymentMethodCategoryNotSupportedError',
        answers: notApproved,
      });
    });

    it('authorize of an instance that can have no such name', async () => {
      await init();
      expect(
        wrong((cb) => klarna().authorize({instance_id: 'a b'}, cb)),
      ).to.deep.equal({name: 'InvalidInstanceIDError', answers: notApproved});
    });

    for (const method of ['reauthorize', 'finalize'] as const) {
      it(`${method} before init, unless the build stumbles over it`, () => {
        const named = {
          name: 'ApplicationNotInitializedError',
          answers: notApproved,
        };
        const raw = {name: 'TypeError', answers: []};
        expect(wrong((cb) => klarna()[method](category, {}, cb))).to.deep.equal(
          behaviourOf(shop).beforeInit === 'answer-then-named-error'
            ? named
            : raw,
        );
      });

      it(`${method} of a category that Klarna does not know`, async () => {
        await init();
        const options = {payment_method_category: 'pay_never'};
        expect(wrong((cb) => klarna()[method](options, {}, cb))).to.deep.equal({
          name: 'PaymentMethodCategoryNotSupportedError',
          answers: notApproved,
        });
        expect(document.querySelectorAll('iframe').length).to.equal(0);
      });
    }

    it('loadPaymentReview outside of the countries that have it', async () => {
      const session = await shop.createSession({
        purchase_country: 'SE',
        purchase_currency: 'SEK',
        locale: 'sv-SE',
      });
      klarna().init(session);
      expect(
        wrong((cb) => klarna().loadPaymentReview({container: target}, cb)),
      ).to.deep.equal({
        name: 'OperationNotSupportedError',
        answers: unavailable,
      });
    });
  });

  describe('that is wrong is thrown and not answered:', () => {
    it('load with a token that is none', () => {
      const options = {container: target, client_token: 'none'};
      expect(wrong((cb) => klarna().load(options, cb))).to.deep.equal({
        name: 'InvalidClientTokenError',
        answers: [],
      });
    });

    it('load with nothing but a callback, which is taken for the options', async () => {
      const loadOnly = () => wrong((cb) => klarna().load(cb));
      expect(loadOnly()).to.deep.equal({
        name: 'ApplicationNotInitializedError',
        answers: [],
      });
      await init();
      expect(loadOnly()).to.deep.equal({name: 'TypeError', answers: []});
    });
  });

  it('may have several categories in a widget with a name', async () => {
    await init();
    const options = {
      container: target,
      payment_method_categories: ['pay_later', 'pay_now'],
      instance_id: 'several',
    };
    expect(await load(options)).to.deep.equal({show_form: true});
    expect(frameOf('several')).not.to.equal(null);
  });

  it("with a selector that is none throws the browser's own error, unanswered", async () => {
    await init();
    expect(wrong((cb) => klarna().load({container: '###'}, cb))).to.deep.equal({
      name: 'SyntaxError',
      answers: [],
    });
  });

  it('may have any category that the sandbox offers', async () => {
    const other = await openShop({categories: ['pay_next_year']});
    delete window.Klarna;
    await includeScript(other.sdkUrl);
    klarna().init(await other.createSession());
    const answer = await load({
      container: target,
      payment_method_category: 'pay_next_year',
    });
    expect(answer.show_form).to.equal(true);
    await other.close();
  });

  it('takes a selector for the container', async () => {
    await init();
    target.id = 'klarna-here';
    await load({container: '#klarna-here', ...category});
    expect(target.querySelectorAll('iframe').length).to.equal(1);
  });

  it('returns nothing', async () => {
    await init();
    const options = {container: target, ...category};
    expect(klarna().load(options)).to.equal(undefined);
    expect(klarna().authorize(category)).to.equal(undefined);
    expect(klarna().finalize(category)).to.equal(undefined);
  });

  describe('is answered in a later task:', () => {
    /** Whether the callback waits for everything that is under way now. */
    const comesLater = (call: (callback: () => void) => void) =>
      new Promise<boolean>((resolve) => {
        let isSameTask = true;
        inLaterTask(() => (isSameTask = false));
        call(() => resolve(!isSameTask));
      });

    it('load, also of a frame that is there already', async () => {
      await init();
      const options = {container: target, ...category};
      const again = () => comesLater((cb) => klarna().load(options, cb));
      expect(await again()).to.equal(true);
      expect(await again()).to.equal(true);
    });

    it('authorize, reauthorize, finalize', async () => {
      await init();
      await load({container: target, ...category});
      await shop.answer('approve', 'approve', 'approve');
      for (const method of ['authorize', 'reauthorize', 'finalize'] as const) {
        expect(
          await comesLater((cb) => klarna()[method](category, {}, cb)),
          method,
        ).to.equal(true);
      }
    });
  });

  describe('sorts out its arguments:', () => {
    const data = {merchant_reference1: 'A-1'};
    const reference = async (id: string) =>
      (await shop.readSession(id)).merchant_reference1;
    let id: string;

    beforeEach(async () => {
      const session = await shop.createSession();
      id = session.session_id;
      klarna().init(session);
    });

    it('load(options, callback)', async () => {
      const answer = await new Promise((resolve) => {
        klarna().load({container: target, ...category}, resolve);
      });
      expect(answer).to.deep.equal({show_form: true});
    });

    it('load(options, null, callback)', async () => {
      const answer = await new Promise((resolve) => {
        klarna().load({container: target, ...category}, null, resolve);
      });
      expect(answer).to.deep.equal({show_form: true});
    });

    it('load(options, data, callback)', async () => {
      await load({container: target, ...category}, data);
      expect(await reference(id)).to.equal('A-1');
    });

    it('load never swaps its first two', async () => {
      const swapped = wrong((cb) =>
        klarna().load(data, {container: target, ...category}, cb),
      );
      expect(swapped.name).to.equal('TypeError');
    });

    it('authorize(callback)', async () => {
      await load({container: target});
      await shop.answer('approve');
      const answer = await new Promise<{approved: boolean}>((resolve) => {
        klarna().authorize(resolve);
      });
      expect(answer.approved).to.equal(true);
    });

    it('authorize(options, callback)', async () => {
      await load({container: target, ...category});
      await shop.answer('approve');
      const answer = await new Promise<{approved: boolean}>((resolve) => {
        klarna().authorize(category, resolve);
      });
      expect(answer.approved).to.equal(true);
    });

    it('authorize(data, callback) drops the data', async () => {
      await load({container: target});
      await shop.answer('approve');
      await new Promise((resolve) => {
        klarna().authorize(data, resolve);
      });
      expect(await reference(id)).to.equal(undefined);
    });

    for (const options of [
      {payment_method_category: 'pay_later'},
      {instance_id: 'pay_later'},
    ]) {
      const [member] = Object.keys(options);
      it(`authorize(data, options, callback), told by ${member}`, async () => {
        await load({container: target, ...options});
        await shop.answer('approve');
        await ask('authorize', data, options);
        expect(await reference(id)).to.equal('A-1');
      });
    }

    for (const method of ['reauthorize', 'finalize'] as const) {
      it(`${method}(data, options, callback), told by the category only`, async () => {
        await load({container: target, ...category});
        await shop.answer('approve', 'approve', 'approve');
        await ask('authorize', {...category, auto_finalize: false});
        await ask(method, data, category);
        expect(await reference(id)).to.equal('A-1');
        await ask(method, {merchant_reference1: 'A-2'}, {instance_id: 'x'});
        expect(await reference(id)).to.equal('A-1');
      });
    }

    it('takes the data as they are at the call', async () => {
      const changing = {...data};
      const loaded = load({container: target, ...category}, changing);
      changing.merchant_reference1 = 'A-2';
      await loaded;
      expect(await reference(id)).to.equal('A-1');
    });
  });

  it('says at load which data are wrong, and shows the widget', async () => {
    await init();
    const answer = await load(
      {container: target, ...category},
      {purchase_country: 'Britain'},
    );
    expect(answer).to.deep.equal({
      show_form: true,
      error: {invalid_fields: ['purchase_country']},
    });
  });

  it('does without a callback', async () => {
    await init();
    klarna().load({container: target, ...category});
    await aWhile();
    expect(target.querySelectorAll('iframe').length).to.equal(1);
  });
});
