import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {CamelCasePlugin, Kysely, MysqlDialect, sql} from 'kysely';
import type {PoolConfig} from 'pg';

import {sqlStorage} from '../../../src/server/index.js';
import {
  openPostgres,
  startPostgres,
  withoutPostgres,
} from '../support/postgres.js';
import {conforms} from './conformance.js';

type Database = Kysely<Record<string, never>>;

const noPool = () => Promise.reject(new Error('nothing is asked'));

describe('SQL storage in PostgreSQL', () => {
  const skip = withoutPostgres;
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let config: PoolConfig;
  let db: Database;
  let other: Database;
  const opened: Database[] = [];
  const open = (to: PoolConfig) => {
    const database: Database = openPostgres(to);
    opened.push(database);
    return database;
  };
  before(async () => {
    if (skip) return;
    postgres = await startPostgres();
    config = await postgres.createDatabase();
    db = open(config);
    other = open(config);
  });
  after(async () => {
    await Promise.all(opened.map((one) => one.destroy()));
    await postgres?.stop();
  });

  conforms(
    () => sqlStorage(db),
    () => sqlStorage(other),
    skip,
  );

  describe('with transactions that are serializable by default', () => {
    let strict: Database;
    before(async () => {
      if (skip) return;
      strict = open({
        ...config,
        options: '-c default_transaction_isolation=serializable',
      });
    });
    conforms(
      () => sqlStorage(strict),
      () => sqlStorage(strict),
      skip,
    );
  });

  describe('in a schema of its own, with a plugin that renames', () => {
    let named: Database;
    before(async () => {
      if (skip) return;
      named = open(config)
        .withPlugin(new CamelCasePlugin())
        .withSchema('klarna') as Database;
      await sql`create schema klarna`.execute(db);
    });
    conforms(
      () => sqlStorage(named),
      () => sqlStorage(named),
      skip,
    );
    test('does not touch the others', {skip}, async () => {
      const {rows} = await sql<{name: string}>`
        select table_schema || '.' || table_name as name
        from information_schema.tables
        where table_schema = 'klarna' order by 1`.execute(db);
      assert.deepEqual(
        rows.map(({name}) => name),
        ['klarna.klarna_leases', 'klarna.klarna_records'],
      );
    });
  });

  test(
    'makes its tables once, though many start at the same time',
    {skip},
    async () => {
      for (let round = 0; round < 5; round++) {
        const fresh = await postgres.createDatabase();
        const storages = Array.from({length: 8}, () =>
          sqlStorage(open({...fresh, max: 1})),
        );
        const written = await Promise.all(
          storages.map((storage) =>
            storage.write('a', undefined, {value: 'x', tag: '1'}),
          ),
        );
        assert.equal(written.filter(Boolean).length, 1);
      }
    },
  );

  test('gives the DDL to who wants to make the tables', {skip}, async () => {
    const database = open(await postgres.createDatabase());
    const storage = sqlStorage(database, {createTables: false});
    await assert.rejects(storage.read('a'), /klarna_records/);
    for (const statement of storage.ddl) {
      await sql.raw(statement).execute(database);
    }
    const next = {value: 'x', tag: '1', due: 1};
    assert.equal(await storage.write('a', undefined, next), true);
    assert.deepEqual(await storage.due(1, 10), ['a']);
  });

  test('needs no right to make tables that are there', {skip}, async () => {
    const place = await postgres.createDatabase();
    const owner = open(place);
    await sqlStorage(owner).read('a');
    await sql`create role clerk login`.execute(owner);
    await sql`revoke create on schema public from public`.execute(owner);
    await sql`grant select, insert, update, delete
      on klarna_records, klarna_leases to clerk`.execute(owner);
    const storage = sqlStorage(open({...place, user: 'clerk'}));
    const next = {value: 'x', tag: '1'};
    assert.equal(await storage.write('a', undefined, next), true);
  });

  test(
    'makes its tables when the database is there at last',
    {skip},
    async () => {
      const place = await postgres.createDatabase();
      const database = `${place.database}_later`;
      const storage = sqlStorage(open({...place, database}));
      await assert.rejects(storage.read('a'), /does not exist/);
      await sql.raw(`create database ${database}`).execute(db);
      assert.equal(await storage.read('a'), undefined);
    },
  );

  test('goes by the clock that it is given', {skip}, async () => {
    let now = 0;
    const storage = sqlStorage(db, {now: () => now});
    const next = {value: 'x', tag: '1', ttl: 1000, due: 5};
    await storage.write('clock', undefined, next);
    await storage.claim('clock', 'ada', 1000);
    now = 999;
    assert.ok(await storage.read('clock'));
    assert.deepEqual(await storage.due(5, 1), ['clock']);
    assert.equal(await storage.claim('clock', 'grace', 1000), false);
    now = 1000;
    assert.equal(await storage.read('clock'), undefined);
    assert.deepEqual(await storage.due(5, 1), []);
    assert.equal(await storage.claim('clock', 'grace', 1000), true);
  });

  test('refuses a database that it does not know', () => {
    const mysql = new Kysely<object>({
      dialect: new MysqlDialect({pool: noPool}),
    });
    assert.throws(() => sqlStorage(mysql), {
      name: 'TypeError',
      message: 'sqlStorage: the database must be SQLite or PostgreSQL',
    });
  });
});
