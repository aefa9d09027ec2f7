import {createKlarnaSandbox} from '../../../src/sandbox/index.js';
import {createKlarnaMerchant} from '../../../src/server/index.js';
import {ada, cart} from './cart.js';

// A shop that sells once, with all that goes on by itself, and has nothing else
// to do then. It says which timers keep the process.
const credentials = {username: 'K123456_0a1b2c3d4e5f', password: 'password'};
const secret = 'callbackSecretOfTheShop';
const sandbox = createKlarnaSandbox({credentials});
const {fetch} = createKlarnaMerchant({
  credentials,
  region: 'eu',
  environment: 'playground',
  origin: 'https://shop.example',
  callbackSecret: secret,
  recovery: 'timer',
  visitor: () => 'ada',
  order: () => cart(),
  placed: () => {},
  fetch: (request) => sandbox.fetch(request),
});
const post = (route: string, body: object) =>
  fetch(
    new Request(`https://shop.example/klarna/${route}`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify(body),
    }),
  );
const session = await post('session', {});
const {client_token} = (await session.json()) as {client_token: string};
const [, payload = ''] = client_token.split('.');
const {session_id} = JSON.parse(
  Buffer.from(payload, 'base64url').toString(),
) as {session_id: string};
const {authorization_token} = await sandbox.authorize(client_token, ada);
const called = await post(`authorization/${secret}`, {
  authorization_token,
  session_id,
});
const ordered = await post('order', {
  authorization_token,
  customer_details: ada,
});
const other = await post('order', {authorization_token: 'another token'});
const timers = process
  .getActiveResourcesInfo()
  .filter((resource) => resource === 'Timeout');
process.stdout.write(
  JSON.stringify({
    statuses: [session, called, ordered, other].map(({status}) => status),
    timers: timers.length,
  }),
);
