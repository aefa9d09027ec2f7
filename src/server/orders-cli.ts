#!/usr/bin/env node
import {resolve} from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';

import type {KlarnaMerchant} from './merchant.js';

const usage = `What is open of a shop's Klarna orders.

Usage: klarna-orders COMMAND [options]

  pending            list what has not come to its end
  recover            take over what is due, and say what has become of it
  close              the same, then wait for what is in flight and list the rest
  close SESSION …    a person has seen at Klarna what became of these
                     (\`uncertain\`, by their session_id): they are open no more

  --module FILE      the shop's module that exports what createKlarnaMerchant
                     has answered; default: ./klarna.js
  --export NAME      the name of that export; default: the only merchant there
  --json             one JSON object a line
  --help             print this

The module is run as the shop runs it, with the shop's storage, so it must not
start the shop's server. Ends with 1 if something has gone wrong, and with 3 if
only a person can say whether there is an order.
`;

/** What the command needs of a merchant. */
type Merchant = Pick<
  KlarnaMerchant,
  'pending' | 'recover' | 'dismiss' | 'close'
>;

/** A line of the answer. */
type Line = Readonly<Record<string, string | number | undefined>>;

type Command = (merchant: Merchant, sessions: string[]) => Promise<Line[]>;

const commands: Record<string, Command> = {
  pending: async (merchant) => linesOf(await merchant.pending()),
  recover: async (merchant) => linesOf(await merchant.recover()),
  close: async (merchant, sessions) => {
    if (sessions.length > 0) {
      return Promise.all(
        sessions.map(async (sessionId) => ({
          outcome: (await merchant.dismiss(sessionId))
            ? 'closed'
            : 'not uncertain',
          sessionId,
        })),
      );
    }
    await merchant.recover();
    await merchant.close();
    return linesOf(await merchant.pending());
  },
};

/** An argument that makes no sense. */
class UsageError extends Error {}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`klarna-orders: ${text}\n`);
  if (isUsageError(error)) process.stderr.write(`\n${usage}`);
  process.exitCode = isUsageError(error) ? 2 : 1;
}
// The shop's module may have opened what keeps a process alive.
process.stdout.write('', () => process.exit());

async function main(args: string[]): Promise<number> {
  const {values, positionals} = parseArgs({
    args,
    allowPositionals: true,
    options: {
      module: {type: 'string', default: './klarna.js'},
      export: {type: 'string'},
      json: {type: 'boolean', default: false},
      help: {type: 'boolean', default: false},
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [name = '', ...sessions] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command || (sessions.length > 0 && name !== 'close')) {
    throw new UsageError('say pending, recover or close');
  }
  const merchant = await merchantIn(values.module, values.export);
  const lines = await command(merchant, sessions);
  for (const line of lines) {
    process.stdout.write(
      `${values.json ? JSON.stringify(line) : textOf(line)}\n`,
    );
  }
  if (lines.length === 0 && !values.json) {
    process.stdout.write('Nothing is open.\n');
  }
  await merchant.close();
  return lines.some((line) => isUncertain(line)) ? 3 : 0;
}

/** @throws UsageError if there is none, or more than one to choose from. */
async function merchantIn(
  file: string,
  name: string | undefined,
): Promise<Merchant> {
  const module = (await import(pathToFileURL(resolve(file)).href)) as Readonly<
    Record<string, unknown>
  >;
  if (name !== undefined) {
    const value = module[name];
    if (!isMerchant(value)) {
      throw new UsageError(`${file} exports no merchant as ${name}`);
    }
    return value;
  }
  const merchants = [...new Set(Object.values(module))].filter(isMerchant);
  const [merchant, ...others] = merchants;
  if (!merchant) {
    throw new UsageError(
      `${file} exports no merchant: export what createKlarnaMerchant answers`,
    );
  }
  if (others.length > 0) {
    throw new UsageError(`${file} exports several merchants: say --export`);
  }
  return merchant;
}

function isMerchant(value: unknown): value is Merchant {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['pending', 'recover', 'dismiss', 'close'].every(
      (name) => typeof Reflect.get(value, name) === 'function',
    )
  );
}

function linesOf(entries: readonly object[]): Line[] {
  return entries.map((entry) => ({...entry}));
}

function textOf({state, outcome, since, ...rest}: Line): string {
  const at =
    typeof since === 'number' ? [`since ${new Date(since).toISOString()}`] : [];
  const facts = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`);
  return [state ?? outcome, ...at, ...facts].join('  ');
}

function isUncertain({state, outcome}: Line): boolean {
  return state === 'uncertain' || outcome === 'uncertain';
}

function isUsageError(error: unknown): boolean {
  return (
    error instanceof UsageError ||
    (error instanceof Error &&
      'code' in error &&
      String(error.code).startsWith('ERR_PARSE_ARGS'))
  );
}
