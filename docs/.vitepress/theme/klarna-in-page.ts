import {
  createKlarnaSandbox,
  type KlarnaSandbox,
} from '../../../src/sandbox/index.js';

/** Klarna, played by the sandbox in this very page. */
export interface KlarnaInPage {
  sandbox: KlarnaSandbox;
  /** Where its script is. */
  sdkUrl: string;
  /** What a shop's endpoint would answer. */
  createSession: () => Promise<unknown>;
}

/** What the service worker hands on. */
interface Asked {
  url: string;
  method: string;
  headers: [string, string][];
  body: string;
}

const order = {
  purchase_country: 'SE',
  purchase_currency: 'SEK',
  locale: 'en-SE',
  order_amount: 19900,
  order_tax_amount: 3980,
  order_lines: [
    {
      name: 'Speckled mug',
      quantity: 1,
      unit_price: 19900,
      tax_rate: 2500,
      total_amount: 19900,
      total_tax_amount: 3980,
    },
  ],
};

let playing: Promise<KlarnaInPage> | undefined;

/**
 * Begins to play Klarna, once a page. The sandbox lives in the page; a service
 * worker lets Klarna's script and its frames reach it, as they would a host.
 *
 * @throws where a browser has no service workers, as in some private windows.
 */
export function playKlarna(): Promise<KlarnaInPage> {
  playing ??= start();
  return playing;
}

async function start(): Promise<KlarnaInPage> {
  const {serviceWorker} = navigator;
  const sandbox = createKlarnaSandbox({origin: location.origin});
  const tokens = new Set<string>();

  serviceWorker.addEventListener('message', (event: MessageEvent<Asked>) => {
    const [port] = event.ports;
    const {method, body} = event.data;
    // Another page's sandbox knows the other sessions.
    const isOurs =
      method !== 'POST' || [...tokens].some((token) => body.includes(token));
    if (port && isOurs) void answer(sandbox, event.data, port);
  });
  await serviceWorker.register('/klarna-in-page.js');
  await controlled(serviceWorker);

  return {
    sandbox,
    sdkUrl: `${location.origin}/kp/lib/v1/api.js`,
    createSession: async () => {
      const response = await sandbox.fetch(
        requestOf({
          url: `${location.origin}/payments/v1/sessions`,
          method: 'POST',
          headers: [
            ['authorization', `Basic ${btoa('PK_0000:secret')}`],
            ['content-type', 'application/json'],
          ],
          body: JSON.stringify(order),
        }),
      );
      const session = (await response.json()) as {client_token: string};
      tokens.add(session.client_token);
      return session;
    },
  };
}

/** Once what this page asks for goes through the worker. */
async function controlled(worker: ServiceWorkerContainer): Promise<void> {
  const {active} = await worker.ready;
  if (worker.controller) return;
  await new Promise<void>((resolve) => {
    worker.addEventListener('controllerchange', () => resolve(), {once: true});
    active?.postMessage('claim');
  });
}

async function answer(
  sandbox: KlarnaSandbox,
  asked: Asked,
  port: MessagePort,
): Promise<void> {
  const {status, headers, body} = await sandbox.fetch(requestOf(asked));
  port.postMessage({
    status,
    headers: [...headers],
    body: await new Response(body).arrayBuffer(),
  });
}

function requestOf({url, method, headers, body}: Asked): Request {
  const request = new Request(url, {
    method,
    headers,
    ...(body && {body}),
  });
  // Firefox does not let one read the body of a request as a stream.
  if (body && !request.body) {
    Object.defineProperty(request, 'body', {value: new Blob([body]).stream()});
  }
  return request;
}
