import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../../src/element.js';
import {sessionAnswer, settled, untilStatus} from '../../support/checkout.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';
import {shownBy, untilShown} from '../../support/shopper.js';

/** What a page's listener does with a submit that carries an authorization. */
const listeners = {
  none: () => {},
  'one that lets it pass': () => {},
  'one that sends it by script': (event: Event) => event.preventDefault(),
  'one that ends its way': (event: Event) => event.stopPropagation(),
};

type Listener = keyof typeof listeners;

describe('a form that the browser would send with GET', () => {
  let klarna: FakeKlarna;
  let said: string[];
  const {error} = console;

  beforeEach(() => {
    klarna = installFakeKlarna();
    said = [];
    console.error = (...words: unknown[]) => said.push(words.join(' '));
  });

  afterEach(() => {
    console.error = error;
    klarna.uninstall();
  });

  /** An authorized form whose submits end in a frame, if they are sent. */
  async function formWith(method: string | null, formMethod: string | null) {
    const place = await fixture(html`
      <div>
        <iframe name="receiver" title="Receiver"></iframe>
        <form action="/package.json" target="receiver">
          <klarna-payments
            name="klarna"
            .fetchSession=${async () => sessionAnswer()}
          ></klarna-payments>
          <button name="go" value="1">Pay</button>
        </form>
      </div>
    `);
    const form = place.querySelector('form')!;
    const element =
      form.querySelector<KlarnaPaymentsElement>('klarna-payments')!;
    const button = form.querySelector('button')!;
    if (method !== null) form.setAttribute('method', method);
    if (formMethod !== null) button.setAttribute('formmethod', formMethod);
    /** The forms that the browser has read, and what it has found. */
    const read: Record<string, unknown>[] = [];
    form.addEventListener('formdata', ({formData}) => {
      read.push(Object.fromEntries(formData));
    });
    await untilStatus(element, 'ready');
    await element.authorize();
    return {form, element, button, read};
  }

  for (const method of [null, 'get', 'GET', 'post', 'nonsense']) {
    for (const formMethod of [null, 'get', 'post']) {
      const effective = formMethod ?? method;
      const isGet = !/^post$/i.test(effective ?? '');
      for (const name of Object.keys(listeners) as Listener[]) {
        it(`method ${method}, formmethod ${formMethod}, listener: ${name}`, async () => {
          const {form, element, button, read} = await formWith(
            method,
            formMethod,
          );
          if (name !== 'none') {
            form.addEventListener('submit', listeners[name]);
          }
          button.click();
          await settled();
          const isSentByBrowser = name !== 'one that sends it by script';
          const canBeStopped = name !== 'one that ends its way';
          const isRefused = isGet && isSentByBrowser;
          expect(said.join(' ').includes('configuration')).to.equal(isRefused);
          expect(element.authorizationToken).to.equal('authorized-s1');
          if (isRefused) await untilShown(element, /cannot send/);
          else expect(shownBy(element)).not.to.match(/cannot send/);
          const isSent = isSentByBrowser && !(isRefused && canBeStopped);
          expect(read).to.have.length(isSent ? 1 : 0);
          if (!isSent) return;
          expect(read[0]).to.include({go: '1'});
          expect('klarna_authorization_token' in read[0]!).to.equal(!isGet);
        });
      }
    }
  }

  it('is refused behind a listener that was added last', async () => {
    const {button, form, read} = await formWith(null, null);
    // As Turbo does it: a listener behind all others, for this one event.
    const send = (event: Event) => event.preventDefault();
    const late = () => window.addEventListener('submit', send, {once: true});
    window.addEventListener('submit', late, {capture: true, once: true});
    form.addEventListener('submit', () => {});
    button.click();
    await settled();
    expect(said).to.deep.equal([]);
    expect(read).to.deep.equal([]);
  });

  it('is not concerned while script reads it', async () => {
    const {form, button} = await formWith(null, null);
    const sent: Record<string, unknown>[] = [];
    form.addEventListener('submit', (event) => {
      sent.push(Object.fromEntries(new FormData(form)));
      event.preventDefault();
      void Promise.resolve().then(() => {
        sent.push(Object.fromEntries(new FormData(form)));
      });
    });
    button.click();
    await settled();
    expect(sent).to.have.length(2);
    for (const values of sent) {
      expect(values).to.include({klarna_authorization_token: 'authorized-s1'});
    }
    expect(said).to.deep.equal([]);
  });

  it('is not concerned when script sends it', async () => {
    const {form, read} = await formWith('get', null);
    form.submit();
    expect(read).to.have.length(1);
    expect(read[0]).to.include({klarna_authorization_token: 'authorized-s1'});
    expect(said).to.deep.equal([]);
  });

  it('has no authorization in it where script’s own event sends it', async () => {
    const {form, read} = await formWith('get', null);
    form.dispatchEvent(new SubmitEvent('submit', {cancelable: true}));
    await settled();
    // Firefox sends it, the others do not.
    for (const values of read) {
      expect(values).not.to.have.property('klarna_authorization_token');
    }
  });

  it('is sent once the page says POST', async () => {
    const {form, element, button, read} = await formWith(null, null);
    button.click();
    await untilShown(element, /cannot send/);
    form.method = 'post';
    button.click();
    expect(read).to.have.length(1);
    expect(read[0]).to.include({klarna_authorization_token: 'authorized-s1'});
    await element.updateComplete;
    expect(shownBy(element)).not.to.match(/cannot send/);
  });

  it('may have fields that are named like its members', async () => {
    const {form, element, button, read} = await formWith('post', null);
    const names =
      'method elements submit requestSubmit addEventListener dispatchEvent ' +
      'getAttribute hasAttribute querySelectorAll contains getRootNode ' +
      'reportValidity action target noValidate id isConnected children';
    for (const name of names.split(' ')) {
      const field = document.createElement('input');
      Object.assign(field, {name, type: 'hidden', value: 'x'});
      form.append(field);
    }
    element.authorize().catch(() => {});
    button.click();
    await oneEvent(element, 'klarna-authorized');
    await settled();
    expect(read.at(-1)).to.include({
      method: 'x',
      submit: 'x',
      klarna_authorization_token: 'authorized-s1',
    });
  });
});
