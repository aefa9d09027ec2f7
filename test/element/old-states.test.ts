import {expect, fixture, html} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {readyElement, sessionAnswer, untilStatus} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';

describe('the element in a browser with other custom states', () => {
  let klarna: FakeKlarna;
  const states = Object.getOwnPropertyDescriptor(
    ElementInternals.prototype,
    'states',
  );

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
    if (states) {
      Object.defineProperty(ElementInternals.prototype, 'states', states);
    }
  });

  function replaceStates(get: () => unknown): void {
    Object.defineProperty(ElementInternals.prototype, 'states', {
      configurable: true,
      get,
    });
  }

  const browsers = {
    'with none': () => undefined,
    'that takes names with dashes alone': () => ({
      clear() {},
      add() {
        throw new DOMException('No dashes', 'SyntaxError');
      },
    }),
  };

  for (const [name, get] of Object.entries(browsers)) {
    it(`works all the same in one ${name}`, async () => {
      replaceStates(get);
      const element = await fixture<KlarnaPaymentsElement>(
        html`<klarna-payments
          .fetchSession=${async () => sessionAnswer()}
        ></klarna-payments>`,
      );
      await untilStatus(element, 'ready');
      expect((await element.authorize()).outcome).to.equal('authorized');
      expect(element.status).to.equal('authorized');
    });
  }

  it('is matched by the state of its status where there are states', async () => {
    const element = await readyElement();
    if (states) expect(element.matches(':state(ready)')).to.equal(true);
  });
});
