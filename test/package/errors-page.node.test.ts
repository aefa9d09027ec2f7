import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {statuses} from '../../src/server/http/problem-codes.js';
import {root} from './package.js';

const page = readFileSync(join(root, 'docs/reference/errors.md'), 'utf8');
const [, ofElement = '', ofServer = '', ofCalls = ''] = page.split(/^## /m);

/** What stands in the first column, and the cells after it. */
function rowsOf(text: string): Map<string, string[]> {
  return new Map(
    Array.from(
      text.matchAll(/^\| `([\w-]+)`\s*\|(.*)\|$/gm),
      ([, code, rest]) => [
        code ?? '',
        (rest ?? '').split('|').map((cell) => cell.trim()),
      ],
    ),
  );
}

/** A table has the members of a union of the sources, each told in full. */
function holds(text: string, path: string, type: string): void {
  const source = readFileSync(join(root, path), 'utf8');
  const union = new RegExp(`type ${type} =([^;]+);`).exec(source)?.[1] ?? '';
  const codes = Array.from(
    union.matchAll(/'([\w-]+)'/g),
    ([, code = '']) => code,
  );
  assert.ok(codes.length > 3);
  const rows = rowsOf(text);
  assert.deepEqual([...rows.keys()].toSorted(), codes.toSorted());
  for (const [code, cells] of rows) {
    assert.equal(cells.length, 2, code);
    assert.ok(cells.every(Boolean), code);
  }
}

describe('the page of errors and problems', () => {
  it('has every code of the element and no other, each with cause and cure', () => {
    holds(ofElement, 'src/klarna/errors.ts', 'KlarnaPaymentsErrorCode');
  });

  it('has every kind of failed call, each with cause and cure', () => {
    holds(ofCalls, 'src/server/client/errors.ts', 'KlarnaApiErrorKind');
  });

  it('has every problem of the server kit and no other, with status, cause and cure', () => {
    const rows = rowsOf(ofServer);
    assert.deepEqual(
      Object.fromEntries(
        [...rows].map(([code, [status]]) => [code, Number(status)]),
      ),
      {...statuses},
    );
    for (const [code, cells] of rows) {
      assert.equal(cells.length, 3, code);
      assert.ok(cells.every(Boolean), code);
    }
  });
});
