import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import Database from 'libsql';

import {sqliteStorage} from '../../../src/server/sqlite.js';
import {conforms} from './conformance.js';

const minute = 60_000;
const record = {value: 'x', tag: '1'};

describe('SQLite storage', () => {
  let folder: string;
  const opened: {close: () => Promise<void>}[] = [];
  const open = (name: string, options?: {now: () => number}) => {
    const storage = sqliteStorage(join(folder, name), options);
    opened.push(storage);
    return storage;
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sqlite-'));
  });
  after(async () => {
    await Promise.all(opened.map((storage) => storage.close()));
    await rm(folder, {recursive: true, force: true});
  });

  conforms(
    () => open('shared.sqlite'),
    () => open('shared.sqlite'),
  );

  test('is durable in a file, and says that it is not in memory', async () => {
    assert.equal(open('a.sqlite').durable, true);
    const memory = sqliteStorage(':memory:');
    assert.equal(memory.durable, false);
    assert.equal(await memory.write('a', undefined, record), true);
    await memory.close();
  });

  test('keeps what was acknowledged when it is opened anew', async () => {
    const storage = sqliteStorage(join(folder, 'b.sqlite'));
    await storage.write('a', undefined, record);
    await storage.close();
    assert.deepEqual(await open('b.sqlite').read('a'), record);
  });

  test('is closed as often as somebody likes, and unused', async () => {
    const storage = sqliteStorage(join(folder, 'c.sqlite'));
    await storage.close();
    await storage.close();
  });

  test('makes a file that only its owner can read', async () => {
    const storage = open('d.sqlite');
    await storage.write('a', undefined, record);
    for (const ending of ['', '-wal', '-shm']) {
      const {mode} = await stat(join(folder, `d.sqlite${ending}`));
      assert.equal(mode & 0o777, 0o600, ending);
    }
  });

  test('says where it cannot make a file', () => {
    assert.throws(() => open('no/such/folder.sqlite'), /no\/such/);
  });

  test('takes away in passing what has expired', async () => {
    let now = 0;
    const storage = open('e.sqlite', {now: () => now});
    for (let index = 0; index < 50; index++) {
      const next = {...record, ttl: minute};
      await storage.write(`${index}`, undefined, next);
      await storage.claim(`${index}`, 'ada', minute);
    }
    await storage.write('for good', undefined, record);
    now = minute;
    assert.equal(await storage.read('0'), undefined);
    await storage.write('next', undefined, record);

    const database = new Database(join(folder, 'e.sqlite'));
    const count = (table: string) =>
      database.prepare(`select key from ${table}`).all([]).length;
    while (count('klarna_leases') > 0) await sleep(5);
    assert.equal(count('klarna_records'), 2);
    database.close();
  });

  describe('while another process has the lock', () => {
    let storage: ReturnType<typeof open>;
    let blocker: Database.Database;
    before(async () => {
      storage = open('locked.sqlite');
      await storage.write('a', undefined, record);
      blocker = new Database(join(folder, 'locked.sqlite'));
    });
    after(() => blocker.close());

    test('waits for it without holding up the process', async () => {
      blocker.exec('begin immediate');
      let turns = 0;
      const timer = setInterval(() => turns++, 1);
      const write = storage.write('a', '1', {value: 'y', tag: '2'});
      while (turns < 20) await sleep(1);
      clearInterval(timer);
      assert.deepEqual(await storage.read('a'), record, 'reads go on');
      blocker.exec('rollback');
      assert.equal(await write, true);
    });

    test('rejects when that takes too long, and does nothing later', async () => {
      blocker.exec('begin immediate');
      const write = storage.write('a', '2', {value: 'z', tag: '3'});
      await assert.rejects(write, {code: 'SQLITE_BUSY'});
      blocker.exec('rollback');
      assert.deepEqual(await storage.read('a'), {value: 'y', tag: '2'});
    });
  });

  for (const missing of ['kysely', 'libsql']) {
    test(`says what to install without ${missing}`, async () => {
      const entry = new URL('../../../src/server/sqlite.ts', import.meta.url);
      const program = `
        import Module from 'node:module';
        const load = Module._load;
        Module._load = (name, ...rest) => {
          if (name === '${missing}') {
            const error = new Error("Cannot find module '${missing}'");
            throw Object.assign(error, {code: 'MODULE_NOT_FOUND'});
          }
          return load(name, ...rest);
        };
        const {sqliteStorage} = await import('${entry}');
        try {
          sqliteStorage('${join(folder, 'f.sqlite')}');
        } catch (error) {
          console.log(error.message);
        }`;
      const {stdout} = await promisify(execFile)(
        process.execPath,
        ['--import=tsx', '--input-type=module', '--eval', program],
        {cwd: fileURLToPath(new URL('../../..', import.meta.url))},
      );
      assert.equal(
        stdout.trim(),
        `sqliteStorage: the package ${missing} is missing. Run: npm install kysely libsql`,
      );
    });
  }
});
