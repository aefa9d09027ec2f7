import {expect} from '@open-wc/testing';
import {sendMouse} from '@web/test-runner-commands';
import {
  KlarnaPaymentsElement,
  type AuthorizeResult,
} from '../../src/element.js';
import {
  faultOf,
  readyElement,
  sessionAnswer,
  tabsOf,
  untilStatus,
  visit,
} from '../support/checkout.js';
import {
  fakeToken,
  installFakeKlarna,
  sessionOf,
  type FakeKlarna,
} from '../support/fake-klarna.js';
import {aPlace, placeElement} from '../support/places.js';
import {openShop, sessionIdOf} from '../support/shop.js';

describe('several elements on one page', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  /** Every order in which the steps of two can come, theirs kept in order. */
  function merges(a: string, b: string): string[] {
    if (!a || !b) return [a + b];
    return [
      ...merges(a.slice(1), b).map((rest) => a[0] + rest),
      ...merges(a, b.slice(1)).map((rest) => b[0] + rest),
    ];
  }

  /** The session that each call was for, by the widget that it named. */
  function expectOwnSessions() {
    const owner = new Map<string, string>();
    for (const {method, token, options} of klarna.calls) {
      if (method === 'init') continue;
      const widget = options.instance_id!;
      if (method === 'load' && !owner.has(widget)) {
        const container = options['container'] as HTMLElement;
        owner.set(widget, container.parentElement!.id);
      }
      expect(sessionOf(token!), `${method} of ${widget}`).to.equal(
        owner.get(widget),
      );
    }
  }

  function expectOwnToken(element: Element, result: AuthorizeResult) {
    expect(result).to.include({
      outcome: 'authorized',
      authorizationToken: `authorized-${element.id}`,
    });
  }

  async function element(id: string): Promise<KlarnaPaymentsElement> {
    return placeElement(await aPlace(), {
      id,
      fetchSession: async () => sessionAnswer(id),
    });
  }

  describe('authorize their own session', () => {
    // Appear, be loaded, choose another tab, authorize.
    for (const order of merges('abc', 'ABC')) {
      it(`in the order ${order}: appear, choose, authorize`, async () => {
        const elements: Record<string, KlarnaPaymentsElement> = {};
        const results: Array<Promise<void>> = [];
        for (const step of order) {
          const id = step === step.toLowerCase() ? 'first' : 'second';
          switch (step.toLowerCase()) {
            case 'a':
              elements[id] = await element(id);
              break;
            case 'b':
              await untilStatus(elements[id]!, 'ready');
              tabsOf(elements[id]!)[1]!.click();
              break;
            default:
              await untilStatus(elements[id]!, 'ready');
              results.push(
                elements[id]!.authorize().then((result) =>
                  expectOwnToken(elements[id]!, result),
                ),
              );
          }
        }
        await Promise.all(results);
        expect(klarna.of('authorize')).to.have.length(2);
        expectOwnSessions();
      });
    }

    it('when both are asked in one task', async () => {
      const [first, second] = [await element('one'), await element('two')];
      await untilStatus(first, 'ready');
      await untilStatus(second, 'ready');
      const results = await Promise.all([
        second.authorize(),
        first.authorize(),
        second.authorize(),
      ]);
      expectOwnToken(second, results[0]);
      expectOwnToken(first, results[1]);
      expect(results[2] === results[0]).to.equal(true);
      expect(klarna.of('authorize')).to.have.length(2);
    });

    it('when one is loading while the other is asked', async () => {
      const first = await element('one');
      await untilStatus(first, 'ready');
      klarna.delay = 30;
      const second = await element('two');
      await untilStatus(second, 'loading');
      expectOwnToken(first, await first.authorize());
      await untilStatus(second, 'ready');
      expectOwnToken(second, await second.authorize());
      expectOwnSessions();
    });

    it('when the page itself has set another token', async () => {
      const first = await element('one');
      await untilStatus(first, 'ready');
      window.Klarna!.Payments!.init({client_token: fakeToken('of the page')});
      expectOwnToken(first, await first.authorize());
    });

    it('when one of them is declined', async () => {
      const [first, second] = [await element('one'), await element('two')];
      await untilStatus(first, 'ready');
      await untilStatus(second, 'ready');
      klarna.next('authorize', {answer: {approved: false, show_form: false}});
      expect((await first.authorize()).outcome).to.equal('declined');
      expect(second.status).to.equal('ready');
      expect(tabsOf(second)).to.have.length(3);
      expectOwnToken(second, await second.authorize());
    });

    it('when one of them leaves while it is asked', async () => {
      const [first, second] = [await element('one'), await element('two')];
      await untilStatus(first, 'ready');
      await untilStatus(second, 'ready');
      klarna.next('authorize', 'never');
      const lost = faultOf(first.authorize());
      const result = second.authorize();
      first.remove();
      expect((await lost).code).to.equal('aborted');
      expectOwnToken(second, await result);
    });
  });

  describe('with the same category', () => {
    it('have widgets that do not take each other away', async () => {
      const elements = [
        await element('one'),
        await element('two'),
        await element('three'),
      ];
      for (const it of elements) await untilStatus(it, 'ready');
      for (const it of elements) await visit(it, 1);
      const frames = elements.map((it) => [...it.querySelectorAll('iframe')]);
      expect(frames.map(({length}) => length)).to.deep.equal([2, 2, 2]);
      const ids = frames.flat().map(({id}) => id);
      expect(new Set(ids).size).to.equal(6);
      const names = klarna.of('load').map(({options}) => options.instance_id);
      expect(new Set(names).size).to.equal(6);
    });

    it('do so also with the same session', async () => {
      const one = await readyElement();
      const two = await readyElement();
      const frame = one.querySelector('iframe');
      expect(frame?.isConnected).to.equal(true);
      expect(two.querySelector('iframe')?.id).not.to.equal(frame?.id);
      expect((await one.authorize()).outcome).to.equal('authorized');
      expect((await two.authorize()).outcome).to.equal('authorized');
    });

    it('leave the frames of the others when one goes', async () => {
      const [first, second] = [await element('one'), await element('two')];
      await untilStatus(first, 'ready');
      await untilStatus(second, 'ready');
      const frame = second.querySelector('iframe')!;
      const inside = frame.contentWindow;
      first.remove();
      expect(frame.contentWindow === inside).to.equal(true);
      expectOwnToken(second, await second.authorize());
    });

    it('have ids of their own in the document', async () => {
      await element('one').then((it) => untilStatus(it, 'ready'));
      await element('two').then((it) => untilStatus(it, 'ready'));
      const ids = [...document.querySelectorAll('[id]')].map(({id}) => id);
      expect(new Set(ids).size).to.equal(ids.length);
    });
  });

  it('pay each for its own order at the same Klarna', async function () {
    this.timeout(40_000);
    klarna.uninstall();
    const shop = await openShop();
    const elements = [];
    for (const _ of [1, 2]) {
      const session = await shop.createSession();
      const element = placeElement(await aPlace(), {
        clientToken: session.client_token,
        categories: session.payment_method_categories ?? null,
        sdkUrl: shop.sdkUrl,
      });
      await untilStatus(element, 'ready', 20_000);
      elements.push(element);
    }
    await shop.answer('approve', 'approve');
    await sendMouse({type: 'click', position: [1, 1]});
    await Promise.all(elements.toReversed().map((it) => it.authorize()));
    for (const {clientToken, authorizationToken} of elements) {
      const session = await shop.readSession(sessionIdOf(clientToken));
      expect(authorizationToken).to.be.a('string');
      expect(session.authorization_token).to.equal(authorizationToken);
    }
    delete window.Klarna;
    await shop.close();
  });
});
