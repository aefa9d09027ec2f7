import {expect, oneEvent} from '@open-wc/testing';
import {readyElement, settled} from '../support/checkout.js';
import {authorizedForm, city, entriesIn} from '../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';

describe('16. a page whose elements are patched', () => {
  const remove = Reflect.getOwnPropertyDescriptor(Element.prototype, 'remove')!;
  let klarna: FakeKlarna;

  beforeEach(() => {
    klarna = installFakeKlarna();
    // As Prototype.js does, which shops of Magento 1 have.
    Element.prototype.remove = function () {
      this.parentNode!.removeChild(this);
      return this;
    };
  });

  afterEach(() => {
    Object.defineProperty(Element.prototype, 'remove', remove);
    klarna.uninstall();
  });

  it('may take the widget away and gets it back', async () => {
    const element = await readyElement();
    const loaded = oneEvent(element, 'klarna-load');
    element.textContent = '';
    await loaded;
    expect(element.querySelectorAll('iframe')).to.have.length(1);
    expect((await element.authorize()).outcome).to.equal('authorized');
  });

  it('may take what the form is given away', async () => {
    const checkout = await authorizedForm(city);
    const {form, element} = checkout;
    for (const input of element.querySelectorAll('input')) {
      element.removeChild(input);
    }
    form.reset();
    await settled();
    expect(element.status).to.equal('ready');
    expect(entriesIn(checkout)).to.deep.equal([]);
    expect((await element.authorize()).outcome).to.equal('authorized');
  });
});
