import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  initialState,
  type CheckoutState,
  type WidgetState,
} from '../../src/checkout/state.js';
import {statusOf} from '../../src/checkout/status.js';
import {KlarnaPaymentsError} from '../../src/klarna/errors.js';

const session = {
  clientToken: 'a.b.c',
  categories: [
    {identifier: 'pay_later', name: 'Pay later'},
    {identifier: 'pay_now', name: 'Pay now'},
  ],
};
const target = {session, data: null};
const widget: WidgetState = {
  instanceId: 'widget-1',
  isMoved: false,
  shows: target,
};

/** A checkout whose selected widget shows the newest state. */
const ready: CheckoutState = {
  ...initialState,
  isStarted: true,
  session,
  target,
  selected: 'pay_later',
  widgets: {pay_later: widget},
};

const authorization = {
  authorizationToken: 'token',
  category: 'pay_later',
  customerDetails: {},
  collected: {reading: {details: {}}, given: null},
  expires: Infinity,
};
const broken = new KlarnaPaymentsError('sdk-blocked', 'blocked');
const misconfigured = new KlarnaPaymentsError('configuration', 'no endpoint');
const failed = {
  ...widget,
  shows: undefined,
  error: new KlarnaPaymentsError('load-failed', 'failed'),
};

/** What the state is, changed from `ready`, and the status it has. */
const rows: [string, Partial<CheckoutState>, string][] = [
  ['nothing has been started', {isStarted: false}, 'idle'],
  ['the tag is misconfigured', {failure: misconfigured}, 'idle'],
  ['there is no session yet', {session: undefined}, 'loading'],
  ['a newer session is asked for', {isRefreshing: true}, 'loading'],
  [
    'a newer session is asked for although a widget has failed',
    {isRefreshing: true, widgets: {pay_later: failed}},
    'loading',
  ],
  ['the widget has not been made', {widgets: {}}, 'loading'],
  [
    'the widget loads for the first time',
    {widgets: {pay_later: {...widget, shows: undefined}}},
    'loading',
  ],
  ['the widget shows an older state', {target: {session, data: {}}}, 'loading'],
  [
    'the widget is brought back into its place',
    {widgets: {pay_later: {...widget, isMoved: true}}},
    'loading',
  ],
  ['the selected widget shows the newest state', {}, 'ready'],
  [
    'another widget has failed',
    {widgets: {pay_later: widget, pay_now: failed}},
    'ready',
  ],
  ['Klarna is asked', {isAsking: true}, 'authorizing'],
  [
    'Klarna is asked while a newer session waits',
    {isAsking: true, isRefreshing: true},
    'authorizing',
  ],
  ['there is a token', {authorization}, 'authorized'],
  [
    'there is a token and the widget is on its way back',
    {authorization, widgets: {pay_later: {...widget, isMoved: true}}},
    'authorized',
  ],
  [
    'there is a token and the widget has failed since',
    {authorization, widgets: {pay_later: failed}},
    'authorized',
  ],
  [
    'there is a token and its category, the last one, has gone since',
    {authorization, withdrawn: ['pay_later', 'pay_now']},
    'authorized',
  ],
  [
    'Klarna offers nothing',
    {session: {...session, categories: []}},
    'unavailable',
  ],
  [
    'every category has been withdrawn',
    {withdrawn: ['pay_later', 'pay_now']},
    'unavailable',
  ],
  ['session or script have failed', {failure: broken}, 'error'],
  [
    'session or script have failed and are asked for again',
    {failure: broken, isRefreshing: true},
    'error',
  ],
  ['the selected widget has failed', {widgets: {pay_later: failed}}, 'error'],
];

describe('the status', () => {
  for (const [state, change, status] of rows) {
    it(`is ${status} when ${state}`, () => {
      assert.equal(statusOf({...ready, ...change}), status);
    });
  }

  it('has a row here for each of its values', () => {
    assert.deepEqual(
      new Set(rows.map(([, , status]) => status)),
      new Set([
        'idle',
        'loading',
        'ready',
        'authorizing',
        'authorized',
        'unavailable',
        'error',
      ]),
    );
  });
});
