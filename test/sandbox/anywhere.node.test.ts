import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {describe, it} from 'node:test';
import {createKlarnaSandbox} from '../../src/sandbox/index.js';
import {orderWith} from './klarna.js';

describe('the sandbox', () => {
  it('can be imported where there is no Node', async () => {
    const entry = new URL('../../src/sandbox/index.ts', import.meta.url);
    const seen = await statically(entry, new Map());
    const outside = [...seen.values()].flat();
    assert.ok(seen.size > 20, 'the modules were not found');
    assert.deepEqual([...new Set(outside)], ['valibot']);
  });

  it('listens on this machine only, on a free port', async () => {
    const one = await createKlarnaSandbox().listen();
    const servers = [one];
    try {
      const other = await createKlarnaSandbox().listen();
      servers.push(other);
      assert.match(one.url, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.notEqual(one.url, other.url);
      const response = await fetch(`${one.url}/payments/v1/sessions`, {
        method: 'POST',
        headers: {authorization: 'Basic eDp5'},
        body: JSON.stringify(orderWith()),
      });
      const {client_token} = (await response.json()) as {client_token: string};
      const payload = atob(client_token.split('.')[1] ?? '');
      assert.ok(payload.includes(`"base_url":"${one.url}"`));
    } finally {
      for (const {close} of servers) await close();
    }
    await assert.rejects(fetch(one.url), TypeError);
  });
});

/** What is imported from elsewhere, by module, along static imports. */
async function statically(
  module: URL,
  seen: Map<string, string[]>,
): Promise<Map<string, string[]>> {
  const source = await readFile(module, 'utf8');
  const names = [
    ...source.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)'/gm),
    ...source.matchAll(/^import '([^']+)'/gm),
  ].map(([, name = '']) => name);
  seen.set(
    module.href,
    names.filter((name) => !name.startsWith('.')),
  );
  for (const name of names.filter((each) => each.startsWith('.'))) {
    const next = new URL(name.replace(/\.js$/, '.ts'), module);
    if (!seen.has(next.href)) await statically(next, seen);
  }
  return seen;
}
