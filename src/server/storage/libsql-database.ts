import {closeSync, openSync} from 'node:fs';
import type {SqliteDatabase, SqliteStatement} from 'kysely';
import type {Database} from 'libsql';

/**
 * Milliseconds that SQLite waits for its lock by itself. The whole process waits
 * with it; who waits longer does so by tries, between which others go on.
 */
const busyTimeout = 20;

const settings = 'pragma journal_mode = wal; pragma synchronous = full';

/**
 * An SQLite file for Kysely, with libsql.
 *
 * libsql does not end a statement that found the lock taken, until it is garbage
 * collected. As long as there is one SQLite commits nothing, though it says so,
 * and what was written meanwhile is rolled back in the end (0.5.29). So the lock
 * is taken by `exec`, which ends what it begins, before a statement may write;
 * and after a statement that has failed for whatever reason the file is opened
 * anew.
 */
export class LibsqlDatabase implements SqliteDatabase {
  readonly #open: () => Database;
  #database: Database;
  #isSet = false;
  #isSpoilt = false;

  /** @throws Error if the file cannot be opened. */
  constructor(libsql: typeof import('libsql'), path: string) {
    this.#open = () => new libsql(path, {timeout: busyTimeout});
    this.#database = this.#open();
  }

  prepare(sql: string): SqliteStatement {
    this.#renew();
    const command = commands[sql];
    if (command !== undefined) {
      return this.#statementOf(command);
    }
    const statement = this.#database.prepare(sql);
    return {
      reader: statement.reader,
      all: (parameters) => this.#run(() => statement.all([...parameters])),
      run: (parameters) => this.#run(() => statement.run([...parameters])),
      iterate: (parameters) => this.#run(() => statement.iterate(parameters)),
    };
  }

  close(): void {
    this.#database.close();
  }

  #renew(): void {
    if (this.#isSpoilt && !this.#database.inTransaction) {
      this.#database.close();
      this.#database = this.#open();
      this.#isSpoilt = false;
      this.#isSet = false;
    }
    if (!this.#isSet) {
      this.#database.exec(settings);
      this.#isSet = true;
    }
  }

  #run<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      this.#isSpoilt = true;
      throw error;
    }
  }

  #statementOf(command: string): SqliteStatement {
    const nothing = {changes: 0, lastInsertRowid: 0};
    return {
      reader: false,
      all: () => [],
      run: () => {
        this.#database.exec(command);
        return nothing;
      },
      iterate: () => [][Symbol.iterator](),
    };
  }
}

/** What begins a transaction here writes: it takes the lock at once. */
const commands: Record<string, string> = {
  begin: 'begin immediate',
  commit: 'commit',
  rollback: 'rollback',
};

/**
 * Makes the file, readable by its owner alone, if there is none. One that is
 * there is not touched: to close it would give up the locks that this process
 * may have on it already.
 */
export function makeFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(
      error instanceof Error &&
      'code' in error &&
      error.code === 'EEXIST'
    )) {
      throw error;
    }
  }
}
