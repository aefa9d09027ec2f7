import {expect} from '@open-wc/testing';
import '../../../src/index.js';
import type {KlarnaPaymentsElement} from '../../../src/element.js';
import {
  panelsOf,
  partsOf,
  sessionAnswer,
  tabsOf,
} from '../../support/checkout.js';
import {
  fakeToken,
  sessionOf,
  type FakeAnswer,
  type FakeCall,
  type FakeKlarna,
  type FakeMethod,
} from '../../support/fake-klarna.js';

/** How the shop's endpoint behaves. */
export type ShopMode = 'quick' | 'slow' | 'failing' | 'lying' | 'silent';

type Index = 0 | 1;

/** A purchase that Klarna has been asked for and has not answered. */
interface Purchase {
  readonly index: number;
}

const events = [
  'session',
  'load',
  'select',
  'authorize',
  'authorized',
  'finalize-required',
  'rejected',
  'status',
  'error',
].map((name) => `klarna-${name}`);

/** A page with two elements, its shop, and what must hold of them. */
export class Shop {
  readonly elements = [
    document.createElement('klarna-payments'),
    document.createElement('klarna-payments'),
  ] as [KlarnaPaymentsElement, KlarnaPaymentsElement];
  readonly modes: [ShopMode, ShopMode] = ['quick', 'quick'];

  readonly #page = document.createElement('div');
  /** The newest session of each element, by its shop's answer. */
  readonly #sessions: [string, string] = ['', ''];
  /** The session with which a widget was loaded last, by its name. */
  readonly #loaded = new Map<string, string>();
  readonly #owners = new Map<string, number>();
  readonly #promises: Promise<unknown>[] = [];
  #purchases: Purchase[] = [];
  #givingUp: AbortController[] = [];
  #count = 0;
  #violations: string[] = [];
  #isRemoving = false;
  readonly #queued: {method: 'authorize' | 'load'; answer: unknown}[] = [];

  constructor(klarna: FakeKlarna) {
    for (const method of ['load', 'authorize', 'reauthorize', 'finalize']) {
      klarna.answer[method as FakeMethod] = (call) => this.#answerTo(call);
    }
    this.elements.forEach((element, index) => {
      element.fetchSession = () => this.#fetchSession(index as Index);
      for (const type of events) {
        element.addEventListener(type, () => {
          if (!element.isConnected && !this.#isRemoving) {
            this.#violations.push(`${type} after removal`);
          }
        });
      }
    });
  }

