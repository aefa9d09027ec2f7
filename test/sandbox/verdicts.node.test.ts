import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {describe, it} from 'node:test';
import {
  cases,
  choices,
  judgedByCheckOrder,
  judgedBySandbox,
  theOtherWay,
  type Case,
  type Verdict,
} from './cases.js';
import {page, verdictPage} from './verdict-table.js';

/**
 * What Klarna was seen to accept and to refuse. The sandbox and `checkOrder`
 * know nothing of each other; these cases are what ties them.
 */
describe('Klarna’s verdict', () => {
  for (const each of cases) {
    const {id, op, request, klarna} = each;
    const what = klarna.accepted ? 'accepted' : 'refused';
    it(`${what}, ${id}: is the sandbox’s`, async () => {
      const {sandbox} = choices[id] ?? {};
      assertVerdict(await judgedBySandbox(each, sandbox), each);
    });

    if (op === 'order-409') {
      it(`${what}, ${id}: is the sandbox’s the other way round`, async () => {
        const request = theOtherWay(each.request);
        assertVerdict(await judgedBySandbox({op, request}), each);
      });
      continue;
    }

    it(`${what}, ${id}: is that of checkOrder`, () => {
      const {checkOrder: account, sandbox} = choices[id] ?? {};
      const verdict = judgedByCheckOrder(request, account);
      // Where the sources contradict each other the lenient reading counts.
      if (sandbox && !account) assert.deepEqual(verdict.fields, []);
      else assertVerdict(verdict, each);
    });
  }

  for (const [id, {sandbox}] of Object.entries(choices)) {
    it(`${id}: is another one without ${Object.keys(sandbox).join()}`, async () => {
      const each = cases.find((other) => other.id === id)!;
      const {status} = await judgedBySandbox(each);
      assert.equal(status, each.klarna.accepted ? 400 : 200);
    });
  }
});

describe('the page of verdicts', () => {
  it('says what the code answers', async () => {
    assert.equal(
      await readFile(page, 'utf8'),
      await verdictPage(),
      'node --import=tsx test/sandbox/verdict-table.ts writes it anew',
    );
  });
});

function assertVerdict({status, fields}: Verdict, {klarna}: Case): void {
  assert.equal(status, klarna.status);
  if (klarna.fields) assert.deepEqual(fields, klarna.fields.toSorted());
  // Where the source does not say which members, some are named.
  else if (!klarna.accepted) assert.ok(fields.length > 0);
}
