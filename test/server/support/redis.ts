import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {createClient} from 'redis';

import {findRedis} from '../../../scripts/ensure-redis.mjs';

const path = findRedis();

/** Why tests that need Redis are skipped, or false. */
export const withoutRedis =
  path === undefined &&
  'no redis-server here; node scripts/ensure-redis.mjs may install one';

/** A Redis of one's own on a free port, which writes nothing to disk. */
export async function startRedis() {
  if (path === undefined) {
    throw new Error('no redis-server');
  }
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const port = await freePort();
  const server = spawn(
    path,
    [
      ['--bind', '127.0.0.1'],
      ['--port', String(port)],
      ['--save', ''],
      ['--appendonly', 'no'],
      ['--dir', folder],
    ].flat(),
    {stdio: 'ignore'},
  );
  const url = `redis://127.0.0.1:${port}`;
  await untilItAnswers(url);

  return {
    url,
    /** A connected client; the caller closes it. */
    connect: () => connect(url),
    stop: async () => {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
      await rm(folder, {recursive: true, force: true});
    },
  };
}

function connect(url: string) {
  return createClient({url}).connect();
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const client = createClient({url, socket: {reconnectStrategy: false}});
    client.on('error', () => {});
    try {
      await client.connect();
      client.destroy();
      return;
    } catch (error) {
      if (tries === 100) {
        throw error;
      }
      await sleep(50);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
