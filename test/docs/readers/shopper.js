/**
 * A whole order, straight at Klarna's REST API.
 *
 * @param {import('klarna-payments-element/sandbox').KlarnaSandbox} sandbox
 */
export async function placeOrderIn(sandbox) {
  const ask = async (path, body) => {
    const answer = await sandbox.fetch(
      new Request(`http://127.0.0.1:8700/payments/v1/${path}`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${btoa('any:thing')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      }),
    );
    return answer.json();
  };
  const order = {
    purchase_country: 'SE',
    purchase_currency: 'SEK',
    locale: 'sv-SE',
    order_amount: 1000,
    order_lines: [
      {name: 'Mug', quantity: 1, unit_price: 1000, total_amount: 1000},
    ],
    merchant_urls: {confirmation: 'https://shop.example/thanks'},
  };
  const {client_token} = await ask('sessions', order);
  const {authorization_token} = await sandbox.authorize(client_token);
  return ask(`authorizations/${authorization_token}/order`, order);
}
