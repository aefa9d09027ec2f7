import type {
  KlarnaPaymentsElement,
  KlarnaPaymentsStatus,
} from '../../src/element.js';
import {
  givenElement,
  readyElement,
  sessionAnswer,
  untilStatus,
} from './checkout.js';
import type {FakeKlarna} from './fake-klarna.js';

/** An element in each of the statuses. */
export const inEveryStatus: Record<
  KlarnaPaymentsStatus,
  (klarna: FakeKlarna) => Promise<KlarnaPaymentsElement>
> = {
  async idle() {
    return givenElement();
  },
  async loading() {
    const element = await givenElement({
      fetchSession: () => new Promise(() => {}),
    });
    await untilStatus(element, 'loading');
    return element;
  },
  async ready() {
    return readyElement();
  },
  async authorizing(klarna) {
    const element = await readyElement();
    klarna.next('authorize', 'never');
    // It ends when the element leaves.
    element.authorize().catch(() => {});
    await element.updateComplete;
    return element;
  },
  async authorized() {
    const element = await readyElement();
    await element.authorize();
    await element.updateComplete;
    return element;
  },
  async unavailable() {
    const element = await givenElement({
      fetchSession: async () => sessionAnswer('s1', []),
    });
    await untilStatus(element, 'unavailable');
    return element;
  },
  async error() {
    const element = await givenElement({fetchSession: async () => null});
    await untilStatus(element, 'error');
    return element;
  },
};
