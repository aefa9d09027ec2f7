import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {createClient, createCluster} from 'redis';

import {findRedis} from '../../../scripts/ensure-services.mjs';
import {endsWithUs} from './ends-with-us.js';
import {freePort} from './free-port.js';

const path = findRedis();

/** Why tests that need Redis are skipped, or false. */
export const withoutRedis =
  path === undefined &&
  'no redis-server here; node scripts/ensure-services.mjs may install one';

/** A Redis of one's own on a free port, which writes nothing to disk. */
export async function startRedis() {
  const {url, port, stop} = await startServer();
  return {
    url,
    port,
    /** A connected client; the caller closes it. */
    connect: () => createClient({url}).connect(),
    stop,
  };
}

/** Three masters that share the slots. */
export async function startRedisCluster() {
  const servers = await Promise.all(
    Array.from({length: 3}, async () =>
      startServer(['--cluster-enabled', 'yes'], {bus: await freePort()}),
    ),
  );
  const clients = await Promise.all(
    servers.map(({url}) => createClient({url}).connect()),
  );
  const last = 16_383;
  const share = Math.ceil((last + 1) / clients.length);
  for (const [index, client] of clients.entries()) {
    const from = index * share;
    const to = Math.min(from + share - 1, last);
    await client.clusterAddSlotsRange({start: from, end: to});
  }
  const [first, ...others] = clients;
  for (const {port, bus} of servers.slice(1)) {
    const address = ['127.0.0.1', String(port), String(bus)];
    await first?.sendCommand(['CLUSTER', 'MEET', ...address]);
  }
  for (const client of clients) {
    await until(async () => {
      const info = await client.sendCommand<string>(['CLUSTER', 'INFO']);
      return (
        info.includes('cluster_state:ok') &&
        info.includes(`cluster_known_nodes:${servers.length}`)
      );
    });
  }
  for (const client of [first, ...others]) client?.destroy();

  return {
    /** A connected client of the cluster; the caller closes it. */
    connect: async () => {
      const cluster = createCluster({
        rootNodes: servers.map(({url}) => ({url})),
      });
      await cluster.connect();
      return cluster;
    },
    stop: async () => {
      await Promise.all(servers.map(({stop}) => stop()));
    },
  };
}

async function startServer(
  more: readonly string[] = [],
  {bus}: {bus?: number} = {},
) {
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
      bus === undefined ? [] : ['--cluster-port', String(bus)],
      more,
    ].flat(),
    {stdio: 'ignore'},
  );
  endsWithUs(server);
  const url = `redis://127.0.0.1:${port}`;
  await until(() => answers(url));
  return {
    url,
    port,
    bus,
    stop: async () => {
      await end(server);
      await rm(folder, {recursive: true, force: true});
    },
  };
}

async function end(server: ChildProcess): Promise<void> {
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
}

async function answers(url: string): Promise<boolean> {
  const client = createClient({url, socket: {reconnectStrategy: false}});
  client.on('error', () => {});
  try {
    await client.connect();
    client.destroy();
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await condition())) {
    if (performance.now() > deadline) {
      throw new Error('Redis does not start');
    }
    await sleep(50);
  }
}
