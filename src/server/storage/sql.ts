import type {ExpressionBuilder, Kysely} from 'kysely';

import {clocks, givenClock, type SqlDialect} from './sql-clock.js';
import {untilItIsFree} from './sql-patience.js';
import {ddlOf, ensureTables, type KlarnaTables} from './sql-tables.js';
import type {KlarnaNextRecord, KlarnaStorage} from './storage.js';

/**
 * What is needed of a Kysely, whatever tables it is typed for: an instance for
 * SQLite or PostgreSQL, version 0.28 or later.
 */
export interface KlarnaKysely {
  getExecutor(): {
    readonly adapter: {
      readonly supportsReturning: boolean;
      readonly supportsTransactionalDdl: boolean;
    };
  };
  selectFrom: unknown;
  insertInto: unknown;
  updateTable: unknown;
  deleteFrom: unknown;
  readonly schema: unknown;
}

/** How the tables are kept. */
export interface SqlStorageOptions {
  /**
   * Whether the tables are made if they are missing. Default: true. Otherwise
   * make them with {@link SqlStorage.ddl}, for instance in a migration.
   */
  createTables?: boolean;
  /** Milliseconds since 1970; for tests. Default: the database's own clock. */
  now?: () => number;
}

/** A storage in tables, and how to make them. */
export interface SqlStorage extends KlarnaStorage {
  /** The statements that make the tables in this database. */
  readonly ddl: readonly string[];
}

/** Milliseconds between two searches for what has expired. */
const sweepInterval = 60_000;
/** Rows that one search takes away at most, lest it holds up a checkout. */
const sweepLimit = 1000;

/**
 * Storage in the shop's own database, through Kysely: SQLite and PostgreSQL.
 * One row a record, one statement a call, so it needs no transaction and does
 * well behind a pooler. Everything must go to the primary, reads too.
 *
 * What was acknowledged is as durable as the database is told to be: PostgreSQL
 * with `synchronous_commit` on, as it is by default; SQLite in a file with
 * `synchronous` at `FULL`, and in WAL mode if several processes share it
 * (`sqliteStorage` sees to that).
 *
 * Tables are `klarna_records` and `klarna_leases`, in the schema of the given
 * instance (`db.withSchema('shop')`). Rows that have expired are taken away in
 * passing.
 *
 * @param kysely The caller destroys it.
 * @throws TypeError if the database is another one.
 */
