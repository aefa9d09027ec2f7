import {createRequire} from 'node:module';

import {LibsqlDatabase, makeFile} from './libsql-database.js';
import {sqlStorage, type SqlStorage} from './sql.js';

/** {@link sqlStorage} with a database of its own. */
export interface SqliteStorage extends SqlStorage {
  /** Closes the file. */
  close(): Promise<void>;
}

/**
 * Storage in an SQLite file: durable, for all processes of one machine. The file
 * must be on a disk of that machine: SQLite's locks do not hold on network file
 * systems, and with it no order would be placed only once.
 *
 * Every acknowledged write has been flushed to the disk (`synchronous` is
 * `FULL`); the journal is a write-ahead log, so the file comes with two more,
 * `-wal` and `-shm`. A new file is readable by its owner alone: it holds
 * shoppers' addresses while an order is open.
 *
 * ```ts
 * import {sqliteStorage} from 'klarna-payments-element/server/sqlite';
 * const storage = sqliteStorage('./klarna.sqlite');
 * ```
 *
 * @param path Of the file, which is made if it is missing; its folder is not.
 *     `:memory:` is forgotten with the process, and not `durable`.
 * @param options.now Milliseconds since 1970; for tests. Default: SQLite's clock.
 * @throws Error if a package is missing, or the file cannot be opened.
 */
export function sqliteStorage(
  path: string,
  {now}: {now?: () => number} = {},
): SqliteStorage {
  const {Kysely, SqliteDialect} = load<typeof import('kysely')>('kysely');
  const libsql = load<typeof import('libsql')>('libsql');

  const isFile = path !== ':memory:' && path !== '';
  if (isFile) {
    makeFile(path);
  }
  const database = new LibsqlDatabase(libsql, path);
  const kysely = new Kysely({dialect: new SqliteDialect({database})});
  const storage = sqlStorage(kysely, {now});
  return {
    ...storage,
    durable: isFile,
    close: async () => {
      // Kysely closes only what it has used.
      await kysely.destroy();
      database.close();
    },
  };
}

const require = createRequire(import.meta.url);

/**
 * The packages are needed here only, so they are not dependencies of the kit.
 *
 * @throws Error that says what to install.
 */
function load<Module>(name: string): Module {
  try {
    return require(name) as Module;
  } catch (error) {
    if (isMissing(error, name)) {
      throw new Error(
        `sqliteStorage: the package ${name} is missing. Run: npm install kysely libsql`,
        {cause: error},
      );
    }
    throw error;
  }
}

function isMissing(error: unknown, name: string): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'MODULE_NOT_FOUND' &&
    error.message.includes(`'${name}'`)
  );
}
