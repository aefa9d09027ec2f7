import {expect} from '@open-wc/testing';
import {
  fakeKlarnaCdn,
  openShop,
  sessionIdOf,
  type Shop,
} from '../../support/shop.js';

describe('the rig', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop({categories: ['pay_later', 'pay_now']});
  });
  afterEach(() => shop.close());

  it('answers at the endpoint like a shop', async () => {
    const response = await fetch(shop.endpoint, {method: 'POST', body: '{}'});
    const session = await response.json();
    expect(Object.keys(session).sort()).to.deep.equal([
      'client_token',
      'payment_method_categories',
    ]);
    const read = await shop.readSession(sessionIdOf(session.client_token));
    expect(read.order_amount).to.equal(24_600);
  });

  it('answers as a test wants it', async () => {
    await shop.set({
      sessionStatus: 503,
      sessionBody: '<p>Sorry</p>',
      sessionContentType: 'text/html',
    });
    const response = await fetch(shop.endpoint, {method: 'POST', body: '{}'});
    expect(response.status).to.equal(503);
    expect(response.headers.get('content-type')).to.equal('text/html');
    expect(await response.text()).to.equal('<p>Sorry</p>');
    await shop.set({sessionStatus: null, sessionBody: null});
    const again = await fetch(shop.endpoint, {method: 'POST', body: '{}'});
    expect(again.status).to.equal(200);
  });

  it('keeps an account of all requests', async () => {
    await fetch(shop.endpoint, {method: 'POST', body: '{"a":1}'});
    const [first, second, ...rest] = await shop.requests();
    expect(rest).to.deep.equal([]);
    expect(first).to.include({
      method: 'POST',
      path: shop.endpoint,
      to: 'shop',
    });
    expect(first!.body).to.deep.equal({a: 1});
    expect(second).to.include({
      path: '/payments/v1/sessions',
      to: 'sandbox',
    });
    expect(second!.at).to.be.at.least(first!.at);
  });

  it('gives every shop its own sandbox', async () => {
    const other = await openShop();
    const session = await other.createSession();
    expect(other.origin).not.to.equal(shop.origin);
    expect(await shop.requests()).to.deep.equal([]);
    expect(session.payment_method_categories).to.have.length(3);
    await other.close();
  });

  it('lets nothing out to other hosts', async () => {
    const refused = await fetch('https://example.com/').catch((e: Error) => e);
    expect(refused).to.be.instanceof(TypeError);
  });

  it("plays Klarna's CDN as a test wants it", async () => {
    const url = 'https://x.klarnacdn.net/kp/lib/v1/api.js';
    await fakeKlarnaCdn({body: 'let a;', status: 203});
    const answer = await fetch(url);
    expect(answer.status).to.equal(203);
    expect(await answer.text()).to.equal('let a;');
    await fakeKlarnaCdn(null);
    const refused = await fetch(url).catch((error: Error) => error);
    expect(refused).to.be.instanceof(TypeError);
  });
});
