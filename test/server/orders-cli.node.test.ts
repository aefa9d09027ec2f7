import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {fileURLToPath} from 'node:url';

import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import {
  createKlarnaMerchant,
  KlarnaPaymentsClient,
} from '../../src/server/index.js';
import {sqliteStorage} from '../../src/server/sqlite.js';
import {ada, cart} from './support/cart.js';
import {credentials} from './support/shop.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const command = join(root, 'src/server/orders-cli.ts');

/** Ends with a code, whatever it is. */
function run(...args: string[]) {
  return new Promise<{code: unknown; stdout: string; stderr: string}>((done) =>
    execFile(
      process.execPath,
      ['--import=tsx', command, ...args],
      {cwd: root},
      (error, stdout, stderr) => done({code: error?.code ?? 0, stdout, stderr}),
    ),
  );
}

describe('klarna-orders', () => {
  const sandbox = createKlarnaSandbox({credentials});
  let folder: string;
  let module: string;
  let klarna: Awaited<ReturnType<typeof sandbox.listen>>;
  /** An authorization that Klarna has told of, and a shop that died then. */
  async function authorize(visitor: string) {
    const storage = sqliteStorage(join(folder, 'klarna.sqlite'));
    const merchant = createKlarnaMerchant({
      credentials,
      region: 'eu',
      baseUrl: klarna.url,
      origin: 'https://shop.example',
      callbackPatience: 1,
      callbackSecret: 'secret',
      recovery: 'manual',
      visitor: () => visitor,
      order: () => cart(),
      placed: () => {},
      storage,
    });
    const post = (path: string, body: object) =>
      merchant.fetch(
        new Request(`https://shop.example/klarna/${path}`, {
          method: 'POST',
          headers: {'content-type': 'application/json'},
          body: JSON.stringify(body),
        }),
      );
    const session = await post('session', {});
    const {client_token} = (await session.json()) as {client_token: string};
    const {authorization_token} = await sandbox.authorize(client_token, ada);
    const [, claims = ''] = client_token.split('.');
    const {session_id} = JSON.parse(
      Buffer.from(claims, 'base64url').toString(),
    ) as {session_id: string};
    const told = await post('authorization/secret', {
      authorization_token,
      session_id,
    });
    assert.equal(told.status, 204);
    await merchant.close();
    await storage.close();
    return {token: authorization_token, sessionId: session_id};
  }

  before(async () => {
    klarna = await sandbox.listen();
    folder = await mkdtemp(join(tmpdir(), 'orders-'));
    module = join(folder, 'klarna.mjs');
    await writeFile(
      module,
      `import {createKlarnaMerchant} from '${root}src/server/index.ts';
       import {sqliteStorage} from '${root}src/server/sqlite.ts';
       export const order = {};
       export const klarna = createKlarnaMerchant({
         credentials: ${JSON.stringify(credentials)},
         region: 'eu', baseUrl: '${klarna.url}', callbackPatience: 1,
         recovery: 'manual', visitor: () => undefined, order: () => undefined,
         placed: () => {},
         storage: sqliteStorage('${join(folder, 'klarna.sqlite')}'),
       });
       export default {fetch: klarna.fetch};`,
    );

    await authorize('ada');
  });
  after(async () => {
    await klarna.close();
    await rm(folder, {recursive: true, force: true});
  });

  test('lists what is open, as text and as JSON', async () => {
    const text = await run('pending', '--module', module);
    assert.equal(text.code, 0, text.stderr);
    assert.match(text.stdout, /^waiting  since \d{4}-.*sessionId [\w-]+/);
    const json = await run('pending', '--module', module, '--json');
    const work = JSON.parse(json.stdout) as {state: string};
    assert.equal(work.state, 'waiting');
  });

  test('takes over what is due, and then nothing is open', async () => {
    const recovered = await run('recover', '--module', module);
    assert.equal(recovered.code, 0, recovered.stderr);
    assert.match(recovered.stdout, /^placed .*orderId [\w-]+/);
    assert.equal(sandbox.orders.length, 1);
    const {code, stdout} = await run('close', '--module', module);
    assert.deepEqual({code, stdout}, {code: 0, stdout: 'Nothing is open.\n'});
  });

  test('closes only what nobody but a person can tell', async () => {
    const {code, stdout} = await run('close', 'nothing', '--module', module);
    assert.equal(code, 0);
    assert.equal(stdout, 'not uncertain  sessionId nothing\n');

    // Ordered by somebody else, so that nobody here knows of which token.
    const {token = '', sessionId} = await authorize('bob');
    const waiting = await run('close', sessionId, '--module', module);
    assert.equal(waiting.stdout, `not uncertain  sessionId ${sessionId}\n`);
    await new KlarnaPaymentsClient({
      credentials,
      baseUrl: klarna.url,
    }).placeOrder(token, cart());

    const recovered = await run('recover', '--module', module);
    assert.equal(recovered.code, 3, recovered.stderr);
    assert.match(recovered.stdout, /^uncertain /);
    assert.ok(recovered.stdout.includes(sessionId));
    for (const command of ['pending', 'close']) {
      const left = await run(command, '--module', module);
      assert.equal(left.code, 3, command);
      assert.match(left.stdout, /^uncertain /);
    }
    assert.deepEqual(await run('close', sessionId, '--module', module), {
      code: 0,
      stdout: `closed  sessionId ${sessionId}\n`,
      stderr: '',
    });
    const {code: end, stdout: rest} = await run('pending', '--module', module);
    assert.deepEqual([end, rest], [0, 'Nothing is open.\n']);
  });

  test('says how it is called, and what a module has to export', async () => {
    const help = await run('--help');
    assert.equal(help.code, 0);
    assert.match(help.stdout, /^What is open/);
    for (const args of [[], ['open'], ['pending', 'all'], ['--what']]) {
      const {code, stderr} = await run(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, /Usage: klarna-orders/);
    }
    const order = ['pending', '--module', module, '--export', 'order'];
    const {code, stderr} = await run(...order);
    assert.equal(code, 2);
    assert.match(stderr, /exports no merchant as order/);
  });
});
