import {expect, waitUntil} from '@open-wc/testing';
import fc from 'fast-check';
import '../../src/index.js';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {sessionAnswer, settled} from '../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';
import {shownBy} from '../support/shopper.js';

const names = [
  'given-name',
  'family-name',
  'email',
  'tel',
  'postal-code',
  'address-level2',
  'country',
  'address-line1',
];

const field = fc.record({
  name: fc.constantFrom(...names),
  kind: fc.constantFrom('', 'billing ', 'shipping ', 'section-a billing '),
  value: fc.constantFrom('', 'Ada', 'London', '+44 20', 'SW1Y 4LE'),
});

const group = fc.record({
  fields: fc.array(field, {minLength: 1, maxLength: 4}),
  state: fc.constantFrom('plain', 'plain', 'hidden', 'disabled'),
});

/** What the page does with a submit that reaches its listeners. */
const submitListener = fc.constantFrom(
  'leave it to the browser',
  'send it by script',
  'send it later',
  'rewrite and send it',
  'rewrite it',
);

/** What a listener of the element's events does. */
const pageListener = fc.record({
  on: fc.constantFrom('authorizing', 'authorized', 'ready'),
  does: fc.constantFrom(
    'lock',
    'unlock',
    'hide',
    'take a field out',
    'write',
    'replace a field',
    'read',
    'submit',
    'submit()',
    'disable the button',
    'take the button out',
  ),
});

const action = fc.constantFrom(
  'pay',
  'pay',
  'pay twice',
  'type',
  'unfold',
  'fold',
  'save',
  'write',
  'choose a tab',
);

const answer = fc.constantFrom(
  'approve',
  'approve',
  'approve',
  'cancel',
  'correct',
  'decline',
);

const page = fc.record({
  groups: fc.array(group, {minLength: 1, maxLength: 3}),
  isInGroup: fc.boolean(),
  isUnvalidated: fc.boolean(),
  hasTerms: fc.boolean(),
  submitListener,
  pageListeners: fc.array(pageListener, {maxLength: 3}),
  actions: fc.array(action, {minLength: 1, maxLength: 6}),
  answers: fc.array(answer, {minLength: 6, maxLength: 6}),
});

type Page = typeof page extends fc.Arbitrary<infer Value> ? Value : never;

/** What has reached the shop. */
interface Sent {
  token: unknown;
  isOrder: boolean;
}

class RandomPage {
  readonly form = document.createElement('form');
  readonly element = document.createElement(
    'klarna-payments',
  ) as KlarnaPaymentsElement;
  readonly frame = document.createElement('iframe');
  readonly button = document.createElement('button');
  readonly save = document.createElement('button');
  readonly sent: Sent[] = [];
  /** Approvals of which neither the shop nor the shopper knows. */
  readonly open = new Set<string>();
  /** What must not happen. */
  readonly faults: string[] = [];
  readonly #delivered = new Set<string>();
  readonly #page: Page;

  constructor(given: Page) {
    this.#page = given;
    const {form, element, button, save, frame} = this;
    frame.name = 'receiver';
    Object.assign(form, {method: 'post', target: 'receiver'});
    form.action = '/package.json';
    form.noValidate = given.isUnvalidated;
    for (const {fields, state} of given.groups) {
      const fieldset = document.createElement('fieldset');
      fieldset.hidden = state === 'hidden';
      fieldset.disabled = state === 'disabled';
      for (const {name, kind, value} of fields) {
        const input = document.createElement('input');
        input.setAttribute('autocomplete', kind + name);
        input.value = value;
        fieldset.append(input);
      }
      form.append(fieldset);
    }
    if (given.hasTerms) {
      const terms = document.createElement('input');
      Object.assign(terms, {type: 'checkbox', name: 'terms', required: true});
      terms.checked = true;
      form.append(terms);
    }
    Object.assign(save, {name: 'save', formNoValidate: true});
    button.name = 'pay';
    const box = document.createElement('fieldset');
    if (given.isInGroup) form.append(box);
    (given.isInGroup ? box : form).append(element);
    form.append(button, save);
    element.name = 'klarna';
    element.fetchSession = async () => sessionAnswer();
    this.#listen();
    document.body.append(frame, form);
  }

