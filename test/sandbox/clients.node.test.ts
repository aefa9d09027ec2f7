import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {after, before, describe, it} from 'node:test';
import {Payments} from '@agoransson/klarna-payments';
import {Klarna} from '@speakeasy-sdks/klarna-orders';
import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import {ada, orderWith, type Data} from './klarna.js';

/**
 * Clients of Klarna's API that others have written and published, as they are.
 * Both have faults of their own, which tests here take as they come.
 */

const credentials = {username: 'PK1_ab', password: 'secret'};
const sandbox = createKlarnaSandbox({credentials});
let url = '';
let close: () => Promise<void>;

before(async () => {
  ({url, close} = await sandbox.listen());
});
after(() => close());

describe('@speakeasy-sdks/klarna-orders', () => {
  // Sends an API key as it is given, and bodies in camelCase, which Klarna does
  // not know.
  const apiKeyAuth = `Basic ${btoa(`${credentials.username}:${credentials.password}`)}`;
  const asKlarna = {
    transformRequest: (body: unknown) => JSON.stringify(snakeCased(body)),
  };
  const order = camelCased(orderWith()) as never;

  it('creates, updates and reads a session', async () => {
    const client = new Klarna({serverURL: url, security: {apiKeyAuth}});

    const created = await client.sessions.create(order, asKlarna);
    assert.equal(created.statusCode, 200);
    const {sessionId, clientToken, paymentMethodCategories} =
      created.merchantSession!;
    assert.ok(clientToken);
    assert.equal(paymentMethodCategories?.[0]?.identifier, 'pay_later');
    assert.match(paymentMethodCategories[0].assetUrls?.standard ?? '', /^http/);

    const updated = await client.sessions.update(
      {sessionId, sessionInput: {merchantReference1: 'A-1'}},
      asKlarna,
    );
    assert.equal(updated.statusCode, 204);

    const {sessionRead} = await client.sessions.read({sessionId});
    assert.equal(sessionRead?.merchantReference1, 'A-1');
    assert.equal(sessionRead.orderAmount, 10_000);
    assert.equal(sessionRead.status, 'incomplete');
    assert.equal(sessionRead.orderLines?.[0]?.totalTaxAmount, 2000);
    assert.ok(sessionRead.expiresAt instanceof Date);
  });

  it('places an order, and cancels another authorization', async () => {
    const client = new Klarna({serverURL: url, security: {apiKeyAuth}});
    const authorized = async () => {
      const {merchantSession} = await client.sessions.create(order, asKlarna);
      const answer = await sandbox.authorize(merchantSession!.clientToken, {
        billing_address: ada,
      });
      return answer.authorization_token!;
    };

    const placed = await client.orders.create(
      {authorizationToken: await authorized(), createOrderRequestInput: order},
      asKlarna,
    );
    assert.equal(placed.statusCode, 200);
    assert.equal(placed.order?.fraudStatus, 'ACCEPTED');
    assert.equal(placed.order.authorizedPaymentMethod?.type, 'invoice');

    const cancelled = await client.authorizations.cancel({
      authorizationToken: await authorized(),
    });
    assert.equal(cancelled.statusCode, 204);
  });

  it('is told what is missing when it keeps to camelCase', async () => {
    const client = new Klarna({serverURL: url, security: {apiKeyAuth}});
    await assert.rejects(client.sessions.create(order), (error: Data) => {
      const {status, data} = error['response'] as {status: number; data: Data};
      assert.equal(status, 400);
      assert.deepEqual(data['error_messages'], [
        'Bad value: purchase_country, purchase_currency',
      ]);
      return true;
    });
  });
});

describe('@agoransson/klarna-payments', () => {
  // Klarna's hosts are written into it, and it can only be turned away from
  // them in the axios that it uses itself.
  interface Axios {
    interceptors: {
      request: {
        use: (change: (config: {url?: string}) => object) => number;
        eject: (id: number) => void;
      };
    };
  }
  const require = createRequire(import.meta.url);
  const axios = createRequire(require.resolve('@agoransson/klarna-payments'))(
    'axios',
  ) as Axios;
  let interceptor = 0;
  before(() => {
    interceptor = axios.interceptors.request.use((config) => ({
      ...config,
      url: config.url?.replace('https://api.klarna.com', url),
    }));
  });
  after(() => axios.interceptors.request.eject(interceptor));

  const client = () =>
    new Payments({config: {...credentials, isLive: true, region: 0}} as never);
  const order = orderWith() as never;

  it('creates, updates and reads a session, and cancels an authorization', async () => {
    const {orders, sessions} = client().v100;
    const created = await sessions.createCreditSession(order);
    assert.equal(created.payment_method_categories?.length, 3);

    await sessions.updateCreditSession(created.session_id, {
      merchant_reference1: 'A-1',
    } as never);
    const read = (await sessions.readCreditSession(
      created.session_id,
    )) as unknown as Data;
    assert.equal(read['merchant_reference1'], 'A-1');
    assert.equal(read['order_amount'], 10_000);

    const {authorization_token: token} = await sandbox.authorize(
      created.client_token,
    );
    await orders.cancelAuthorization(token!);
    await assert.rejects(orders.cancelAuthorization(token!));
  });

  it('is not let in where it forgets its credentials', async () => {
    const {orders, sessions} = client().v100;
    const {client_token} = await sessions.createCreditSession(order);
    const {authorization_token: token} = await sandbox.authorize(client_token);
    // It sends the headers as the body.
    await assert.rejects(orders.createOrder(token!, order));
    assert.ok(sandbox.orders.every((placed) => placed.token !== token));
  });

  it('is told that a session is wrong', async () => {
    const {sessions} = client().v100;
    await assert.rejects(
      sessions.createCreditSession(orderWith({locale: 'sv_SE'}) as never),
      /Some field constraint was violated/,
    );
  });
});

function camelCased(value: unknown): unknown {
  return renamed(value, (name) =>
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
}

function snakeCased(value: unknown): unknown {
  return renamed(value, (name) =>
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      rename(name),
      renamed(each, rename),
    ]),
  );
}
