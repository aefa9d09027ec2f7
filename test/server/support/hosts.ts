import express from 'express';
import {Hono} from 'hono';
import {once} from 'node:events';
import {
  createServer,
  request,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import type {AddressInfo} from 'node:net';
import {toNodeHandler} from 'srvx/node';

type Fetch = (request: Request) => Promise<Response>;

/** What came back, whoever the host is. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
}

export interface Outgoing {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | readonly Uint8Array[];
}

/** A place that the handler runs in. */
export interface Host {
  origin: string;
  send(outgoing: Outgoing): Promise<Reply>;
  stop(): Promise<void>;
}

/** Ways in which shops mount the handler. */
export const hosts: Record<string, (handler: Fetch) => Promise<Host>> = {
  'a bare fetch handler': async (handler) => ({
    origin: 'http://shop.example',
    send: async ({method = 'POST', path, headers, body}) => {
      const response = await handler(
        new Request(`http://shop.example${path}`, {
          method,
          headers,
          ...(/GET|HEAD/.test(method) ? {} : {body: streamOf(body)}),
          duplex: 'half',
        } as RequestInit),
      );
      return {
        status: response.status,
        headers: response.headers,
        text: await response.text(),
      };
    },
    stop: async () => {},
  }),
  'node:http': (handler) =>
    listen(toNodeHandler(handler) as unknown as RequestListener),
  Hono: (handler) =>
    listen(
      toNodeHandler(
        new Hono().all('/klarna/*', ({req}) => handler(req.raw)).fetch as Fetch,
      ) as unknown as RequestListener,
    ),
  Express: (handler) =>
    listen(express().use(toNodeHandler(handler) as never) as RequestListener),
  'Express under a path': (handler) =>
    listen(
      express().use(
        '/klarna',
        toNodeHandler(handler) as never,
      ) as RequestListener,
    ),
};

/** Express with body parsers that have used up the body. */
export function expressWithParsers(handler: Fetch): Promise<Host> {
  return listen(
    express()
      .use(express.json(), express.urlencoded())
      .use(toNodeHandler(handler) as never) as RequestListener,
  );
}

export async function listen(listener: RequestListener): Promise<Host> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    send: (outgoing) => send(port, outgoing),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Over HTTP, with whatever headers, which `fetch` would not do. */
function send(
  port: number,
  {method = 'POST', path, headers, body}: Outgoing,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {host: '127.0.0.1', port, method, path, headers, agent: false},
      (incoming) => resolve(replyFrom(incoming)),
    );
    outgoing.on('error', reject);
    for (const chunk of chunksOf(body)) {
      outgoing.write(chunk);
    }
    outgoing.end();
  });
}

async function replyFrom(incoming: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  return {
    status: incoming.statusCode ?? 0,
    headers: new Headers(
      Object.entries(incoming.headers).map(
        ([name, value]) => [name, String(value)] as [string, string],
      ),
    ),
    text: Buffer.concat(chunks).toString(),
  };
}

function streamOf(body: Outgoing['body']): ReadableStream<Uint8Array> {
  const chunks = chunksOf(body);
  return new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) {
        controller.enqueue(chunk);
      }
      controller.close();
    },
  });
}

function chunksOf(body: Outgoing['body']): readonly Uint8Array[] {
  if (body === undefined) {
    return [];
  }
  if (typeof body === 'string') {
    return [new TextEncoder().encode(body)];
  }
  return body instanceof Uint8Array ? [body] : body;
}
