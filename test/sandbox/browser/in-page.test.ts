import {expect} from '@open-wc/testing';
import type {
  KlarnaCreatedSession,
  KlarnaPlacedOrder,
} from '../../../src/wire/rest-types.js';
import {createKlarnaSandbox} from '../../../src/sandbox/index.js';
import {needs} from '../../support/engine.js';

describe('the sandbox in a runtime without Node', () => {
  const order = {
    purchase_country: 'SE',
    purchase_currency: 'SEK',
    order_amount: 10_000,
    order_lines: [
      {name: 'Teapot', quantity: 1, unit_price: 10_000, total_amount: 10_000},
    ],
  };

  it('answers with nothing but its fetch', async function () {
    // Firefox has none that could be read (bug 1387483).
    await needs(this, 'Request.body');
    const sandbox = createKlarnaSandbox();
    const post = async <Answer>(path: string): Promise<Answer> => {
      const response = await sandbox.fetch(
        new Request(`https://klarna.example/payments/v1/${path}`, {
          method: 'POST',
          headers: {authorization: 'Basic eDp5'},
          body: JSON.stringify(order),
        }),
      );
      expect(response.status).to.equal(200);
      return (await response.json()) as Answer;
    };
    const {client_token} = await post<KlarnaCreatedSession>('sessions');
    const {authorization_token} = await sandbox.authorize(client_token);
    const placed = await post<KlarnaPlacedOrder>(
      `authorizations/${authorization_token}/order`,
    );
    expect(placed.fraud_status).to.equal('ACCEPTED');

    const script = await sandbox.fetch(
      new Request('https://klarna.example/kp/lib/v1/api.js'),
    );
    expect(script.headers.get('content-type')).to.match(/^text\/javascript/);
  });
});
