import {readFileSync} from 'node:fs';
import {createServer, type ServerResponse} from 'node:http';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {compressed, klarna, type Way} from './contenders.js';

/** How long what all have to wait for takes, in milliseconds. */
export const delays = {script: 300, session: 200, load: 50, authorize: 300};

const clientToken = [{alg: 'none'}, {session_id: 'bench'}, 'signature']
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');

const session = JSON.stringify({
  client_token: clientToken,
  payment_method_categories: [{identifier: 'pay_later', name: 'Pay later'}],
});

/** A double of Klarna's script that counts what it is asked. */
const script = `
  (window.Klarna ??= {}).Payments = {
    init() {},
    load(options, ...rest) {
      counts.loads++;
      const {container} = options;
      const place =
        typeof container === 'string'
          ? document.querySelector(container)
          : container;
      place.append(document.createElement('iframe'));
      const callback = rest.findLast((each) => typeof each === 'function');
      setTimeout(() => {
        widgetIsThere();
        callback?.({show_form: true});
      }, ${delays.load});
    },
    authorize(...args) {
      counts.authorizes++;
      const callback = args.findLast((each) => typeof each === 'function');
      setTimeout(callback, ${delays.authorize}, {
        approved: true,
        show_form: true,
        authorization_token: 'token',
      });
    },
    on() {},
    off() {},
  };
  window.klarnaAsyncCallback?.();
`;

function pageOf(way: Way): string {
  const place =
    way === 'element'
      ? '<klarna-payments endpoint="/session" sdk-url="/klarna.js"></klarna-payments>'
      : '<div id="widget"></div>';
  const own =
    way === 'element' ? '<script type="module" src="/own.js"></script>' : '';
  return `<!doctype html><html lang="en"><meta charset="utf-8">
<title>${way}</title><link rel="icon" href="data:,">
<script>
  window.clientToken = '${clientToken}';
  window.counts = {loads: 0, authorizes: 0};
  window.widget = new Promise((resolve) => {
    window.widgetIsThere = () => resolve(performance.now());
  });
</script>
<script type="module" src="/code.js?${way}"></script>${own}
<body>${place}<button type="button" id="pay" onclick="pay()">Pay</button>`;
}

/** The shop of each contender, with Klarna beside it. */
export async function openShop(code: Record<Way, string>) {
  const bodies: Record<string, Buffer> = {};
  const own = readFileSync('bench/peers/element.mjs');
  const seen = {sessions: 0};

  const server = createServer((request, response) => {
    const {pathname, search} = new URL(request.url ?? '/', 'http://localhost');
    const way = search.slice(1);
    if (pathname === '/page') {
      send(response, 'text/html', pageOf(way as Way));
    } else if (pathname === '/code.js') {
      response.setHeader('content-encoding', 'gzip');
      send(response, 'text/javascript', bodies[way] ?? '');
    } else if (pathname === '/own.js') {
      send(response, 'text/javascript', own);
    } else if (pathname === '/klarna.js') {
      send(response, 'text/javascript', script, delays.script);
    } else if (
      pathname === '/session' ||
      pathname.startsWith('/api/storefront/payments/')
    ) {
      seen.sessions++;
      send(response, 'application/json', session, delays.session);
    } else if (pathname === '/empty') {
      send(response, 'text/html', '<!doctype html><title>empty</title>');
    } else {
      // Whatever else a peer asks of its own hosts is answered at once.
      send(response, 'application/json', '{}');
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  for (const [way, text] of Object.entries(code)) {
    bodies[way] = compressed(text.replaceAll(klarna, `${url}/klarna.js`));
  }
  return {
    url,
    seen,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function send(
  response: ServerResponse,
  type: string,
  body: string | Buffer,
  delay = 0,
): void {
  response.setHeader('content-type', `${type}; charset=utf-8`);
  response.setHeader('cache-control', 'no-store');
  setTimeout(() => response.end(body), delay);
}
