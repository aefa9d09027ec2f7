import assert from 'node:assert/strict';
import {describe, it} from 'node:test';

import {
  isOpen,
  keepingOf,
  type About,
  type TokenRecord,
  type TokenState,
} from '../../../src/server/visits/token-record.js';
import {
  nextRecord,
  type TokenStep,
  type TokenSteps,
} from '../../../src/server/visits/token-steps.js';
import {ada, cart} from '../support/cart.js';

const about: About = {
  visitorKey: 'digest of the visitor',
  sessionId: 'session',
  account: 'K123456',
  since: 1_000_000,
};
const open = {token: 'token', visitor: 'ada', order: cart()};
const answer = {order_id: 'order', fraud_status: 'ACCEPTED'};
const refusal = {code: 'authorize-again'} as const;
const body = {body: cart(), details: 'klarna'} as const;

const records: {[State in TokenState]: TokenRecord & {state: State}} = {
  waiting: {...about, state: 'waiting', open, calledBack: false},
  placing: {...about, state: 'placing', open, ...body},
  placed: {...about, state: 'placed', open, ...body, answer, continueId: 'c'},
  reported: {
    ...about,
    state: 'reported',
    answer,
    continueId: 'c',
    kept: {...body, open},
  },
  refused: {
    ...about,
    state: 'refused',
    refusal: {...refusal, isUnknown: true},
  },
};

const inputs: TokenSteps = {
  writeDown: {record: records.waiting},
  begin: {record: records.placing},
  resend: {sender: 'another'},
  place: {answer, continueId: 'c'},
  doubt: {record: records.placing},
  report: {},
  bring: {late: ada},
  refuse: {record: {...about, state: 'refused', refusal}},
  deny: {refusal},
  recognize: {about, open},
  cancel: {},
  suspect: {},
  strip: {},
  dismiss: {refusal},
};

/** Where each step leads from each state; what is not here is not possible. */
const table: Record<
  TokenStep,
  Partial<Record<TokenState | 'none', TokenState>>
> = {
  writeDown: {none: 'waiting'},
  begin: {none: 'placing', waiting: 'placing'},
  resend: {placing: 'placing'},
  place: {placing: 'placed'},
  doubt: {none: 'placing', waiting: 'placing', placing: 'placing'},
  report: {placed: 'reported'},
  bring: {
    waiting: 'waiting',
    placing: 'placing',
    placed: 'placed',
    reported: 'placed',
  },
  refuse: {none: 'refused', waiting: 'refused'},
  deny: {placing: 'refused'},
  recognize: {waiting: 'waiting', refused: 'refused'},
  cancel: {},
  suspect: {},
  strip: {reported: 'reported'},
  dismiss: {},
};

describe('the record of a token', () => {
  for (const [name, row] of Object.entries(table)) {
    const step = name as TokenStep;
    for (const state of ['none', ...Object.keys(records)] as const) {
      const end = row[state as TokenState | 'none'];
      it(`${state}: ${step} leads ${end === undefined ? 'nowhere' : `to ${end}`}`, () => {
        const before =
          state === 'none' ? undefined : records[state as TokenState];
        const after = nextRecord(before, step, inputs[step]);
        assert.equal(after?.state, end);
      });
    }
  }

  it('that is to be cancelled is closed by the cancellation, or left to a person', () => {
    const refused = {...records.refused, cancel: open};
    assert.equal(isOpen(refused), true);
    const cancelled = nextRecord(refused, 'cancel', {})!;
    assert.equal(isOpen(cancelled), false);
    assert.ok(!JSON.stringify(cancelled).includes(open.token));
    const suspect = nextRecord(refused, 'suspect', {})!;
    assert.equal(isOpen(suspect), true);
    assert.equal(isOpen(nextRecord(suspect, 'dismiss', {refusal})!), false);
  });

  it('that is uncertain is closed by a person alone, and never sent', () => {
    for (const before of [undefined, records.waiting, records.placing]) {
      const doubted = nextRecord(before, 'doubt', inputs.doubt)!;
      assert.ok(doubted.state === 'placing' && doubted.isUncertain);
      assert.equal(nextRecord(doubted, 'resend', inputs.resend), undefined);
    }
    const uncertain = {...records.placing, isUncertain: true as const};
    assert.equal(isOpen(uncertain), true);
    assert.equal(nextRecord(uncertain, 'refuse', inputs.refuse), undefined);
    const dismissed = nextRecord(uncertain, 'dismiss', {refusal})!;
    assert.equal(isOpen(dismissed), false);
    assert.equal(nextRecord(records.placing, 'dismiss', {refusal}), undefined);
  });

  it('keeps the body for the details of a browser that has not come', () => {
    const kept = nextRecord(records.placed, 'report', {})!;
    assert.ok('kept' in kept && kept.kept);
    assert.equal(isOpen(kept), false);
    const late = nextRecord(kept, 'bring', {late: ada})!;
    assert.ok(late.state === 'placed' && late.late === ada);
    const told = nextRecord(late, 'report', {})!;
    assert.equal(nextRecord(told, 'bring', {late: ada}), undefined);
    const all = JSON.stringify([told, nextRecord(kept, 'strip', {})]);
    assert.ok(!all.includes('Hammock') && !all.includes('"ada"'));
  });

  it('waits with the first details that a browser has brought', () => {
    const bare = nextRecord(records.waiting, 'bring', {late: {}})!;
    assert.ok(bare.state === 'waiting' && bare.late);
    assert.equal(nextRecord(bare, 'bring', {late: {}}), undefined);
    const told = nextRecord(bare, 'bring', {late: ada})!;
    assert.ok(told.state === 'waiting' && told.late === ada);
    assert.equal(nextRecord(told, 'bring', {late: ada}), undefined);
    assert.equal(nextRecord(told, 'bring', {late: {}}), undefined);
  });

  it('keeps nothing of the shopper once the browser has told all', () => {
    const placed = {...records.placed, details: 'browser' as const};
    const reported = JSON.stringify(nextRecord(placed, 'report', {}));
    assert.ok(!reported.includes('Hammock') && !reported.includes('"ada"'));
  });

  it('is kept while it is open, and looked after when it is due', () => {
    const hour = 3_600_000;
    const at = (record: TokenRecord, patience = 15_000) =>
      keepingOf(record, 5, patience);
    assert.deepEqual(at(records.waiting), {due: about.since + 15_000});
    assert.deepEqual(at(records.waiting, Infinity), {due: about.since + hour});
    const brought = {...records.waiting, late: {}};
    assert.deepEqual(at(brought, Infinity), {due: about.since + 15_000});
    assert.deepEqual(at(brought, 0), {due: about.since});
    assert.deepEqual(at(records.placing), {due: 5});
    assert.deepEqual(at(records.placed), {due: 5});
    assert.deepEqual(at({...records.refused, cancel: open}), {due: 5});
    assert.ok((at(records.refused).ttl ?? 0) > hour);
    assert.ok((at(records.reported).ttl ?? 0) > 72 * hour);
  });
});
