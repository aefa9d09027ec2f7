import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {browserRoutes} from '../../../src/sandbox/browser/routes.js';
import type {ShopperSide} from '../../../src/sandbox/shopper/shopper.js';

describe("the routes of the sandbox's browser half", () => {
  const asked: unknown[] = [];
  const shopper: ShopperSide = {
    order: () => ({order_amount: 100}),
    load: (call) => {
      asked.push(call);
      return {show_form: true};
    },
    settledAnswer: () => undefined,
    authorize: (call) => {
      asked.push(call);
      return {approved: false, show_form: true};
    },
    finalize: () => ({approved: true}),
    reauthorize: () => ({approved: true}),
  };
  const answer = browserRoutes(shopper);
  const get = async (path: string) =>
    answer(new Request(`http://klarna.test${path}`));
  const post = async (path: string, body: unknown, type = 'application/json') =>
    answer(
      new Request(`http://klarna.test${path}`, {
        method: 'POST',
        headers: {'content-type': type},
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );

  it('leave other paths to others', async () => {
    for (const path of [
      '/',
      '/payments/v1/sessions',
      '/kp/lib/v1/index.html',
    ]) {
      assert.equal(await get(path), undefined, path);
    }
    assert.equal(await post('/kp/shopper/approve', {}), undefined);
  });

  it('refuse other methods and say which they take', async () => {
    const written = await post('/kp/lib/v1/api.js', {});
    assert.equal(written?.status, 405);
    assert.equal(written.headers.get('allow'), 'GET, HEAD');
    const read = await get('/kp/shopper/load');
    assert.equal(read?.status, 405);
    assert.equal(read.headers.get('allow'), 'POST');
  });

  for (const path of ['/kp/frames/widget', '/kp/frames/purchase']) {
    it(`let ${path} run only its own script and style, in any page`, async () => {
      const response = await get(path);
      const policy = response?.headers.get('content-security-policy') ?? '';
      const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1];
      assert.ok(nonce);
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /connect-src 'self'/);
      assert.doesNotMatch(policy, /unsafe|frame-ancestors/);
      assert.equal(response?.headers.get('x-frame-options'), null);

      const html = (await response?.text()) ?? '';
      const tags = html.match(/<(script|style)[^>]*>/g);
      assert.deepEqual(tags, [
        `<style nonce="${nonce}">`,
        `<script nonce="${nonce}">`,
      ]);
      const again = await get(path);
      assert.notEqual(
        again?.headers.get('content-security-policy'),
        policy,
        'a nonce for every answer',
      );
    });
  }

  it('refuse what no frame of the sandbox would ask', async () => {
    for (const body of [
      'no JSON',
      null,
      {from: 'widget'},
      {from: 'elsewhere', clientToken: 'a.b.c'},
      {from: 'widget', clientToken: 'a.b.c', data: 'text'},
      {from: 'overlay', clientToken: 'a.b.c', answer: 'win'},
    ]) {
      const response = await post('/kp/shopper/load', body);
      assert.equal(response?.status, 400, JSON.stringify(body));
    }
    assert.deepEqual(asked, []);
  });

  it('refuse what any page may send', async () => {
    const body = {from: 'widget', clientToken: 'a.b.c'};
    for (const type of ['text/plain', 'text/plain; application/json']) {
      const response = await post('/kp/shopper/load', body, type);
      assert.equal(response?.status, 415);
    }
    assert.deepEqual(asked, []);
  });

  it('take an answer without a browser', async () => {
    asked.length = 0;
    const call = {clientToken: 'a.b.c', answer: 'close'};
    const response = await post('/kp/shopper/authorize', call);
    assert.equal(response?.status, 200);
    assert.deepEqual(asked, [{...call, autoFinalize: undefined}]);
  });

  it('hand a call to the shopper as it is', async () => {
    asked.length = 0;
    const call = {
      clientToken: 'a.b.c',
      category: 'pay_now',
      data: {merchant_reference1: 'A-1'},
    };
    const response = await post('/kp/shopper/load', {from: 'widget', ...call});
    assert.deepEqual(asked, [call]);
    assert.deepEqual(await response?.json(), {
      kind: 'result',
      result: {show_form: true},
      order: {order_amount: 100},
    });
  });

  it('ask the person where nothing is settled, and take their word', async () => {
    asked.length = 0;
    const body = {from: 'widget', clientToken: 'a.b.c', autoFinalize: false};
    const first = await post('/kp/shopper/authorize', body);
    assert.deepEqual(await first?.json(), {
      kind: 'ask',
      order: {order_amount: 100},
    });
    assert.deepEqual(asked, []);
    await post('/kp/shopper/authorize', {
      ...body,
      from: 'overlay',
      answer: 'close',
    });
    assert.deepEqual(asked, [
      {clientToken: 'a.b.c', autoFinalize: false, answer: 'close'},
    ]);
  });
});
