import type {KlarnaAuthorizeData} from '../../src/klarna/types.js';
import type {KlarnaSandboxOptions} from '../../src/sandbox/index.js';
import {
  checkOrder,
  type CheckOrderOptions,
} from '../../src/server/check-order/check-order.js';
import recorded from './cases.json' with {type: 'json'};
import {fieldsIn, openKlarna, type Answer, type Data} from './klarna.js';

/** A request with what Klarna answered, and where that is to be read. */
export interface Case {
  id: string;
  source: string;
  /** How good the source is: `exchange` is a recording. */
  evidence: string;
  /** Checkout has the same rules for lines, but other currencies. */
  api: string;
  op: string;
  request: Data;
  klarna: {
    accepted: boolean;
    status: number;
    /** What Klarna named; null where the source does not say. */
    fields?: string[] | null;
    message?: string;
  };
  /** What the source leaves out and was completed. */
  note?: string;
}

export const cases: readonly Case[] = recorded;

/** What a case needs besides the defaults, and why it is no default. */
export interface Choice {
  reason: string;
  sandbox: KlarnaSandboxOptions;
  checkOrder?: CheckOrderOptions;
}

const oldReferences: Choice = {
  reason:
    'Contested: recorded in 2017 and 2019, while Klarna’s document of 2023 allows 255 characters. `checkOrder` takes the lenient reading; the sandbox refuses with `longReferences: "refuse"`',
  sandbox: {longReferences: 'refuse'},
};

const addOn = (currency: string): Choice => ({
  reason: `Granted to single accounts: with \`currencies: ["${currency}"]\`, which both take`,
  sandbox: {currencies: [currency]},
  checkOrder: {currencies: [currency]},
});

export const choices: Readonly<Record<string, Choice>> = {
  'kp-38-65': oldReferences,
  'kco-241': oldReferences,
  'kp-397': {
    reason:
      'Contested: told, not shown, and Klarna’s document says a length from 0. `checkOrder` takes the lenient reading; the sandbox refuses with `emptyUrls: "refuse"`',
    sandbox: {emptyUrls: 'refuse'},
  },
  'medusa-216': {
    reason:
      'Contested: told, not shown, and documented nowhere. `checkOrder` takes the lenient reading; the sandbox refuses with `positiveDiscounts: "refuse"`',
    sandbox: {positiveDiscounts: 'refuse'},
  },
  'kco-753-eur': addOn('EUR'),
  'kco-17': addOn('SEK'),
  'kp-608-cross-border': addOn('EUR'),
};

/** How a request fared: refused for which members, if for any. */
export interface Verdict {
  status: number;
  fields: string[];
}

export function judgedByCheckOrder(
  request: unknown,
  options?: CheckOrderOptions,
): Verdict {
  const fields = checkOrder(request, options).map(({field}) => field);
  return {status: fields.length > 0 ? 400 : 200, fields: fields.toSorted()};
}

/** Does with the request what the case did with it. */
export async function judgedBySandbox(
  {op, request}: Pick<Case, 'op' | 'request'>,
  options: KlarnaSandboxOptions = {},
): Promise<Verdict> {
  const klarna = openKlarna(options);
  if (op === 'create') return verdictOf(await klarna.create(request));
  if (op === 'order') {
    const {token} = await klarna.authorized(request);
    return verdictOf(await klarna.place(token, request));
  }
  const {session, authorize, order} = request as Record<string, Data>;
  const {token} = await klarna.authorized(
    session,
    authorize as KlarnaAuthorizeData,
  );
  return verdictOf(await klarna.place(token, {...session, ...order}));
}

/** The same with what was authorized and what was ordered changed about. */
export function theOtherWay(request: Data): Data {
  const {session, authorize, order} = request;
  return {session, authorize: order, order: authorize};
}

function verdictOf(answer: Answer): Verdict {
  if (answer.status !== 409) {
    return {status: answer.status, fields: fieldsIn(answer)};
  }
  const [message = ''] = answer.body['error_messages'] as string[];
  const named = /^Not matching fields: \[(.*)\]$/.exec(message)?.[1] ?? '';
  return {status: 409, fields: named.split(', ').toSorted()};
}
