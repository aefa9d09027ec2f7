import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import {settled, untilStatus, watchExceptions} from '../../support/checkout.js';
import {fieldOf, readyForm} from '../../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../../support/fake-klarna.js';

describe('the submitter of a stopped submit', () => {
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  const twoWays = html`
    <button name="way" value="fast">Fast</button>
    <input type="submit" name="way" value="slow" />
  `;

  it('submits again, with its name and value', async () => {
    const {form, submits} = await readyForm(twoWays);
    form.querySelector<HTMLElement>('[value=slow]')!.click();
    await oneEvent(form, 'submit');
    expect(submits[0]?.submitter).to.equal('slow');
    expect(submits[0]?.values).to.include({way: 'slow'});
    expect(submits[0]?.values).not.to.have.property('button');
  });

  it('is the one that began the authorization', async () => {
    const {form, submits} = await readyForm(twoWays);
    form.querySelector<HTMLElement>('[value=fast]')!.click();
    form.querySelector<HTMLElement>('[value=slow]')!.click();
    await oneEvent(form, 'submit');
    expect(submits[0]?.values).to.include({way: 'fast'});
  });

  it('sends the form where its formaction says', async () => {
    const frame = await fixture<HTMLIFrameElement>(
      html`<iframe name="receiver" title="Receiver"></iframe>`,
    );
    const form = await nativeForm();
    const sent: Record<string, unknown>[] = [];
    form.addEventListener('formdata', ({formData}) => {
      sent.push(Object.fromEntries(formData));
    });
    const arrived = oneEvent(frame, 'load');
    fieldOf(form, 'way').click();
    await arrived;
    const {pathname} = frame.contentWindow!.location;
    expect(pathname).to.equal('/package.json');
    expect(sent).to.deep.equal([
      {
        way: 'express',
        klarna_authorization_token: 'authorized-s1',
        klarna_category: 'pay_later',
        klarna_customer_details: '{}',
      },
    ]);
  });

  /** A form that no script handles, whose submits end in a frame. */
  async function nativeForm(): Promise<HTMLFormElement> {
    const {form, element} = await readyForm();
    const copy = form.cloneNode() as HTMLFormElement;
    copy.action = '/checkout';
    copy.method = 'post';
    copy.target = 'receiver';
    const way = document.createElement('button');
    way.name = 'way';
    way.value = 'express';
    way.formAction = '/package.json';
    form.after(copy);
    copy.append(way);
    copy.append(element);
    await untilStatus(element, 'ready');
    return copy;
  }

  it('is passed over when it has been removed meanwhile', async () => {
    const {form, submits} = await readyForm(twoWays);
    const fast = form.querySelector<HTMLElement>('[value=fast]')!;
    fast.click();
    fast.remove();
    await oneEvent(form, 'submit');
    expect(submits[0]?.submitter).to.equal(null);
    expect(submits[0]?.values).not.to.have.property('way');
  });

  it('does not hold up the form when it has been disabled meanwhile', async () => {
    const {form, button, submits} = await readyForm();
    button.click();
    button.disabled = true;
    await oneEvent(form, 'submit');
    expect(submits).to.have.length(1);
  });

  it('is the same when it is disabled to keep the shopper from clicking again', async () => {
    const {form, button, submits} = await readyForm();
    button.click();
    button.disabled = true;
    await oneEvent(form, 'submit');
    expect(submits[0]?.submitter).to.equal('place-order');
  });

  for (const [what, change] of Object.entries({
    'belongs to another form': (button: HTMLButtonElement) =>
      button.setAttribute('form', 'other'),
    'is no submit button any more': (button: HTMLButtonElement) =>
      button.setAttribute('type', 'button'),
  })) {
    it(`is passed over when it ${what}`, async () => {
      const {button, submits} = await readyForm();
      await fixture(html`<form id="other"></form>`);
      const watch = watchExceptions();
      button.click();
      change(button);
      await settled();
      watch.end();
      expect(watch.exceptions).to.deep.equal([]);
      expect(submits[0]?.submitter).to.equal(null);
    });
  }

  it('does not submit a form whose element is gone', async () => {
    const {form, element, button, submits} = await readyForm();
    button.click();
    element.remove();
    await settled();
    form.append(element);
    await settled();
    expect(submits).to.deep.equal([]);
  });
});
