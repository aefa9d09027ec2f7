import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {KlarnaErrorBody} from '../../../src/wire/rest-types.js';
import {hour, openKlarna, orderWith, type Answer} from '../klarna.js';

/**
 * What becomes of a session and its authorization, by what each operation
 * answers then.
 */
type Klarna = ReturnType<typeof openKlarna>;

/** A session in some state, and the authorization token in question. */
interface Subject {
  id: string;
  token: string;
  order: object;
}

const order = orderWith();
const forTokens = orderWith({intent: 'tokenize'});
const forBoth = orderWith({intent: 'buy_and_tokenize'});

const noSession = '404 NOT_FOUND Invalid session id';
const noToken = '404 NOT_FOUND Invalid authorization token';
const kept = '404 NOT_FOUND Authorization cannot be deleted';
const complete = '404 SESSION_COMPLETED Session has already been completed';
const otherBody =
  '409 BAD_VALUE The order has been already completed with different request body';
const consumed = '403 INVALID_OPERATION Authorization token already consumed';
const notForBuying =
  '403 INVALID_OPERATION Not allowed to create customer token for intent buy';
const onlyForTokens =
  '403 INVALID_OPERATION Not allowed to create order for intent tokenize';

const operations = {
  read: ({read}: Klarna, {id}: Subject) => read(id),
  update: ({update}: Klarna, {id}: Subject) => update(id, {}),
  order: ({place}: Klarna, {token, order}: Subject) => place(token, order),
  'another order': ({place}: Klarna, {token, order}: Subject) =>
    place(token, {...order, merchant_reference1: 'B-2'}),
  'customer token': ({customerToken}: Klarna, {token}: Subject) =>
    customerToken(token),
  cancel: ({cancel}: Klarna, {token}: Subject) => cancel(token),
};

type Row = [
  what: string,
  begin: (klarna: Klarna) => Promise<Subject>,
  answers: Record<keyof typeof operations, string>,
];

const authorized =
  (body: object, then?: (klarna: Klarna, subject: Subject) => unknown) =>
  async (klarna: Klarna): Promise<Subject> => {
    const {id, token} = await klarna.authorized(body);
    const subject = {id, token, order: body};
    await then?.(klarna, subject);
    return subject;
  };

const ordered = ({place}: Klarna, {token, order}: Subject) =>
  place(token, order);

const tokenized = ({customerToken}: Klarna, {token}: Subject) =>
  customerToken(token);

const goneToken = {
  read: '200',
  update: '204',
  order: noToken,
  'another order': noToken,
  'customer token': noToken,
  cancel: noToken,
};
const gone = {...goneToken, read: noSession, update: noSession};

const rows: readonly Row[] = [
  [
    'that nobody has made',
    () => Promise.resolve({id: 'none', token: 'none', order}),
    gone,
  ],
  [
    'that are no ids at all',
    () => Promise.resolve({id: '%00', token: '..%2F..', order}),
    gone,
  ],
  [
    'after 48 hours',
    authorized(order, ({clock}) => (clock.now += 48 * hour)),
    gone,
  ],
  [
    'just authorized, to buy',
    authorized(order),
    {
      read: '200',
      update: '204',
      order: '200',
      'another order': '200',
      'customer token': notForBuying,
      cancel: '204',
    },
  ],
  [
    'just authorized, to tokenize',
    authorized(forTokens),
    {
      read: '200',
      update: '204',
      order: onlyForTokens,
      'another order': onlyForTokens,
      'customer token': '200',
      cancel: '204',
    },
  ],
  [
    'just authorized, for both',
    authorized(forBoth),
    {
      read: '200',
      update: '204',
      order: '200',
      'another order': '200',
      'customer token': '200',
      cancel: '204',
    },
  ],
  [
    'whose authorization is an hour old',
    authorized(forBoth, ({clock}) => (clock.now += hour)),
    goneToken,
  ],
  [
    'whose authorization is cancelled',
    authorized(forBoth, ({cancel}, {token}) => cancel(token)),
    goneToken,
  ],
  [
    'that was authorized again',
    async (klarna) => {
      const session = await klarna.session(forBoth);
      const token = await klarna.token(session);
      await klarna.token(session);
      return {id: session.id, token, order: forBoth};
    },
    goneToken,
  ],
  [
    'that is ordered',
    authorized(order, ordered),
    {
      read: '200',
      update: complete,
      order: '200',
      'another order': otherBody,
      'customer token': notForBuying,
      cancel: kept,
    },
  ],
  [
    'that is ordered, of the intent to do both',
    authorized(forBoth, ordered),
    {
      read: '200',
      update: complete,
      order: '200',
      'another order': otherBody,
      'customer token': consumed,
      cancel: kept,
    },
  ],
  [
    'that is ordered by a later authorization',
    async (klarna) => {
      const session = await klarna.session(forBoth);
      const token = await klarna.token(session);
      await klarna.place(await klarna.token(session), forBoth);
      return {id: session.id, token, order: forBoth};
    },
    {
      read: '200',
      update: complete,
      order: complete,
      'another order': complete,
      'customer token': noToken,
      cancel: noToken,
    },
  ],
  [
    'that has become a customer token',
    authorized(forTokens, tokenized),
    {
      read: '200',
      update: '204',
      order: consumed,
      'another order': consumed,
      'customer token': '200',
      cancel: kept,
    },
  ],
  [
    'that has become a customer token and an order',
    authorized(forBoth, async (klarna, subject) => {
      await tokenized(klarna, subject);
      await ordered(klarna, subject);
    }),
    {
      read: '200',
      update: complete,
      order: '200',
      'another order': otherBody,
      'customer token': '200',
      cancel: kept,
    },
  ],
];

describe('a session and its authorization', () => {
  for (const [what, begin, answers] of rows) {
    it(what, async () => {
      const seen: Record<string, string> = {};
      for (const [name, operation] of Object.entries(operations)) {
        // Each meets the state anew: some of them change it.
        const klarna = openKlarna();
        seen[name] = told(await operation(klarna, await begin(klarna)));
      }
      assert.deepEqual(seen, answers);
    });
  }
});

function told({status, body}: Answer): string {
  const {error_code, error_messages = []} = body as KlarnaErrorBody;
  return [status, error_code, ...error_messages].filter(Boolean).join(' ');
}
