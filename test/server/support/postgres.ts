import {execFile, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chown, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import {Kysely, PostgresDialect} from 'kysely';
import {Client, Pool, type PoolConfig} from 'pg';

import {findPostgres} from '../../../scripts/ensure-services.mjs';
import {endsWithUs} from './ends-with-us.js';
import {freePort} from './free-port.js';

const execute = promisify(execFile);
const folderOfPrograms = findPostgres();

/** Why tests that need PostgreSQL are skipped, or false. */
export const withoutPostgres =
  folderOfPrograms === undefined &&
  'no PostgreSQL here; node scripts/ensure-services.mjs may install it';

/** A PostgreSQL of one's own on a free port, in a temporary folder. */
export async function startPostgres() {
  if (folderOfPrograms === undefined) {
    throw new Error('no PostgreSQL');
  }
  const owner = ownerOfServer();
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  if (owner) {
    await chown(folder, owner.uid, owner.gid);
  }
  const data = join(folder, 'data');
  await execute(
    join(folderOfPrograms, 'initdb'),
    ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    {...owner, cwd: folder, env: {...process.env, LC_ALL: 'C'}},
  );
  const port = await freePort();
  const server = spawn(
    join(folderOfPrograms, 'postgres'),
    [
      ['-D', data],
      ['-p', String(port)],
      ['-k', folder],
      ['-c', 'listen_addresses=127.0.0.1'],
      ['-c', 'max_connections=200'],
      // The machine does not lose power in these tests.
      ['-c', 'fsync=off'],
    ].flat(),
    {...owner, cwd: folder, stdio: 'ignore'},
  );
  endsWithUs(server);
  await untilItAnswers(port);

  let databases = 0;
  return {
    port,
    /** An empty database of this server. */
    createDatabase: async (): Promise<PoolConfig> => {
      const database = `shop${++databases}`;
      await asSuperuser(port, `create database ${database}`);
      return {host: '127.0.0.1', port, user, database};
    },
    stop: async () => {
      const ended = once(server, 'exit');
      server.kill('SIGQUIT');
      await ended;
      await rm(folder, {recursive: true, force: true});
    },
  };
}

/** As a shop opens its database; the caller destroys it. */
export function openPostgres<Tables>(config: PoolConfig): Kysely<Tables> {
  const pool = new Pool(config);
  // A server that is stopped cuts off who is waiting in the pool.
  pool.on('error', () => {});
  return new Kysely<Tables>({dialect: new PostgresDialect({pool})});
}

const user = 'shop';

/** PostgreSQL does not run as root; Debian's package brings a user for it. */
function ownerOfServer(): {uid: number; gid: number} | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const numberOf = (option: string) => {
    for (const name of ['postgres', 'nobody']) {
      try {
        const found = execFileSync('id', [option, name], {stdio: 'pipe'});
        return Number(found.toString());
      } catch {
        // No such user.
      }
    }
    throw new Error('no user to run PostgreSQL as');
  };
  return {uid: numberOf('-u'), gid: numberOf('-g')};
}

async function asSuperuser(port: number, statement: string): Promise<void> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user,
    database: 'postgres',
  });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function untilItAnswers(port: number): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      await asSuperuser(port, 'select 1');
      return;
    } catch (error) {
      if (performance.now() > deadline) {
        throw error;
      }
      await sleep(50);
    }
  }
}
