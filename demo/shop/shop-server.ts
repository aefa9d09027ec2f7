import type {KlarnaAuthorizeData} from '../../src/klarna/types.js';
import type {KlarnaSandboxAnswer} from '../../src/sandbox/shopper/shopper.js';
import type {ShopSettings, ShopState} from '../shop-state.js';

/** The shop's server as its page calls it. */
export const shopServer = {
  setQuantity(reference: string, quantity: number): Promise<ShopState> {
    return stateFrom('PUT', '/shop/bag', {reference, quantity});
  },

  setSettings(settings: ShopSettings): Promise<ShopState> {
    return stateFrom('PUT', '/shop/settings', settings);
  },

  /** After a purchase. */
  again(): Promise<ShopState> {
    return stateFrom('POST', '/shop/again', {});
  },

  /** What the sandbox answers next; nothing: it asks. */
  async setAnswer(answer?: KlarnaSandboxAnswer): Promise<void> {
    await send('PUT', '/shop/answer', {answer});
  },

  /**
   * Places the order. The amounts are not sent: the server has them.
   *
   * @returns Where to go on, or that the bag has changed since.
   */
  async placeOrder(
    authorizationToken: string,
    customerDetails: KlarnaAuthorizeData,
  ): Promise<'changed' | {redirectUrl: string | undefined}> {
    const response = await fetch('/klarna/order', {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({
        authorization_token: authorizationToken,
        customer_details: customerDetails,
      }),
    });
    if (response.status === 409) {
      const {code} = (await response.json()) as {code?: string};
      // The shop shows the order that stands.
      if (code === 'already-ordered') return {redirectUrl: '/'};
      if (code !== 'order-uncertain') return 'changed';
    }
    if (!response.ok) throw new Error(`The order: ${response.status}`);
    const {redirect_url} = (await response.json()) as {redirect_url?: string};
    return {redirectUrl: redirect_url};
  },
};

async function stateFrom(
  method: string,
  path: string,
  body: unknown,
): Promise<ShopState> {
  const response = await send(method, path, body);
  return (await response.json()) as ShopState;
}

async function send(
  method: string,
  path: string,
  body: unknown,
): Promise<Response> {
  const response = await fetch(path, {
    method,
    headers: {'content-type': 'application/json'},
    body: JSON.stringify(body),
  });
  // The shop was restarted and has forgotten its visitors: come in again.
  if (response.status === 401) location.reload();
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}