export function sqlStorage(
  kysely: KlarnaKysely,
  {createTables = true, now}: SqlStorageOptions = {},
): SqlStorage {
  const db = kysely as unknown as Kysely<KlarnaTables>;
  const dialect = dialectOf(kysely);
  const clock = now ? givenClock(now) : clocks[dialect];

  let tables: Promise<void> | undefined;
  /** One statement, once the tables are there. */
  const run = async <Result>(statement: () => Promise<Result>) => {
    if (createTables) {
      tables ??= untilItIsFree(() => ensureTables(db)).catch((error) => {
        tables = undefined;
        throw error;
      });
      await tables;
    }
    return untilItIsFree(statement);
  };
  /**
   * One that writes. In SQLite it has a transaction of its own, for libsql: left
   * to itself it may say that it has written what it rolls back later, whereas
   * it does not say so of a commit.
   */
  const change = <Result>(
    statement: (on: Kysely<KlarnaTables>) => Promise<Result>,
  ) =>
    run(() =>
      dialect === 'sqlite'
        ? db.transaction().execute(statement)
        : statement(db),
    );

  const present = now ?? (() => Date.now());
  let swept = present();
  // No timer: it would outlive the storage. What fails is for the next time.
  const sweep = () => {
    if (present() - swept < sweepInterval) {
      return;
    }
    swept = present();
    for (const table of ['klarna_records', 'klarna_leases'] as const) {
      void removeExpired(table).then(noop, noop);
    }
  };
  const removeExpired = (table: keyof KlarnaTables) =>
    change((on) =>
      on
        .deleteFrom(table)
        .where('key', 'in', (eb) =>
          eb
            .selectFrom(table)
            .select('key')
            .where((expired) => expired('expires', '<=', clock(expired)))
            .limit(sweepLimit),
        )
        .execute(),
    );

  type Records = ExpressionBuilder<KlarnaTables, 'klarna_records'>;
  const isLive = (eb: Records) =>
    eb.or([eb('expires', 'is', null), eb('expires', '>', clock(eb))]);

  const columnsOf = (
    eb: Records,
    {value, tag, ttl, due}: KlarnaNextRecord,
  ) => ({
    value,
    tag,
    expires: ttl === undefined ? null : clock(eb, ttl),
    due: due === undefined ? null : Math.round(due),
  });

  const read = (key: string) =>
    run(() =>
      db
        .selectFrom('klarna_records')
        .select(['value', 'tag'])
        .where('key', '=', key)
        .where(isLive)
        .executeTakeFirst(),
    );

  const insert = (key: string, next: KlarnaNextRecord) =>
    change((on) =>
      on
        .insertInto('klarna_records')
        .values((eb) => ({key, ...columnsOf(eb, next)}))
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet((eb) => ({
              value: eb.ref('excluded.value'),
              tag: eb.ref('excluded.tag'),
              expires: eb.ref('excluded.expires'),
              due: eb.ref('excluded.due'),
            }))
            .where((eb) => eb('klarna_records.expires', '<=', clock(eb))),
        )
        .returning('key')
        .executeTakeFirst(),
    );

  const replace = (key: string, expected: string, next: KlarnaNextRecord) =>
    change((on) =>
      on
        .updateTable('klarna_records')
        .set((eb) => columnsOf(eb, next))
        .where('key', '=', key)
        .where('tag', '=', expected)
        .where(isLive)
        .returning('key')
        .executeTakeFirst(),
    );

  const remove = (key: string, expected: string) =>
    change((on) =>
      on
        .deleteFrom('klarna_records')
        .where('key', '=', key)
        .where('tag', '=', expected)
        .where(isLive)
        .returning('key')
        .executeTakeFirst(),
    );

  return {
    durable: true,

    get ddl() {
      return ddlOf(db);
    },

    read,

    write: async (key, expected, next) => {
      sweep();
      if (next === undefined) {
        return expected === undefined
          ? (await read(key)) === undefined
          : (await remove(key, expected)) !== undefined;
      }
      const row =
        expected === undefined
          ? await insert(key, next)
          : await replace(key, expected, next);
      return row !== undefined;
    },

    due: async (until, limit) => {
      const rows = await run(() =>
        db
          .selectFrom('klarna_records')
          .select('key')
          .where('due', '<=', Math.min(until, Number.MAX_SAFE_INTEGER))
          .where(isLive)
          .orderBy('due')
          .limit(limit)
          .execute(),
      );
      return rows.map(({key}) => key);
    },

    claim: async (key, holder, ttl) => {
      const row = await change((on) =>
        on
          .insertInto('klarna_leases')
          .values((eb) => ({key, holder, expires: clock(eb, ttl)}))
          .onConflict((conflict) =>
            conflict
              .column('key')
              .doUpdateSet((eb) => ({
                holder: eb.ref('excluded.holder'),
                expires: eb.ref('excluded.expires'),
              }))
              .where((eb) =>
                eb.or([
                  eb('klarna_leases.holder', '=', holder),
                  eb('klarna_leases.expires', '<=', clock(eb)),
                ]),
              ),
          )
          .returning('key')
          .executeTakeFirst(),
      );
      return row !== undefined;
    },

    release: async (key, holder) => {
      await change((on) =>
        on
          .deleteFrom('klarna_leases')
          .where('key', '=', key)
          .where('holder', '=', holder)
          .execute(),
      );
    },
  };
}

/** Told by what the database can do, which also holds for dialects of others. */
function dialectOf(kysely: KlarnaKysely): SqlDialect {
  const {supportsReturning, supportsTransactionalDdl} =
    kysely.getExecutor().adapter;
  if (!supportsReturning) {
    throw new TypeError(
      'sqlStorage: the database must be SQLite or PostgreSQL',
    );
  }
  return supportsTransactionalDdl ? 'postgresql' : 'sqlite';
}

function noop(): void {}
