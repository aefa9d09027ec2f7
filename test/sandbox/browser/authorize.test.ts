import {expect} from '@open-wc/testing';
import {openShop, type Shop} from '../../support/shop.js';
import {ask, container, includeScript, klarna, load} from './page.js';

describe('an authorization at the sandbox', () => {
  let shop: Shop;
  const category = {payment_method_category: 'pay_later'};

  beforeEach(async () => {
    shop = await openShop({categories: ['pay_later']});
    await includeScript(shop.sdkUrl);
    const {client_token} = await shop.createSession();
    klarna().init({client_token});
    await load({container: await container(), ...category});
  });
  afterEach(() => shop.close());

  it('ends as the queue says', async () => {
    await shop.answer('approve');
    const answer = await ask('authorize', category);
    expect(answer.approved).to.equal(true);
    expect(answer.show_form).to.equal(true);
    expect(answer.authorization_token).to.be.a('string');
  });
});