  async open(): Promise<void> {
    document.body.append(this.#page);
    this.insert(0);
    this.insert(1);
    await this.wait(3);
  }

  async wait(milliseconds: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  clickTab(index: Index, tab: number): void {
    tabsOf(this.elements[index])[tab]?.click();
  }

  pressKey(index: Index, key: string): void {
    const [tab] = tabsOf(this.elements[index]);
    tab?.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
  }

  call(index: Index, method: 'authorize' | 'reauthorize' | 'finalize'): void {
    if (method !== 'authorize') {
      this.#watch(this.elements[index][method]());
      return;
    }
    const giveUp = new AbortController();
    this.#givingUp.push(giveUp);
    this.#watch(this.elements[index].authorize({}, {signal: giveUp.signal}));
  }

  giveUp(index: Index): void {
    this.#givingUp.pop()?.abort();
    // Klarna goes on, but nobody waits for what it answers.
    this.#forget(index);
  }

  refresh(index: Index): void {
    this.#watch(this.elements[index].refresh());
  }

  giveToken(index: Index): void {
    const session = this.#newSession(index);
    this.#sessions[index] = session;
    this.elements[index].clientToken = fakeToken(session);
  }

  insert(index: Index): void {
    if (!this.elements[index].isConnected) {
      this.#page.append(this.elements[index]);
    }
  }

  remove(index: Index): void {
    this.#isRemoving = true;
    this.elements[index].remove();
    this.#isRemoving = false;
    this.#forget(index);
  }

  queue(method: 'authorize' | 'load', answer: unknown): void {
    this.#queued.push({method, answer});
  }

  /** What must hold at any moment. */
  expectSound(): void {
    expect(this.#violations).to.deep.equal([]);
  }

  /** Status, states, ARIA and screen say the same. */
  async expectAgreement(): Promise<void> {
    for (const element of this.elements) {
      // What has changed while that was awaited is still to be rendered.
      while (element.isUpdatePending) await element.updateComplete;
      if (!element.isConnected) {
        expect(element.status).to.equal('idle');
        continue;
      }
      expectToAgree(element);
    }
  }

  /** The other side has gone for good: nothing may be left waiting. */
  async close(): Promise<void> {
    this.remove(0);
    this.remove(1);
    const late = this.wait(2000).then(() => 'late');
    const settled = Promise.all(this.#promises).then(() => 'settled');
    expect(await Promise.race([settled, late])).to.equal('settled');
    this.expectSound();
    expect(this.#page.childElementCount).to.equal(0);
    expect(this.elements[0].childElementCount, 'containers').to.equal(0);
    expect(this.elements[1].childElementCount, 'containers').to.equal(0);
  }

  tearDown(): void {
    this.#page.remove();
  }

  #watch(promise: Promise<unknown>): void {
    this.#promises.push(
      promise.then(
        () => {},
        ({name, message}: Error) => {
          if (name !== 'KlarnaPaymentsError') {
            this.#violations.push(`rejected with ${name}: ${message}`);
          }
        },
      ),
    );
  }

  #newSession(index: number): string {
    return `element-${index} ${++this.#count}`;
  }

  async #fetchSession(index: Index): Promise<unknown> {
    const mode = this.modes[index];
    if (mode === 'silent') return new Promise(() => {});
    if (mode === 'slow') await this.wait(3);
    if (mode === 'failing') throw new Error('The shop is down');
    if (mode === 'lying') return {client_token: 'no token'};
    const session = this.#newSession(index);
    this.#sessions[index] = session;
    return sessionAnswer(session);
  }

  #answerTo(call: FakeCall): FakeAnswer {
    const {method, token = '', options} = call;
    const session = sessionOf(token);
    const index = Number(/\d/.exec(session)?.[0]);
    const name = String(options.instance_id);
    const isPurchase = method !== 'load';
    const owner = this.#owners.get(name) ?? index;
    this.#owners.set(name, owner);
    if (owner !== index) this.#violations.push('another element’s token');
    if (isPurchase) {
      if (session !== this.#sessions[index as Index]) {
        this.#violations.push(`${method} on an older session`);
      }
      if (method === 'authorize' && this.#loaded.get(name) !== session) {
        this.#violations.push('a widget was not loaded with its session');
      }
      if (this.#purchases.length) this.#violations.push('two purchases');
      this.#purchases.push({index});
    } else {
      this.#loaded.set(name, session);
    }

    const at = this.#queued.findIndex(
      (queued) => queued.method === (isPurchase ? 'authorize' : 'load'),
    );
    const [queued] = at < 0 ? [] : this.#queued.splice(at, 1);
    const answer = queued?.answer ?? {
      approved: true,
      authorization_token: `token-${session}`,
      show_form: true,
    };
    if (answer === 'never') return 'never';
    if (answer === 'throws') {
      if (isPurchase) this.#forget(index);
      return {throws: new Error('The script failed (expected)')};
    }
    // Klarna's answer is the end of the purchase.
    const delay = 2;
    if (isPurchase) setTimeout(() => this.#forget(index), delay);
    return {answer, delay};
  }

  #forget(index: number): void {
    this.#purchases = this.#purchases.filter((each) => each.index !== index);
  }
}

function expectToAgree(element: KlarnaPaymentsElement): void {
  const {status} = element;
  const states = [
    'loading',
    'ready',
    'authorizing',
    'authorized',
    'unavailable',
    'error',
  ].filter((state) => element.matches(`:state(${state})`));
  expect(states, 'states').to.deep.equal(status === 'idle' ? [] : [status]);

  const tabs = tabsOf(element);
  const selected = tabs.filter((tab) => tab.ariaSelected === 'true');
  if (tabs.length) {
    expect(
      selected.map(({id}) => id),
      'selected',
    ).to.deep.equal([`tab-${element.category}`]);
    const reachable = tabs.filter((tab) => tab.tabIndex === 0);
    expect(reachable, 'reachable').to.have.length(1);
  }
  const shown = panelsOf(element).filter((panel) => !panel.hidden);
  expect(shown.length, 'panels').to.equal(
    status === 'error' || !panelsOf(element).length ? 0 : 1,
  );
  const [panel] = shown;
  if (panel && status !== 'loading') {
    expect(panel.ariaBusy, 'busy').to.equal('false');
  }
  expect(partsOf(element, 'retry-button').length, 'retry').to.equal(
    status === 'error' ? 1 : 0,
  );
  expect(Boolean(element.error), 'error').to.equal(status === 'error');
  if (element.authorizationToken) expect(status).to.equal('authorized');
}
