#!/usr/bin/env node
import process from 'node:process';
import {parseArgs} from 'node:util';
import {scriptBuilds} from './browser/builds.js';
import {
  createKlarnaSandbox,
  type KlarnaSandboxAnswer,
  type KlarnaSandboxCredentials,
  type KlarnaSandboxExperiment,
  type KlarnaSandboxFaults,
  type KlarnaSandboxNote,
  type KlarnaSandboxOptions,
  type KlarnaSandboxScript,
} from './index.js';
import {endWithNpm} from './npm-parent.js';
import {applySwitch, loadSwitches, restWays} from './overview/switches.js';

const answers = ['approve', 'decline', 'close', 'correct'] as const;

const usage = `Klarna without credentials and without a network.

Usage: klarna-sandbox [options]

Where
  --port N           default: a free port
  --host ADDRESS     default: 127.0.0.1; in a container 0.0.0.0
  --origin URL       as browsers see the sandbox, behind a proxy or a mapped
                     port; default: as each request says

Who and what
  --username NAME    with --password: the only credentials to let in
  --password WORD    default: whoever sends a form of Basic authentication
  --api-key KEY      instead of --username and --password
  --answer WORD      what shoppers do: ${answers.join(', ')};
                     default: the person at the purchase page decides
  --categories WORD  klarna (one category, as Klarna's docs show in 2026), three
                     (default), one, or a list of identifiers by commas
  --finalize LIST    the categories that have to be finalized if the shop asks
                     for several steps; default: all
  --currencies LIST  settled in besides that of the shopper's country, by commas
  --fraud-status WORD
                     of orders that none of Klarna's test customers decides:
                     ACCEPTED (default), PENDING or REJECTED

Klarna's script
  --script BUILD     ${Object.keys(scriptBuilds).join(' or ')}; default: 1.10-734
  --experiments LIST what tokens switch on in build 1.10-1987, by commas:
                     ${scriptBuilds['1.10-1987'].experiments.join(', ')}
  --environment WORD playground (default) or production, for the host that the
                     purchase flow comes from
  --browser WORD     supported (default) or unsupported
  --popup WORD       what authorize without a click gets:
                     blocked-without-activation (default) or ignore

What goes wrong
  --latency MS       milliseconds before every answer
  --rate-limit WORD  off (default), playground or live
  --fault WHAT=WAY   may be given several times; WHAT is
                     ${Object.keys(loadSwitches).join(', ')} (missing,
                     never, late or silent), or rest.OPERATION, for example
                     rest.placeOrder=after; then WAY is one of
                     ${Object.keys(restWays).join(', ')}
  --frame-timeout MS how long a frame may take to load; default: 30000

And
  --callbacks WORD   loopback (default): calls back to this machine only; any:
                     to every host
  --quiet            say nothing but the URL
  --help             print this

Where a command line cannot be given, KLARNA_SANDBOX_OPTIONS in the environment
holds options, too. Those of the command line count more.

Back ends call URL/payments/v1, pages include URL/kp/lib/v1/api.js. URL is
a page with the newest requests, the orders, and faults to switch on. What the
shopper does can also be told without a browser, and is answered as Klarna's
authorize would be:

  curl URL/kp/shopper/authorize -H 'content-type: application/json' \\
    -d '{"clientToken": "...", "answer": "approve"}'
`;

const scripts = Object.keys(scriptBuilds) as KlarnaSandboxScript[];
const rateLimits = ['off', 'playground', 'live'] as const;
const presets = ['klarna', 'three', 'one'] as const;

/** An argument that makes no sense. */
class UsageError extends Error {}

// A reader that has seen enough, such as head, is no reason to end.
process.stdout.on('error', () => undefined);

try {
  const {KLARNA_SANDBOX_OPTIONS: preset = ''} = process.env;
  await main([
    ...preset.split(/\s+/).filter(Boolean),
    ...process.argv.slice(2),
  ]);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  process.stderr.write(`klarna-sandbox: ${error.message}\n`);
  if (isUsageError(error)) process.stderr.write(`\n${usage}`);
  process.exitCode = isUsageError(error) ? 2 : 1;
}

