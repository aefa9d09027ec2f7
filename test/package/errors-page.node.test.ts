import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {statuses} from '../../src/server/http/problem-codes.js';
import {root} from './package.js';

const page = readFileSync(join(root, 'docs/reference/errors.md'), 'utf8');
const [, ofElement = '', ofServer = ''] = page.split(/^## /m);

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

describe('the page of errors and problems', () => {
  it('has every code of the element and no other, each with cause and cure', () => {
    const source = readFileSync(join(root, 'src/klarna/errors.ts'), 'utf8');
    const union = /KlarnaPaymentsErrorCode =([^;]+);/.exec(source)?.[1] ?? '';
    const codes = Array.from(
      union.matchAll(/'([\w-]+)'/g),
      ([, code = '']) => code,
    );
    assert.ok(codes.length > 10);
    const rows = rowsOf(ofElement);
    assert.deepEqual([...rows.keys()].toSorted(), codes.toSorted());
    for (const [code, cells] of rows) {
      assert.equal(cells.length, 2, code);
      assert.ok(cells.every(Boolean), code);
    }
  });

  it('has every problem of the server kit and no other, with its status', () => {
    const rows = rowsOf(ofServer);
    assert.deepEqual(
      Object.fromEntries(
        [...rows].map(([code, [status]]) => [code, Number(status)]),
      ),
      {...statuses},
    );
    for (const [code, [, cure]] of rows) assert.ok(cure, code);
  });
});
