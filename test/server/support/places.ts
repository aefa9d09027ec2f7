import {Kysely, SqliteDialect} from 'kysely';
import Database from 'libsql';
import type {PoolConfig} from 'pg';
import {createClient} from 'redis';

import {
  redisStorage,
  sqlStorage,
  type KlarnaStorage,
} from '../../../src/server/index.js';
import {sqliteStorage} from '../../../src/server/sqlite.js';
import {openPostgres} from './postgres.js';

/** Where several processes find the same storage. */
export type Place =
  | {kind: 'sqlite'; path: string}
  /** The same through a Kysely of the shop's, as it opens it. */
  | {kind: 'kysely'; path: string}
  | {kind: 'postgres'; config: PoolConfig}
  | {kind: 'redis'; url: string};

export interface OpenPlace {
  storage: KlarnaStorage;
  close: () => Promise<void>;
}

export async function openPlace(place: Place): Promise<OpenPlace> {
  switch (place.kind) {
    case 'sqlite': {
      const storage = sqliteStorage(place.path);
      return {storage, close: () => storage.close()};
    }
    case 'kysely': {
      const database = new Database(place.path, {timeout: 1000});
      database.exec('pragma journal_mode = wal');
      const db = new Kysely<object>({dialect: new SqliteDialect({database})});
      return {storage: sqlStorage(db), close: () => db.destroy()};
    }
    case 'postgres': {
      const db = openPostgres(place.config);
      return {storage: sqlStorage(db), close: () => db.destroy()};
    }
    case 'redis': {
      const client = createClient({url: place.url});
      // It connects again by itself.
      client.on('error', () => {});
      await client.connect();
      return {
        storage: redisStorage(client),
        close: async () => client.destroy(),
      };
    }
  }
}
