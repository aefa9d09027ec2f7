import {expect} from '@open-wc/testing';
import {
  scriptBuilds,
  type KlarnaSandboxScript,
} from '../../../src/sandbox/browser/builds.js';
import type {KlarnaAuthorizeResult} from '../../../src/klarna/types.js';
import {openShop, type Shop} from '../../support/shop.js';
import {container, includeScript, klarna, until} from './page.js';

/**
 * The order in which integrations that are in the field call Klarna's script,
 * and with what arguments. Written after what they do, not from their code.
 */

const billing_address = {
  given_name: 'Ada',
  family_name: 'Byron',
  email: 'ada@shop.example',
  postal_code: 'SW1A 1AA',
};

interface Till {
  shop: Shop;
  clientToken: string;
  categories: string[];
}

type Answer = KlarnaAuthorizeResult;
type Integration = (till: Till) => Promise<Answer>;

function called<Result>(
  call: (callback: (result: Result) => void) => void,
): Promise<Result> {
  return new Promise((resolve) => call(resolve));
}

const integrations: Record<string, Integration> = {
  /**
   * Polls for the global, says init before every load, one container per
   * category by selector, an amount among the options, and authorizes in the
   * older order of arguments.
   */
  async 'a WooCommerce plugin'({shop, clientToken, categories}) {
    void includeScript(shop.sdkUrl);
    await until(() => window.Klarna?.Payments);
    for (const [index, category] of categories.entries()) {
      (await container()).id = `woo-${index}`;
      klarna().init({client_token: clientToken});
      const {show_form} = await called<{show_form: boolean}>((callback) =>
        klarna().load(
          {
            container: `#woo-${index}`,
            payment_method_category: category,
            instance_id: `woo-${index}`,
            purchase_amount: 24_600,
          },
          {},
          callback,
        ),
      );
      expect(show_form).to.equal(true);
    }
    await shop.answer('approve');
    return called((callback) =>
      klarna().authorize(
        {billing_address},
        {payment_method_category: categories[0], instance_id: 'woo-0'},
        callback,
      ),
    );
  },

  /** A category that is empty, as for a session with a single one. */
  async 'a WooCommerce plugin that names no category'({shop, clientToken}) {
    await includeScript(shop.sdkUrl);
    klarna().init({client_token: clientToken});
    (await container()).id = 'woo';
    await called((callback) =>
      klarna().load({container: '#woo', payment_method_category: ''}, callback),
    );
    await shop.answer('approve');
    return called((callback) =>
      klarna().authorize(
        {billing_address},
        {payment_method_category: ''},
        callback,
      ),
    );
  },

  /**
   * Waits for Klarna's callback, tells init who it is, loads every tab when it
   * is chosen, and goes through several steps.
   */
  async 'a Salesforce cartridge'({shop, clientToken, categories}) {
    const ready = called<undefined>((callback) => {
      window.klarnaAsyncCallback = () => callback(undefined);
    });
    await includeScript(shop.sdkUrl);
    await ready;
    klarna().init({
      client_token: clientToken,
      integrator: {name: 'cartridge', module_name: 'SFRA'},
      originators: [],
    });
    for (const category of categories) {
      (await container()).id = `klarna-${category}-container`;
      await called((callback) =>
        klarna().load(
          {
            container: `#klarna-${category}-container`,
            payment_method_category: category,
          },
          {purchase_country: 'GB', purchase_currency: 'GBP'},
          callback,
        ),
      );
    }
    const [first] = categories;
    const options = {payment_method_category: first, auto_finalize: false};
    await shop.answer('approve', 'approve');
    const placed = await called<Answer>((callback) =>
      klarna().authorize(options, {billing_address}, callback),
    );
    expect(placed.finalize_required).to.equal(true);
    return called((callback) =>
      klarna().finalize({payment_method_category: first}, {}, callback),
    );
  },

  /**
   * An element for a container, two arguments, and nothing but an answer with
   * `show_form` counts. Taken off and put back, the script is evaluated again.
   */
  async 'a drop-in of a payment provider'({shop, clientToken, categories}) {
    const category = {payment_method_category: categories[0]};
    let answer: Answer | undefined;
    for (let mounts = 0; mounts < 2; mounts++) {
      const ready = called<undefined>((callback) => {
        window.klarnaAsyncCallback = () => callback(undefined);
      });
      await includeScript(shop.sdkUrl);
      await ready;
      const target = await container();
      klarna().init({client_token: clientToken});
      const loaded = await called<{show_form: boolean; error?: unknown}>(
        (callback) => klarna().load({container: target, ...category}, callback),
      );
      expect(loaded).to.deep.equal({show_form: true});
      if (mounts === 0) {
        target.remove();
        continue;
      }
      await shop.answer('approve');
      answer = await called((callback) =>
        klarna().authorize(category, callback),
      );
      expect(answer!.show_form).to.equal(true);
    }
    return answer!;
  },

  /**
   * Waits for the tag, hides a method that is not offered, loads twice in a
   * row, and updates the session before it authorizes.
   */
  async 'a hosted checkout'({shop, clientToken, categories}) {
    await includeScript(shop.sdkUrl);
    expect(typeof window.Klarna?.Payments?.init).to.equal('function');
    (await container()).id = 'bc';
    const category = {payment_method_category: categories[0]};
    const load = () => {
      klarna().init({client_token: clientToken});
      return called<{show_form: boolean}>((callback) =>
        klarna().load({container: '#bc', ...category}, callback),
      );
    };
    const [first, second] = await Promise.all([load(), load()]);
    expect([first.show_form, second.show_form]).to.deep.equal([true, true]);
    expect(document.querySelectorAll('#bc iframe').length).to.be.at.most(1);
    await shop.answer('close', 'approve');
    const authorize = () =>
      called<Answer>((callback) =>
        klarna().authorize(
          category,
          {billing_address, shipping_address: billing_address},
          callback,
        ),
      );
    expect(await authorize()).to.deep.equal({
      approved: false,
      show_form: true,
    });
    return authorize();
  },
};

const plays: [KlarnaSandboxScript, Shop['experiments']][] = [
  ...(Object.keys(scriptBuilds) as KlarnaSandboxScript[]).map(
    (script): [KlarnaSandboxScript, Shop['experiments']] => [script, []],
  ),
  ...scriptBuilds['1.10-1987'].experiments.map(
    (experiment): [KlarnaSandboxScript, Shop['experiments']] => [
      '1.10-1987',
      [experiment],
    ],
  ),
];

for (const [script, experiments] of plays) {
  describe(`with build ${[script, ...experiments].join(', ')}, a sale is completed by`, () => {
    let shop: Shop;
    afterEach(async () => {
      delete window.klarnaAsyncCallback;
      await shop.close();
    });

    for (const [name, integration] of Object.entries(integrations)) {
      for (const preset of ['three', 'klarna'] as const) {
        it(`${name}, offered ${preset}`, async () => {
          delete window.Klarna;
          shop = await openShop({
            categories: preset,
            sandbox: {script, experiments},
          });
          const session = await shop.createSession();
          const answer = await integration({
            shop,
            clientToken: session.client_token,
            categories: (session.payment_method_categories ?? []).map(
              ({identifier}) => identifier,
            ),
          });
          expect(answer.approved).to.equal(true);
          const {order_id} = await shop.placeOrder(
            answer.authorization_token!,
            {billing_address},
          );
          expect(order_id).to.be.a('string');
        });
      }
    }
  });
}
