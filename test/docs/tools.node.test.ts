import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, afterEach, before, describe} from 'node:test';
import type {KlarnaAuthorizeResult} from '../../src/klarna/types.js';
import {
  createKlarnaSandbox,
  type KlarnaSandbox,
  type KlarnaSandboxServer,
} from '../../src/sandbox/index.js';
import {execute, requireBuild, root} from '../package/package.js';
import {onPath} from '../support/browsers.mjs';
import {merchantWith, mug} from './purchase.js';
import {starts} from './sandbox-process.js';
import {snippet} from './snippets.js';
import {blocksOf} from './ways.js';

const skip = !onPath('curl') && 'there is no curl here';

describe('the blocks that other tools read and send', () => {
  const blocks = blocksOf('tools');
  let sandbox: KlarnaSandbox;
  let server: KlarnaSandboxServer;
  before(requireBuild);
  beforeEach(async () => {
    sandbox = createKlarnaSandbox();
    server = await sandbox.listen();
  });
  afterEach(() => server.close());

  blocks.run(
    'editors › Visual Studio Code',
    'names files of the package',
    async () => {
      const {code} = snippet('editors › Visual Studio Code');
      const paths = Object.values(JSON.parse(code) as Record<string, string[]>);
      for (const path of paths.flat()) {
        const [, file = ''] =
          /^\.\/node_modules\/klarna-payments-element\/(.+)$/.exec(path) ?? [];
        assert.ok(existsSync(join(root, file)), path);
      }
    },
  );

  for (const id of [
    'sandbox/container › Names and addresses',
    'sandbox/container › As a service of GitHub Actions',
    'sandbox/container › As a service of GitHub Actions (2)',
  ]) {
    blocks.run(id, 'starts the sandbox with options that it has', async () => {
      const options = optionsIn(snippet(id).code);
      assert.ok(options.length > 0);
      for (const each of options) await starts(each);
    });
  }

  /** Types a command, for the sandbox of the test. */
  async function type(command: string): Promise<Record<string, unknown>> {
    const here = command
      .replace(/^curl /, 'curl -sS --fail-with-body ')
      .replace(/http:\/\/(?:localhost:8099|127\.0\.0\.1:8700)/, server.url);
    const {stdout} = await execute('bash', ['-c', here]);
    try {
      return JSON.parse(stdout) as Record<string, unknown>;
    } catch {
      return {};
    }
  }

  const anyLanguage = 'sandbox/container › From a test in any language';
  blocks.run(
    anyLanguage,
    'is a shopper',
    async () => {
      const {client_token} = await created(sandbox);
      const command = snippet(anyLanguage).code.replace('eyJ…', client_token);
      const {result} = await type(command);
      assert.equal((result as KlarnaAuthorizeResult).approved, true);
    },
    skip,
  );

  blocks.run(
    `${anyLanguage} (2)`,
    'switches what shoppers do and what is broken',
    async () => {
      const [answers = '', breaks = '', mends = '', ...more] = snippet(
        `${anyLanguage} (2)`,
      )
        .code.trim()
        .split('\n');
      assert.deepEqual(more, []);
      await type(answers);
      const {client_token} = await created(sandbox);
      const {approved} = await sandbox.authorize(client_token);
      assert.equal(approved, false);
      await type(breaks);
      assert.ok(Object.keys(sandbox.faults.rest ?? {}).includes('placeOrder'));
      await type(mends);
      assert.ok(!sandbox.faults.rest?.placeOrder);
    },
    skip,
  );

  const first = 'sandbox/first-order › Without a browser';
  blocks.run(
    first,
    'is a whole order',
    async () => {
      const [create = '', authorize = '', place = '', ...more] =
        snippet(first).code.split('\n\n');
      assert.deepEqual(more, []);
      const order = /-d '([^']+)'/.exec(create)?.[1] ?? '';
      const {client_token} = await type(create);
      const {result} = await type(
        authorize.replace('"…"', JSON.stringify(client_token)),
      );
      const {order_id} = await type(
        place
          .replace(
            '…',
            (result as KlarnaAuthorizeResult).authorization_token ?? '',
          )
          .replace('{ the same order }', order),
      );
      assert.deepEqual(
        sandbox.orders.map(({answer}) => answer.order_id),
        [order_id],
      );
    },
    skip,
  );

  const asked = 'guide/any-language › 1. A session';
  blocks.run(
    [asked, `${asked} (2)`, 'guide/any-language › 3. The order'],
    'are what the kit takes and answers',
    async () => {
      const klarna = merchantWith({
        baseUrl: server.url,
        visitor: () => 'the only visitor',
        placed: () => undefined,
      });
      const origin = 'https://shop.example';
      const session = await klarna.fetch(
        requestIn(snippet(asked).code, origin),
      );
      const answer = (await session.json()) as Answer;
      const shown = JSON.parse(snippet(`${asked} (2)`).code) as Answer;
      assert.deepEqual(shapeOf(answer), shapeOf(shown));

      const details = {billing_address: {given_name: 'Ada'}};
      const {authorization_token = ''} = await sandbox.authorize(
        answer.client_token,
        details,
      );
      const form = snippet('guide/any-language › 3. The order')
        .code.replace('token=…', `token=${authorization_token}`)
        .replace('%7B…%7D', encodeURIComponent(JSON.stringify(details)));
      const order = await klarna.fetch(requestIn(form, origin));
      assert.equal(order.status, 303, await order.text());
      assert.equal(sandbox.orders.length, 1);
    },
  );

  const sent = 'guide/any-language › 2. What you send to Klarna';
  blocks.run(sent, 'is what Klarna takes', async () => {
    const code = snippet(sent).code.replace(
      'base64(username:password)',
      btoa('any:thing'),
    );
    const answer = await sandbox.fetch(requestIn(code, server.url));
    assert.equal(answer.status, 200, await answer.text());
  });

  blocks.all();
});

interface Answer {
  client_token: string;
  payment_method_categories: object[];
}

/** Names of members, of the first of a list. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([name, each]) => [name, shapeOf(each)]),
  );
}

/** An exchange as HTTP has it, as a request. */
function requestIn(code: string, origin: string): Request {
  const [head = '', body = ''] = code.split(/\n\n/);
  const [line = '', ...headers] = head.split('\n');
  const [method, path = ''] = line.split(' ');
  return new Request(new URL(path, origin), {
    method,
    headers: headers.map((each) => each.split(': ') as [string, string]),
    body: body.trim(),
  });
}

/** The command lines of the sandbox that a settings file has. */
function optionsIn(yaml: string): string[] {
  const builds = /script: \[(.+)\]/.exec(yaml)?.[1] ?? '';
  return [
    ...yaml.matchAll(/command: \[(.+)\]/g),
    ...yaml.matchAll(/KLARNA_SANDBOX_OPTIONS:\s+(?:>-\s+)?(.+)/g),
  ]
    .map(([, options = '']) => options.replaceAll(/[',]/g, ''))
    .flatMap((options) =>
      options.includes('${{ matrix.script }}')
        ? Array.from(builds.matchAll(/'([^']+)'/g), ([, build = '']) =>
            options.replace('${{ matrix.script }}', build),
          )
        : options,
    );
}

async function created(sandbox: KlarnaSandbox) {
  const answer = await sandbox.fetch(
    new Request('http://127.0.0.1:8700/payments/v1/sessions', {
      method: 'POST',
      headers: {authorization: `Basic ${btoa('any:thing')}`},
      body: JSON.stringify(mug),
    }),
  );
  return (await answer.json()) as {client_token: string};
}
