import assert from 'node:assert/strict';
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createServer, request} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import type {KlarnaAuthorizeResult} from '../../src/klarna/types.js';
import {orderWith} from './klarna.js';

const cli = fileURLToPath(new URL('../../src/sandbox/cli.ts', import.meta.url));

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', cli, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs to the end. */
async function run(...args: string[]) {
  const child = start(...args);
  const output = {out: '', err: ''};
  child.stdout?.on('data', (text) => (output.out += String(text)));
  child.stderr?.on('data', (text) => (output.err += String(text)));
  const [code] = (await once(child, 'close')) as [number];
  return {...output, code};
}

describe('klarna-sandbox', () => {
  it('prints its URL, lets its merchant in, and ends at Ctrl-C', async () => {
    const child = start('--username', 'shop', '--password', 'secret');
    try {
      const [text] = (await once(child.stdout!, 'data')) as [Buffer];
      const url = String(text).trim();
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);

      const create = (password: string) =>
        fetch(`${url}/payments/v1/sessions`, {
          method: 'POST',
          headers: {authorization: `Basic ${btoa(`shop:${password}`)}`},
          body: JSON.stringify(orderWith()),
        });
      const printed = once(child.stdout!, 'data');
      assert.equal((await create('secret')).status, 200);
      assert.equal(String(await printed), 'POST createSession 200\n');
      assert.equal((await create('other')).status, 401);
      const script = await fetch(`${url}/kp/lib/v1/api.js`);
      assert.match(script.headers.get('content-type') ?? '', /javascript/);

      const closed = once(child, 'exit');
      child.kill('SIGINT');
      assert.deepEqual(await closed, [0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('does not wait at its end for what is under way', async () => {
    const child = start('--latency', '600000');
    try {
      const [text] = (await once(child.stdout!, 'data')) as [Buffer];
      const url = String(text).trim();
      const asked = request(`${url}/kp/lib/v1/api.js`, {
        headers: {expect: '100-continue'},
      });
      asked.end();
      await once(asked, 'continue');
      const closed = once(child, 'exit');
      const broken = once(asked, 'error');
      child.kill('SIGTERM');
      assert.deepEqual(await closed, [0, null]);
      await broken;
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('goes on when nobody reads any more', async () => {
    const child = start();
    try {
      const [text] = (await once(child.stdout!, 'data')) as [Buffer];
      const url = String(text).trim();
      child.stdout!.destroy();
      for (let call = 0; call < 3; call++) {
        const {status} = await fetch(`${url}/payments/v1/sessions/x`);
        assert.equal(status, 401);
      }
      assert.equal(child.exitCode, null);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('says so if the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const {port} = server.address() as AddressInfo;
    try {
      const {code, out, err} = await run('--port', String(port));
      assert.equal(code, 1);
      assert.equal(out, '');
      assert.match(err, /^klarna-sandbox: .*in use.*\n$/);
    } finally {
      server.close();
    }
  });

  it('gives a shop in any language an order, without a browser', async () => {
    const child = start();
    try {
      const [text] = (await once(child.stdout!, 'data')) as [Buffer];
      const url = String(text).trim();
      const post = async (path: string, body: object) => {
        const response = await fetch(`${url}${path}`, {
          method: 'POST',
          headers: {
            authorization: 'Basic eDp5',
            'content-type': 'application/json',
          },
          body: JSON.stringify(body),
        });
        return (await response.json()) as Record<string, unknown>;
      };
      const session = await post('/payments/v1/sessions', orderWith());
      const {result} = await post('/kp/shopper/authorize', {
        clientToken: session['client_token'],
        answer: 'approve',
      });
      const {authorization_token} = result as KlarnaAuthorizeResult;
      const order = await post(
        `/payments/v1/authorizations/${authorization_token}/order`,
        orderWith(),
      );
      assert.equal(order['fraud_status'], 'ACCEPTED');
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('explains itself', async () => {
    const {code, out} = await run('--help');
    assert.equal(code, 0);
    for (const option of [
      'port',
      'username',
      'password',
      'latency',
      'answer',
    ]) {
      assert.match(out, new RegExp(`--${option} `));
    }
  });

  it('refuses what makes no sense, with the status 2', async () => {
    for (const [args, message] of [
      [['--port', 'x'], /--port takes a whole number up to 65535/],
      [['--bogus'], /--bogus/],
      [['--username', 'shop'], /--username and --password go together/],
      [['--answer', 'maybe'], /--answer is one of approve/],
    ] as const) {
      const {code, out, err} = await run(...args);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, message);
    }
  });
});