  async run(): Promise<void> {
    // Listeners of the page may pay before the shopper does anything.
    await this.#told('the first widget');
    for (const step of this.#page.actions) {
      this.#act(step);
      await this.#told(step);
    }
  }

  /** Until somebody has heard of every approval. */
  async #told(step: string): Promise<void> {
    await this.#rest();
    await waitUntil(() => this.#isKnown(), `after “${step}”`, {
      interval: 5,
      timeout: 2000,
    });
    expect(this.faults, `after “${step}”`).to.deep.equal([]);
    this.open.clear();
  }

  #isKnown(): boolean {
    const shown = shownBy(this.element);
    return !this.open.size || /not been sent|again|cannot send/.test(shown);
  }

  /** Until nothing is under way any more. */
  async #rest(): Promise<void> {
    await waitUntil(
      () => !/idle|authorizing|loading/.test(this.element.status),
      undefined,
      {interval: 2, timeout: 5000},
    );
    await settled(12);
  }

  remove(): void {
    this.form.remove();
    this.frame.remove();
  }

  #listen(): void {
    const {form, element} = this;
    element.addEventListener('klarna-authorized', ({detail}) => {
      // A listener of the status may have sent it already.
      if (!this.#delivered.has(detail.authorizationToken)) {
        this.open.add(detail.authorizationToken);
      }
    });
    element.addEventListener('klarna-authorize', () => {
      // What is on screen when Klarna is asked again has been told.
      if (this.#isKnown()) this.open.clear();
    });
    element.addEventListener('klarna-status', ({detail}) => {
      for (const {on, does} of this.#page.pageListeners) {
        if (on === detail.status) this.#do(does);
      }
    });
    form.addEventListener('formdata', ({formData}) => this.#receive(formData));
    form.addEventListener('submit', (event) => {
      // The copy is no submit: this page leaves it alone.
      if (event.isTrusted) this.#handle(event);
    });
  }

  /** The browser, or `new FormData(form)` of the page, reads the form. */
  #receive(formData: FormData): void {
    const token = formData.get('klarna_authorization_token');
    const details = formData.get('klarna_customer_details');
    if (typeof token !== 'string' || typeof details !== 'string') return;
    if (details !== JSON.stringify(this.#approved.get(token))) {
      this.faults.push(`sent ${details} with ${token}`);
    }
  }

  #handle(event: SubmitEvent): void {
    const {submitListener: way} = this.#page;
    // The only button of a form places the order, whatever it says.
    const isOrder = event.submitter !== this.save || !this.button.isConnected;
    const note = () => {
      const data = new FormData(this.form);
      const token = data.get('klarna_authorization_token');
      this.sent.push({token, isOrder});
      // With its fieldset off from the start, the element takes no part.
      const isPart = !this.element.matches(':disabled');
      if (isOrder ? isPart && !token : token) {
        this.faults.push(isOrder ? 'an order without' : 'no order, but with');
      }
      if (typeof token === 'string') this.#deliver(token);
    };
    if (/rewrite/.test(way)) this.#do('write');
    if (way === 'send it later') {
      event.preventDefault();
      void settled(3).then(note);
      return;
    }
    if (/send/.test(way)) event.preventDefault();
    note();
  }

  /** All that Klarna has approved, by token. */
  get #approved(): Map<string, unknown> {
    return approvals.get(this) ?? new Map();
  }

  #act(step: string): void {
    const input = this.form.querySelector<HTMLInputElement>(
      'input:not([type]):enabled',
    );
    // Folded itself, the element can show nothing.
    const fold = [...this.form.querySelectorAll('fieldset')]
      .slice(1)
      .find((it) => !it.contains(this.element));
    if (step === 'pay') {
      this.button.click();
    } else if (step === 'pay twice') {
      this.button.click();
      this.button.click();
    } else if (step === 'save') {
      this.save.click();
    } else if (step === 'type' && input) {
      input.value += 'x';
      input.dispatchEvent(new InputEvent('input', {bubbles: true}));
    } else if (step === 'write') {
      this.#do('write');
    } else if (step === 'choose a tab') {
      this.element
        .shadowRoot!.querySelector<HTMLElement>(
          '[role=tab][aria-selected=false]',
        )
        ?.click();
    } else if (fold) {
      fold.hidden = step === 'fold';
    }
  }

  #do(what: string): void {
    const {form, button} = this;
    const input = form.querySelector<HTMLInputElement>('input:not([type])');
    const fieldset = form.querySelector('fieldset')!;
    if (/lock/.test(what)) {
      for (const it of form.querySelectorAll('fieldset')) {
        it.disabled = what === 'lock';
      }
    }
    if (what === 'hide') {
      fieldset.hidden = true;
    } else if (what === 'take a field out') {
      input?.remove();
    } else if (what === 'write' && input) {
      input.value += 'y';
    } else if (what === 'replace a field' && input) {
      const other = input.cloneNode() as HTMLInputElement;
      other.value = input.value;
      input.replaceWith(other);
    } else if (what === 'read') {
      new FormData(form);
    } else if (what === 'submit') {
      form.requestSubmit();
    } else if (what === 'submit()') {
      this.#send();
    } else if (what === 'disable the button') {
      button.disabled = true;
    } else if (what === 'take the button out') {
      button.remove();
    }
  }

  /** By script, as pages do it once they have a token. */
  #send(): void {
    const {authorizationToken} = this.element;
    if (!authorizationToken) return;
    this.form.submit();
    this.#deliver(authorizationToken);
  }

  #deliver(token: string): void {
    this.#delivered.add(token);
    this.open.delete(token);
  }
}