async function main(args: string[]): Promise<void> {
  const text = {type: 'string'} as const;
  const flag = {type: 'boolean'} as const;
  const {values} = parseArgs({
    args,
    options: {
      port: text,
      host: text,
      origin: text,
      username: text,
      password: text,
      'api-key': text,
      answer: text,
      categories: text,
      finalize: text,
      currencies: text,
      'fraud-status': text,
      script: text,
      experiments: text,
      environment: text,
      browser: text,
      popup: text,
      latency: text,
      'rate-limit': text,
      fault: {...text, multiple: true},
      'frame-timeout': text,
      callbacks: text,
      quiet: flag,
      help: flag,
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const word = <Word extends string>(
    name: Exclude<keyof typeof values, 'fault' | 'quiet' | 'help'>,
    words: readonly Word[],
  ) => oneOf(name, values[name], words);
  const options: KlarnaSandboxOptions = {
    origin: originFrom(values.origin),
    credentials: credentialsFrom(values),
    answer: word<KlarnaSandboxAnswer>('answer', answers),
    categories: categoriesFrom(values.categories),
    finalize: listFrom(values.finalize),
    currencies: listFrom(values.currencies),
    fraudStatus: word('fraud-status', ['ACCEPTED', 'PENDING', 'REJECTED']),
    script: word('script', scripts),
    experiments: listFrom(values.experiments)?.map(experimentFrom),
    environment: word('environment', ['playground', 'production']),
    browser: word('browser', ['supported', 'unsupported']),
    popup: word('popup', ['blocked-without-activation', 'ignore']),
    latency: wholeFrom('latency', values.latency, 600_000),
    rateLimit: word<'off' | 'playground' | 'live'>('rate-limit', rateLimits),
    faults: faultsFrom(values.fault ?? []),
    frameTimeout: wholeFrom('frame-timeout', values['frame-timeout'], 600_000),
    ...(word('callbacks', ['loopback', 'any']) === 'any' && {
      fetch: (request) => fetch(request),
    }),
    ...(!values.quiet && {onNote: report}),
  };
  const port = wholeFrom('port', values.port, 65_535);
  const server = await createKlarnaSandbox(options).listen({
    port,
    host: values.host,
  });
  // Not to wait for callbacks and latencies that are under way.
  const end = () => void server.close().then(() => process.exit());
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  endWithNpm(end);
  process.stdout.write(`${server.url}\n`);
}

/** One line a request, as the page at `/` has them. */
function report({request, status, verdict}: KlarnaSandboxNote): void {
  const answered = status === undefined ? request : `${request} ${status}`;
  process.stdout.write(`${answered}: ${verdict}\n`);
}

function listFrom(value: string | undefined): string[] | undefined {
  return value
    ?.split(',')
    .map((each) => each.trim())
    .filter(Boolean);
}

function categoriesFrom(
  value: string | undefined,
): KlarnaSandboxOptions['categories'] {
  return presets.find((preset) => preset === value) ?? listFrom(value);
}

function experimentFrom(name: string): KlarnaSandboxExperiment {
  const experiment = oneOf(
    'experiments',
    name,
    scriptBuilds['1.10-1987'].experiments,
  );
  if (!experiment) throw new UsageError('--experiments takes a list');
  return experiment;
}

function originFrom(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!/^https?:\/\/[^/]+\/?$/.test(value) || !URL.canParse(value)) {
    throw new UsageError('--origin is like http://localhost:8099');
  }
  return new URL(value).origin;
}

function faultsFrom(switches: readonly string[]): KlarnaSandboxFaults {
  const faults: KlarnaSandboxFaults = {};
  for (const each of switches) {
    const [what = '', way = ''] = each.split('=');
    if (!applySwitch(faults, what, way)) {
      throw new UsageError(`--fault ${each} is none that the help lists`);
    }
  }
  return faults;
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
