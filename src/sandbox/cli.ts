#!/usr/bin/env node
import process from 'node:process';
import {parseArgs} from 'node:util';
import {
  createKlarnaSandbox,
  type KlarnaSandboxAnswer,
  type KlarnaSandboxCredentials,
  type KlarnaSandboxOptions,
  type KlarnaSandboxRequest,
} from './index.js';

const usage = `Klarna without credentials and without a network.

Usage: klarna-sandbox [options]

  --port N           where to listen on 127.0.0.1; default: a free port
  --username NAME    with --password: the only credentials to let in
  --password WORD    default: whoever sends a form of Basic authentication
  --api-key KEY      instead of --username and --password
  --latency MS       milliseconds before every answer
  --answer WORD      what shoppers do: approve, decline, close or correct;
                     default: the person at the purchase page decides
  --categories LIST  identifiers of what sessions offer, by commas
  --rate-limit WORD  off, playground or live; default: off
  --callbacks WORD   loopback: calls back to this machine only (default);
                     any: to every host
  --quiet            say nothing but the URL
  --help             print this

Back ends call URL/payments/v1, pages include URL/kp/lib/v1/api.js. What the
shopper does can also be told without a browser, and is answered as Klarna's
authorize would be:

  curl URL/kp/shopper/authorize -H 'content-type: application/json' \\
    -d '{"clientToken": "...", "answer": "approve"}'
`;

const answers = ['approve', 'decline', 'close', 'correct'] as const;
const rateLimits = ['off', 'playground', 'live'] as const;
const callbackHosts = ['loopback', 'any'] as const;

/** An argument that makes no sense. */
class UsageError extends Error {}

// A reader that has seen enough, such as head, is no reason to end.
process.stdout.on('error', () => undefined);

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Error)) throw error;
  process.stderr.write(`klarna-sandbox: ${error.message}\n`);
  if (isUsageError(error)) process.stderr.write(`\n${usage}`);
  process.exitCode = isUsageError(error) ? 2 : 1;
}

async function main(args: string[]): Promise<void> {
  const {values} = parseArgs({
    args,
    options: {
      port: {type: 'string'},
      username: {type: 'string'},
      password: {type: 'string'},
      'api-key': {type: 'string'},
      latency: {type: 'string'},
      answer: {type: 'string'},
      categories: {type: 'string'},
      'rate-limit': {type: 'string'},
      callbacks: {type: 'string'},
      quiet: {type: 'boolean'},
      help: {type: 'boolean'},
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const options: KlarnaSandboxOptions = {
    credentials: credentialsFrom(values),
    latency: wholeFrom('latency', values.latency, 600_000),
    answer: oneOf<KlarnaSandboxAnswer>('answer', values.answer, answers),
    rateLimit: oneOf('rate-limit', values['rate-limit'], rateLimits),
    categories: values.categories?.split(',').map((each) => each.trim()),
    ...(oneOf('callbacks', values.callbacks, callbackHosts) === 'any' && {
      fetch: (request) => fetch(request),
    }),
    ...(!values.quiet && {onRequest: report}),
  };
  const port = wholeFrom('port', values.port, 65_535);
  const server = await createKlarnaSandbox(options).listen({port});
  process.stdout.write(`${server.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Not to wait for callbacks and latencies that are under way.
    process.once(signal, () => void server.close().then(() => process.exit()));
  }
}

/** One line a call; ids and tokens in the path stay out of it. */
function report({method, operation, status}: KlarnaSandboxRequest): void {
  process.stdout.write(`${method} ${operation ?? 'unknown'} ${status}\n`);
}

function credentialsFrom(values: {
  username?: string;
  password?: string;
  'api-key'?: string;
}): KlarnaSandboxCredentials | undefined {
  const {username, password, 'api-key': apiKey} = values;
  if (apiKey !== undefined && (username ?? password) !== undefined) {
    throw new UsageError('--api-key stands instead of --username, --password');
  }
  if ((username === undefined) !== (password === undefined)) {
    throw new UsageError('--username and --password go together');
  }
  if (apiKey !== undefined) return {apiKey};
  return username === undefined || password === undefined
    ? undefined
    : {username, password};
}

function wholeFrom(
  name: string,
  value: string | undefined,
  max: number,
): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value) || Number(value) > max) {
    throw new UsageError(`--${name} takes a whole number up to ${max}`);
  }
  return Number(value);
}

function oneOf<Word extends string>(
  name: string,
  value: string | undefined,
  words: readonly Word[],
): Word | undefined {
  if (value === undefined) return undefined;
  const word = words.find((each) => each === value);
  if (!word) throw new UsageError(`--${name} is one of ${words.join(', ')}`);
  return word;
}

function isUsageError(error: Error): boolean {
  return (
    error instanceof UsageError ||
    ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  );
}