/** Kept apart: a page may ask for more than one approval. */
const approvals = new WeakMap<RandomPage, Map<string, unknown>>();

describe('random pages and random shoppers', () => {
  let klarna: FakeKlarna;
  const {warn} = console;

  beforeEach(() => {
    klarna = installFakeKlarna();
    klarna.frameTag = 'div';
    console.warn = () => {};
  });

  afterEach(() => {
    console.warn = warn;
    klarna.uninstall();
  });

  it('never leave an approval unknown to both the shop and the shopper', async () => {
    let tokens = 0;
    let approved = 0;
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(page, async (given) => {
        const it = new RandomPage(given);
        const known = new Map<string, unknown>();
        approvals.set(it, known);
        const answers = [...given.answers];
        klarna.answer.authorize = ({data}) => {
          const next = answers.shift();
          const token = `t${++tokens}`;
          if (next === 'cancel') {
            return {answer: {approved: false, show_form: true}};
          }
          if (next === 'decline') {
            return {answer: {approved: false, show_form: false}};
          }
          if (next === 'correct') {
            const error = {invalid_fields: ['billing_address.given_name']};
            return {answer: {approved: false, show_form: true, error}};
          }
          known.set(token, structuredClone(data));
          return {answer: {approved: true, authorization_token: token}};
        };
        try {
          await it.run();
        } finally {
          it.remove();
        }
        approved += known.size;
        sent += it.sent.filter(({token}) => token).length;
      }),
      {numRuns: 200, interruptAfterTimeLimit: 240_000},
    );
    // The pages are not so odd that nothing is ever bought: about 130 and 80
    // of 200 are usual, and chance is to decide nothing here.
    expect(approved).to.be.greaterThan(30);
    expect(sent).to.be.greaterThan(15);
  }).timeout(300_000);
});
