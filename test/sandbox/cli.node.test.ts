import assert from 'node:assert/strict';
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createServer, request} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import type {KlarnaAuthorizeResult} from '../../src/klarna/types.js';
import type {KlarnaCreatedSession} from '../../src/wire/rest-types.js';
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
      assert.equal(
        String(await printed),
        'POST createSession 200: session created\n',
      );
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

  it('ends with npm, which tells no more than its shell', async () => {
    const shell = spawn(
      'sh',
      ['-c', '"$0" --import tsx "$1"; exit', process.execPath, cli],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {...process.env, npm_lifecycle_script: 'klarna-sandbox'},
      },
    );
    await once(shell.stdout, 'data');
    // Comes when nobody is left who could print.
    const closed = once(shell, 'close', {signal: AbortSignal.timeout(60_000)});
    shell.kill('SIGTERM');
    assert.deepEqual(await closed, [null, 'SIGTERM']);
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
    const source = readFileSync(cli, 'utf8');
    const options = source.matchAll(/^ {6}'?([\w-]+)'?: (?:text|flag|\{)/gm);
    const names = [...options].map(([, name]) => name);
    assert.ok(names.length > 15);
    for (const name of names) {
      assert.match(out, new RegExp(`^ {2}--${name} `, 'm'));
    }
    assert.ok(out.split('\n').every((line) => line.length <= 80));
  });

  it('plays what its options say', async () => {
    const inEuro = orderWith({purchase_currency: 'EUR'});
    const child = start(
      '--script=1.10-1987',
      '--experiments=purchase-flow',
      '--environment=production',
      '--browser=unsupported',
      '--popup=ignore',
      '--frame-timeout=1234',
      '--finalize=x,y',
      '--categories=klarna',
      '--currencies=EUR',
      '--fraud-status=PENDING',
      '--origin=http://localhost:8099',
      '--fault=frame=never',
      '--fault=rest.placeOrder=after',
      '--quiet',
    );
    try {
      const [text] = (await once(child.stdout!, 'data')) as [Buffer];
      const url = String(text).trim();
      const script = await (await fetch(`${url}/kp/lib/v1/api.js`)).text();
      for (const part of [
        '"version":"v1.10.0-1987"',
        '"browser":"unsupported"',
        '"popup":"ignore"',
        '"frameTimeout":1234',
        '"cdn":"http://localhost:8099"',
      ]) {
        assert.ok(script.includes(part), part);
      }
      const response = await fetch(`${url}/payments/v1/sessions`, {
        method: 'POST',
        headers: {authorization: 'Basic eDp5'},
        body: JSON.stringify(inEuro),
      });
      const session = (await response.json()) as KlarnaCreatedSession;
      assert.deepEqual(
        session.payment_method_categories?.map(({identifier}) => identifier),
        ['klarna'],
      );
      const claims = JSON.parse(
        Buffer.from(
          session.client_token.split('.')[1] ?? '',
          'base64url',
        ).toString(),
      ) as Record<string, unknown>;
      assert.equal(claims['environment'], 'production');
      assert.deepEqual(claims['experiments'], [
        {name: 'purchase-flow', variate: 'variate-1'},
      ]);
      const page = await (await fetch(url)).text();
      assert.match(page, /value="frame"[^]*value="rest\.placeOrder"/);
      const authorized = await fetch(`${url}/kp/shopper/authorize`, {
        method: 'POST',
        headers: {'content-type': 'application/json'},
        body: JSON.stringify({
          clientToken: session.client_token,
          category: 'klarna',
          autoFinalize: false,
          answer: 'approve',
        }),
      });
      const {result} = (await authorized.json()) as {
        result: KlarnaAuthorizeResult;
      };
      const {authorization_token: token} = result;
      assert.ok(token, 'not in the list of --finalize');
      // Placed, and the answer lost: --fault rest.placeOrder=after.
      const placed = await fetch(
        `${url}/payments/v1/authorizations/${token}/order`,
        {
          method: 'POST',
          headers: {authorization: 'Basic eDp5'},
          body: JSON.stringify(inEuro),
        },
      );
      assert.equal(placed.status, 503);
      assert.match(await (await fetch(url)).text(), /pending/);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('takes options from the environment, too', async () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', cli, '--categories', 'one'],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          KLARNA_SANDBOX_OPTIONS: ' --script 1.10-1987  --categories klarna ',
        },
      },
    );
    try {
      const [text] = (await once(child.stdout, 'data')) as [Buffer];
      const page = await (await fetch(String(text).trim())).text();
      assert.match(page, /build 1\.10-1987/);
      assert.match(page, />pay_later</);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('listens where it is told to', async () => {
    const child = start('--host', '127.0.0.2', '--categories', 'one');
    try {
      const [text] = (await once(child.stdout!, 'data')) as [Buffer];
      assert.match(String(text), /^http:\/\/127\.0\.0\.2:\d+\n$/);
      assert.match(
        await (await fetch(String(text).trim())).text(),
        /pay_later</,
      );
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('refuses what makes no sense, with the status 2', async () => {
    for (const [args, message] of [
      [['--port', 'x'], /--port takes a whole number up to 65535/],
      [['--bogus'], /--bogus/],
      [['--username', 'shop'], /--username and --password go together/],
      [['--answer', 'maybe'], /--answer is one of approve/],
      [['--script', '1.11'], /--script is one of 1\.10-734, 1\.10-1987/],
      [['--experiments', 'x'], /--experiments is one of static-widget/],
      [['--fault', 'script=silent'], /--fault script=silent is none/],
      [['--origin', 'localhost'], /--origin is like/],
    ] as const) {
      const {code, out, err} = await run(...args);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, message);
    }
  });
});
