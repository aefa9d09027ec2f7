import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {setImmediate} from 'node:timers/promises';
import type {KlarnaSandboxFaults} from '../../../src/sandbox/index.js';
import {assertError, openKlarna, orderWith} from '../klarna.js';

describe('a fault of the REST API', () => {
  it('is a status, until it is taken back', async () => {
    const {create, sandbox} = openKlarna();
    sandbox.faults.rest = {createSession: 500};
    const broken = await create();
    assertError(broken, 500, 'INTERNAL_SERVER_ERROR', 'Internal error');
    sandbox.faults.rest = {createSession: 429};
    const refused = await create();
    assertError(refused, 429, 'TOO_MANY_REQUESTS', 'Too many requests');
    assert.equal(refused.headers.get('x-ratelimit-remaining'), '0');
    delete sandbox.faults.rest;
    assert.equal((await create()).status, 200);
  });

  for (const [fault, title] of [
    [502, 'Bad Gateway'],
    [503, 'Service Temporarily Unavailable'],
    [504, 'Gateway Time-out'],
  ] as const) {
    it(`is the page of a gateway: ${fault}`, async () => {
      const {create} = openKlarna({faults: {rest: {any: fault}}});
      const {status, headers, text} = await create();
      assert.equal(status, fault);
      assert.equal(headers.get('content-type'), 'text/html');
      assert.ok(text.includes(`<h1>${fault} ${title}</h1>`), text);
    });
  }

  it('is any error of Klarna’s', async () => {
    for (const [status, errorCode, ...errorMessages] of [
      [403, 'MERCHANT_INACTIVE'],
      [403, 'REJECTED', 'Rejected'],
    ] as const) {
      const {authorized, place, sandbox} = openKlarna();
      const {token} = await authorized();
      sandbox.faults.rest = {placeOrder: {status, errorCode, errorMessages}};
      assertError(await place(token), status, errorCode, ...errorMessages);
      assert.equal(sandbox.orders.length, 0);
    }
  });

  it('is met by as many calls as it says', async () => {
    const {create, sandbox} = openKlarna();
    sandbox.faults.rest = {createSession: {answer: 502, times: 2}};
    const statuses = [];
    for (let index = 0; index < 4; index++) {
      statuses.push((await create()).status);
    }
    assert.deepEqual(statuses, [502, 502, 200, 200]);
  });

  it('is met by one operation and spares the others', async () => {
    const {session, read, update} = openKlarna({
      faults: {rest: {readSession: 500, any: null}},
    });
    const {id} = await session();
    assert.equal((await update(id, {})).status, 204);
    assert.equal((await read(id)).status, 500);
  });

  it('may come after Klarna has acted', async () => {
    const {authorized, place, sandbox} = openKlarna();
    const {token} = await authorized();
    sandbox.faults.rest = {
      placeOrder: {answer: 500, times: 1, when: 'after'},
    };
    assert.equal((await place(token)).status, 500);
    assert.equal(sandbox.orders.length, 1);
    const {body} = await place(token);
    assert.equal(body['order_id'], sandbox.orders[0]?.answer.order_id);
  });

  it('is not met by those who may not come in', async () => {
    const {call} = openKlarna({faults: {rest: {any: 500}}});
    const {status} = await call('GET', '/payments/v1/sessions/x', undefined, {
      authorization: '',
    });
    assert.equal(status, 401);
  });

  it('hangs until the caller gives up', async () => {
    const {sandbox} = openKlarna({faults: {rest: {any: 'hang'}}});
    const giveUp = new AbortController();
    const reason = new Error('enough');
    const answer = sandbox.fetch(request(giveUp.signal));
    setTimeout(() => giveUp.abort(reason), 5);
    await assert.rejects(answer, reason);
  });
});

describe('an answer that is cut off', () => {
  it('breaks off halfway', async () => {
    const {sandbox} = openKlarna({faults: {rest: {any: 'cut-off'}}});
    const {body, headers} = await sandbox.fetch(request());
    let received = 0;
    await assert.rejects(async () => {
      for await (const bytes of body ?? []) received += bytes.length;
    }, TypeError);
    assert.ok(received > 0);
    assert.ok(received < Number(headers.get('content-length')));
  });
});

describe('a fault over HTTP', () => {
  async function withServer(
    faults: KlarnaSandboxFaults,
    act: (url: string) => Promise<void>,
  ): Promise<void> {
    const {url, close} = await openKlarna({faults}).sandbox.listen();
    try {
      await act(`${url}/payments/v1/sessions`);
    } finally {
      await close();
    }
  }

  it('cuts the body off', async () => {
    await withServer({rest: {any: 'cut-off'}}, async (url) => {
      const response = await fetch(url, init());
      assert.equal(response.status, 200);
      await assert.rejects(response.text(), TypeError);
    });
  });

  it('hangs, and does not keep the server from closing', async () => {
    let hanging: Promise<unknown> = Promise.resolve();
    await withServer({rest: {any: 'hang'}}, async (url) => {
      const giveUp = new AbortController();
      const tried = fetch(url, {...init(), signal: giveUp.signal});
      setTimeout(() => giveUp.abort(), 50);
      await assert.rejects(tried, {name: 'AbortError'});
      hanging = assert.rejects(fetch(url, init()), TypeError);
      await new Promise((done) => setTimeout(done, 50));
    });
    await hanging;
  });
});

describe('latency', () => {
  it('holds every answer back, and may change', async (t) => {
    t.mock.timers.enable({apis: ['setTimeout']});
    const {create, sandbox} = openKlarna({latency: 1000});
    let answered = false;
    const answer = create().then(() => (answered = true));
    t.mock.timers.tick(999);
    // All that an answer without latency takes, and more.
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    assert.equal(answered, false);
    t.mock.timers.tick(1);
    await answer;

    sandbox.latency = 0;
    assert.equal((await create()).status, 200);
  });
});

function init(): RequestInit {
  return {
    method: 'POST',
    headers: {authorization: 'Basic eDp5', 'content-type': 'application/json'},
    body: JSON.stringify(orderWith()),
  };
}

function request(signal?: AbortSignal): Request {
  return new Request('https://klarna.example/payments/v1/sessions', {
    ...init(),
    ...(signal && {signal}),
  });
}
