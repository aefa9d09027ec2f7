/**
 * A durable storage in one line, in an SQLite file. An entry of its own, for it
 * needs the packages `kysely` and `libsql`, and Node.
 */
export {sqliteStorage, type SqliteStorage} from './storage/sqlite.js';
