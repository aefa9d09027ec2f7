import {expect, oneEvent} from '@open-wc/testing';
import {untilStatus} from '../../support/checkout.js';
import {
  entries,
  entriesIn,
  fieldOf,
  type,
} from '../../support/checkout-form.js';

describe('a checkout that the shopper comes back to', () => {
  let frame: HTMLIFrameElement;

  beforeEach(async () => {
    frame = document.createElement('iframe');
    frame.src = new URL('history.html', import.meta.url).href;
    const loaded = oneEvent(frame, 'load');
    document.body.append(frame);
    await loaded;
  });

  afterEach(() => frame.remove());

  async function shown() {
    const form = frame.contentDocument!.forms[0]!;
    const element = form.querySelector('klarna-payments')!;
    await untilStatus(element, 'ready');
    return {form, element};
  }

  /** What the form has sent, and whether there is a way back. */
  async function order(city: string) {
    const {form} = await shown();
    type(fieldOf(form, 'city'), city);
    let sent = {};
    form.addEventListener('formdata', ({formData}) => {
      sent = Object.fromEntries(formData);
    });
    const {length} = history;
    const arrived = oneEvent(frame, 'load');
    form.querySelector('button')!.click();
    await arrived;
    expect(frame.contentWindow!.location.pathname).to.equal('/package.json');
    return {sent, hasWayBack: history.length > length};
  }

  /** Whatever the browser has put into the fields again. */
  async function expectAfresh() {
    const {form, element} = await shown();
    expect(entriesIn({form})).to.deep.equal([]);
    expect(element.querySelectorAll('input')).to.have.length(0);
    expect(element.authorizationToken).to.equal(null);
    const {sent} = await order('Leeds');
    expect(sent).to.deep.equal({
      city: 'Leeds',
      klarna_authorization_token: 'authorized-s1',
      klarna_category: 'pay_later',
      klarna_customer_details: '{"billing_address":{"city":"Leeds"}}',
    });
  }

  it('by loading it anew, has no token and asks Klarna again', async () => {
    const {form, element} = await shown();
    type(fieldOf(form, 'city'), 'London');
    await element.authorize();
    expect(entriesIn({form})).to.deep.equal(entries);
    const loaded = oneEvent(frame, 'load');
    frame.contentWindow!.location.reload();
    await loaded;
    await expectAfresh();
  });

  it('by going back, has no token and asks Klarna again', async function () {
    const {sent, hasWayBack} = await order('London');
    expect(sent).to.include({
      city: 'London',
      klarna_authorization_token: 'authorized-s1',
    });
    if (!hasWayBack) {
      // WebKit keeps no entry for a frame that script has sent elsewhere.
      console.log('Skipped for want of a way back in a frame.');
      this.skip();
    }
    const back = oneEvent(frame, 'load');
    history.back();
    await back;
    await expectAfresh();
  });
});
