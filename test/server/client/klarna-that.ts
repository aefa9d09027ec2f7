import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import type {TestContext} from 'node:test';

import {KlarnaPaymentsClient} from '../../../src/server/client/client.js';

export const username = 'K123456_abcdef123456';
export const password = 'sekretPassword16';
export const credentials = {username, password};

/** A request as it came over the wire. */
export interface Seen {
  method: string;
  url: string;
  body: string;
  headers: NodeJS.Dict<string | string[]>;
}

export type Reply = (response: ServerResponse) => void;

/**
 * A server that gives the replies one after the other, the last one for ever,
 * and a client of it.
 */
export async function klarnaThat(
  test: TestContext,
  replies: readonly Reply[],
  timeout = 60_000,
) {
  const seen: Seen[] = [];

  const server = createServer((request, response) => {
    const {method = '', url = '', headers} = request;
    const reply = replies[Math.min(seen.length, replies.length - 1)];
    const entry: Seen = {method, url, headers, body: ''};
    seen.push(entry);
    void text(request).then((body) => {
      entry.body = body;
      reply?.(response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  test.after(() => {
    server.close();
    server.closeAllConnections();
  });

  const {port} = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  const client = new KlarnaPaymentsClient({credentials, baseUrl, timeout});
  return {client, seen, baseUrl, server};
}

export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Reply {
  return (response) => {
    response.writeHead(status, {
      'content-type': 'application/json;charset=utf-8',
      ...headers,
    });
    response.end(JSON.stringify(body, null, 2));
  };
}

/** Headers and the beginning of a body, then the connection ends. */
export function cutOff(status: number): Reply {
  return (response) => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': '100',
      'klarna-correlation-id': 'cut-off-id',
    });
    response.write('{"order_id": "1');
    setTimeout(() => response.destroy(), 10);
  };
}

/** The page that wrong credentials are answered with (recorded). */
export const html401: Reply = (response) => {
  response.writeHead(401, {
    'content-type': 'text/html',
    'www-authenticate': 'Basic realm="very closed site"',
  });
  response.end(
    '<html>\r\n<head><title>401 Authorization Required</title></head>\r\n<body>\r\n<center><h1>401 Authorization Required</h1></center>\r\n</body>\r\n</html>\r\n',
  );
};

export const noContent: Reply = (response) => {
  response.writeHead(204);
  response.end();
};

export const disconnect: Reply = (response) => {
  response.destroy();
};

export const hang: Reply = () => {};

export const created = json(200, {
  session_id: 'session-1',
  client_token: 'client-token-1',
  payment_method_categories: [{identifier: 'klarna', name: 'Pay with Klarna'}],
});

export const placed = json(200, {
  order_id: 'order-1',
  redirect_url: 'https://js.playground.klarna.com/redirect',
  fraud_status: 'ACCEPTED',
});

export const order = {
  purchase_country: 'SE',
  purchase_currency: 'SEK',
  order_amount: 500,
  order_lines: [
    {name: 'Kaffe ☕', quantity: 1, unit_price: 500, total_amount: 500},
  ],
};
