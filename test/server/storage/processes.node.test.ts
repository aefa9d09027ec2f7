import assert from 'node:assert/strict';
import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

import {openPlace, type Place} from '../support/places.js';
import {startPostgres, withoutPostgres} from '../support/postgres.js';
import {startRedis, withoutRedis} from '../support/redis.js';

const script = fileURLToPath(
  new URL('../support/storage-process.ts', import.meta.url),
);

/** A process that counts, and what it was told to have counted. */
class Counter {
  readonly acknowledged: number[] = [];
  readonly #child: ChildProcess;

  constructor(place: Place) {
    this.#child = fork(script, [JSON.stringify(place)], {
      execArgv: ['--import', 'tsx'],
    });
    this.#child.on('message', (message) => {
      if (typeof message === 'number') this.acknowledged.push(message);
    });
  }

  async begun(): Promise<void> {
    await once(this.#child, 'message');
  }

  async reaches(count: number): Promise<void> {
    const goal = this.acknowledged.length + count;
    while (this.acknowledged.length < goal) {
      assert.equal(this.#child.exitCode, null, 'the process has ended');
      await sleep(5);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async end(signal?: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      return;
    }
    const ended = once(this.#child, 'exit');
    if (signal) this.#child.kill(signal);
    else this.#child.send('end');
    await ended;
  }
}

function countsTogether(
  kind: string,
  open: () => Promise<{place: Place; stop: () => Promise<void>}>,
  skip: string | false,
): void {
  describe(`processes that share ${kind}`, () => {
    let place: Place;
    let stop: (() => Promise<void>) | undefined;
    const counters: Counter[] = [];
    before(async () => {
      if (!skip) ({place, stop} = await open());
    });
    after(async () => {
      await Promise.all(counters.map((counter) => counter.end('SIGKILL')));
      await stop?.();
    });

    test(
      'lose and double nothing, though some start at once, are killed, or sleep',
      {skip},
      async () => {
        for (let index = 0; index < 3; index++) {
          counters.push(new Counter(place));
        }
        const [killed, asleep, witness] = counters;
        assert.ok(killed && asleep && witness);
        await Promise.all(counters.map((counter) => counter.begun()));
        await Promise.all(counters.map((counter) => counter.reaches(5)));
        asleep.signal('SIGSTOP');
        await killed.end('SIGKILL');
        // In SQLite the sleeper may have the lock: then nobody gets on.
        await Promise.race([witness.reaches(5), sleep(2000)]);
        asleep.signal('SIGCONT');
        await Promise.all([witness.reaches(5), asleep.reaches(5)]);
        await Promise.all(counters.map((counter) => counter.end()));

        const numbers = counters.flatMap(({acknowledged}) => acknowledged);
        assert.equal(new Set(numbers).size, numbers.length, 'a number twice');
        const {storage, close} = await openPlace(place);
        const total = Number((await storage.read('count'))?.value);
        await close();
        // What one that was killed has written it could not always tell.
        const untold = total - numbers.length;
        assert.ok(untold >= 0 && untold <= 50, `${untold} untold`);
        assert.ok(Math.max(...numbers) <= total, 'an acknowledged one is lost');
      },
    );
  });
}

for (const [kind, title] of [
  ['sqlite', 'an SQLite file'],
  ['kysely', "an SQLite file through the shop's Kysely"],
] as const) {
  countsTogether(
    title,
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'processes-'));
      return {
        place: {kind, path: join(folder, 'klarna.sqlite')},
        stop: () => rm(folder, {recursive: true, force: true}),
      };
    },
    false,
  );
}

countsTogether(
  'a PostgreSQL',
  async () => {
    const {createDatabase, stop} = await startPostgres();
    return {place: {kind: 'postgres', config: await createDatabase()}, stop};
  },
  withoutPostgres,
);

countsTogether(
  'a Redis',
  async () => {
    const {url, stop} = await startRedis();
    return {place: {kind: 'redis', url}, stop};
  },
  withoutRedis,
);
