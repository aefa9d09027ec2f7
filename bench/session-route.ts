import {fork} from 'node:child_process';
import {once} from 'node:events';
import {createServer, type RequestListener} from 'node:http';
import {connect, type AddressInfo, type Socket} from 'node:net';
import {fileURLToPath} from 'node:url';
import {toNodeHandler} from 'srvx/node';

import {createKlarnaMerchant} from '../src/server/index.js';

/**
 * The session route with an unchanged cart, as most visits find it, against a
 * handler that reads nothing and answers the same JSON, under the same server:
 * requests per second, in short turns, from another process over connections
 * that stay open; the best turn of each, for what else goes on in the machine
 * only ever slows down. Run it with
 * `node --import tsx bench/session-route.ts`. Exits with 1 if the route makes
 * less than half.
 */
const leastRatio = 0.5;
const rounds = 60;
const roundLength = 100;
const connections = 16;

const session = {
  session_id: '068df369-13a7-4d47-a564-62f8408bb760',
  // As long as Klarna's.
  client_token: 'e'.repeat(1800),
  payment_method_categories: ['pay_later', 'pay_over_time', 'pay_now'].map(
    (identifier) => ({
      identifier,
      name: identifier,
      asset_urls: {
        descriptive: 'https://x.klarnacdn.net/badges/generic/klarna.svg',
        standard: 'https://x.klarnacdn.net/badges/generic/klarna.svg',
      },
    }),
  ),
};

const order = {
  purchase_country: 'SE',
  purchase_currency: 'SEK',
  locale: 'sv-SE',
  order_amount: 50_000,
  order_tax_amount: 10_000,
  order_lines: Array.from({length: 5}, (_, index) => ({
    name: `Article ${index}`,
    reference: `A-${index}`,
    quantity: 1,
    unit_price: 10_000,
    tax_rate: 2500,
    total_amount: 10_000,
    total_tax_amount: 2000,
    image_url: 'https://shop.example/images/article.jpg',
    product_url: 'https://shop.example/articles/article',
  })),
  merchant_urls: {confirmation: 'https://shop.example/thanks'},
};

if (process.send) {
  process.on('message', (url: string) => {
    void load(url).then((rate) => process.send?.(rate));
  });
} else {
  await main();
}

async function main(): Promise<void> {
  const {fetch} = createKlarnaMerchant({
    credentials: {username: 'user', password: 'password'},
    region: 'eu',
    environment: 'playground',
    origin: 'https://shop.example',
    visitor: (request) => request.headers.get('x-visitor'),
    order: () => order,
    placed: () => {},
    fetch: async () => Response.json(session),
  });
  const {session_id: _, ...answer} = session;
  const text = JSON.stringify(answer);
  const bare = async () =>
    new Response(text, {
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
      },
    });

  const kit = await listen(fetch);
  const other = await listen(bare);
  const client = fork(fileURLToPath(import.meta.url), {
    execArgv: process.execArgv,
  });
  client.once('exit', (code, signal) => {
    if (!client.killed) {
      throw new Error(`the client has ended with ${code ?? signal}`);
    }
  });
  const measure = async (url: string): Promise<number> => {
    client.send(url);
    const [rate] = (await once(client, 'message')) as [number];
    return rate;
  };

  await measure(other.url);
  await measure(kit.url);
  const best = {bare: 0, kit: 0};
  for (let round = 0; round < rounds; round++) {
    best.bare = Math.max(best.bare, await measure(other.url));
    best.kit = Math.max(best.kit, await measure(kit.url));
  }
  client.kill();
  kit.close();
  other.close();

  const ratio = best.kit / best.bare;
  console.log(
    [
      `bare handler ${best.bare.toFixed(0)}/s`,
      `session route ${best.kit.toFixed(0)}/s`,
      `ratio ${ratio.toFixed(2)} (at least ${leastRatio})`,
    ].join(', '),
  );
  process.exitCode = ratio >= leastRatio ? 0 : 1;
}

async function listen(handler: (request: Request) => Promise<Response>) {
  const server = createServer(
    toNodeHandler(handler) as unknown as RequestListener,
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/klarna/session`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Answers per second, each connection asking again as soon as it is answered. */
async function load(url: string): Promise<number> {
  const {hostname, port, pathname} = new URL(url);
  const request = Buffer.from(
    [
      `POST ${pathname} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      'Content-Type: application/json',
      'Content-Length: 2',
      'X-Visitor: visitor',
      '',
      '{}',
    ].join('\r\n'),
  );
  const sockets = await Promise.all(
    Array.from({length: connections}, async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      return socket;
    }),
  );
  const start = performance.now();
  const end = start + roundLength;
  const counts = await Promise.all(
    sockets.map((socket) => converse(socket, request, end)),
  );
  const seconds = (performance.now() - start) / 1000;
  return counts.reduce((sum, count) => sum + count, 0) / seconds;
}

function converse(
  socket: Socket,
  request: Buffer,
  end: number,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let count = 0;
    let pending = '';
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1');
      if (!isComplete(pending)) {
        return;
      }
      if (!pending.startsWith('HTTP/1.1 200 ')) {
        reject(new Error(pending.slice(0, 200)));
        return;
      }
      pending = '';
      count++;
      if (performance.now() < end) {
        socket.write(request);
      } else {
        socket.destroy();
        resolve(count);
      }
    });
    socket.write(request);
  });
}

/** Whether the answer's last byte is there, chunked or of a stated length. */
function isComplete(answer: string): boolean {
  const body = answer.indexOf('\r\n\r\n') + 4;
  if (body < 4) {
    return false;
  }
  const length = /^content-length: (\d+)/im.exec(answer.slice(0, body))?.[1];
  return length === undefined
    ? answer.endsWith('\r\n0\r\n\r\n')
    : answer.length - body >= Number(length);
}
