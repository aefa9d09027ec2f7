import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {KlarnaSandboxOptions} from '../../../src/sandbox/index.js';
import {assertError, openKlarna, orderWith} from '../klarna.js';

const pair = {username: 'PK1_ab', password: 'klarna_test_api_åäö'};

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

async function createAs(
  authorization: string | undefined,
  options: KlarnaSandboxOptions = {},
  body: unknown = orderWith(),
) {
  return openKlarna(options).call('POST', '/payments/v1/sessions', body, {
    authorization: authorization ?? '',
  });
}

describe('credentials', () => {
  const options = {credentials: pair};
  for (const [form, header] of [
    ['user name and password', `Basic ${base64(`PK1_ab:${pair.password}`)}`],
    ['an API key in base64', `Basic ${base64(pair.password)}`],
    ['an API key with a colon', `Basic ${base64(`${pair.password}:`)}`],
    ['a scheme in lower case', `basic ${base64(`PK1_ab:${pair.password}`)}`],
  ] as const) {
    it(`are taken as ${form}`, async () => {
      assert.equal((await createAs(header, options)).status, 200);
    });
  }

  it('are taken as an API key as it is', async () => {
    const credentials = {apiKey: 'klarna_test_api_0a1b2c'};
    const header = 'Basic klarna_test_api_0a1b2c';
    assert.equal((await createAs(header, {credentials})).status, 200);
    const named = `Basic ${base64('some-uuid:klarna_test_api_0a1b2c')}`;
    assert.equal((await createAs(named, {credentials})).status, 200);
  });

  for (const [form, header] of [
    ['none', undefined],
    ['another scheme', 'Bearer x'],
    ['an empty one', 'Basic '],
    ['another password', `Basic ${base64('PK1_ab:other')}`],
    ['another user', `Basic ${base64(`PK2_ab:${pair.password}`)}`],
    ['another key', 'Basic klarna_test_api_other'],
  ] as const) {
    it(`are refused: ${form}`, async () => {
      assert.equal((await createAs(header, options)).status, 401);
    });
  }

  it('are looked at before the body', async () => {
    assert.equal((await createAs('Basic x', options, '{')).status, 401);
    const good = `Basic ${base64(`PK1_ab:${pair.password}`)}`;
    assert.equal((await createAs(good, options, '{}')).status, 400);
  });

  it('may be any, but not none, if the sandbox knows of none', async () => {
    assert.equal((await createAs('Basic whatever')).status, 200);
    assert.equal((await createAs(undefined)).status, 401);
  });
});

describe('a 401', () => {
  it('is the page that was recorded', async () => {
    const {headers, text} = await createAs(undefined);
    assert.equal(headers.get('content-type'), 'text/html');
    assert.equal(
      headers.get('www-authenticate'),
      'Basic realm="very closed site"',
    );
    assert.equal(headers.get('klarna-correlation-id'), null);
    assert.equal(
      text,
      '<html>\r\n<head><title>401 Authorization Required</title></head>\r\n' +
        '<body>\r\n<center><h1>401 Authorization Required</h1></center>\r\n' +
        '<hr><center>openresty</center>\r\n</body>\r\n</html>\r\n',
    );
    assert.equal(text.length, 176);
  });

  it('is JSON if so told', async () => {
    assertError(
      await createAs(undefined, {unauthorized: 'json'}),
      401,
      'UNAUTHORIZED',
    );
  });
});

describe('the rate limit', () => {
  it('is off unless told otherwise', async () => {
    const {create} = openKlarna();
    for (let index = 0; index < 60; index++) {
      const {status, headers} = await create();
      assert.equal(status, 200);
      assert.equal(headers.get('x-ratelimit-remaining'), '4');
    }
  });

  it('lets five creates a second pass at the playground, and others apart', async () => {
    const {create, read, clock} = openKlarna({rateLimit: 'playground'});
    const remaining = [];
    for (let index = 0; index < 5; index++) {
      const {status, headers} = await create();
      assert.equal(status, 200);
      remaining.push(headers.get('x-ratelimit-remaining'));
    }
    assert.deepEqual(remaining, ['4', '3', '2', '1', '0']);

    const refused = await create();
    assertError(refused, 429, 'TOO_MANY_REQUESTS', 'Too many requests');
    assert.equal(refused.headers.get('x-ratelimit-limit'), '5, 5;w=1');
    assert.equal(refused.headers.get('x-ratelimit-remaining'), '0');
    assert.equal(refused.headers.get('x-ratelimit-reset'), '1');
    assert.equal(refused.headers.get('retry-after'), null);

    const other = await read('x');
    assert.equal(other.status, 404);
    assert.equal(other.headers.get('x-ratelimit-limit'), '50, 50;w=1');
    clock.now += 1000;
    assert.equal((await create()).status, 200);
  });

  it('is wider live', async () => {
    const {create, read} = openKlarna({rateLimit: 'live'});
    const limits = [await create(), await read('x')].map(({headers}) =>
      headers.get('x-ratelimit-limit'),
    );
    assert.deepEqual(limits, ['40, 40;w=1', '200, 200;w=1']);
  });

  it('counts each merchant apart, and takes numbers', async () => {
    const {create, call} = openKlarna({
      rateLimit: {createSession: 1, other: 1},
    });
    assert.equal((await create()).status, 200);
    assert.equal((await create()).status, 429);
    const {status} = await call('POST', '/payments/v1/sessions', orderWith(), {
      authorization: `Basic ${base64('other:x')}`,
    });
    assert.equal(status, 200);
  });
});
