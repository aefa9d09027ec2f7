import {expect, test, type Page} from '@playwright/test';
import {readFileSync} from 'node:fs';
import {clickInFrame} from '../support/klarna-rig.frames.js';
import {
  createKlarnaSandbox,
  type KlarnaSandboxOptions,
} from '../../src/sandbox/index.js';

/** Directives and their values, as the documentation's table has them. */
const directives = new Map(
  [
    ...readFileSync('docs/content-security.md', 'utf8').matchAll(
      /^\| `([a-z-]+-src|trusted-types)` +\| `([^`]+)`/gm,
    ),
  ].map(([, name = '', values = '']) => [name, values]),
);

const checkoutPage = `<!doctype html>
  <html lang="en">
    <title>Checkout</title>
    <script type="module" src="/klarna-payments.js"></script>
    <form action="/order" method="post">
      <klarna-payments endpoint="/session" name="klarna"></klarna-payments>
      <button>Place order</button>
    </form>
  </html>`;

/** A shop under that policy, and Klarna's real addresses, played offline. */
async function openShop(
  page: Page,
  policy: ReadonlyMap<string, string>,
  options: KlarnaSandboxOptions = {},
) {
  const sandbox = createKlarnaSandbox({frameTimeout: 5_000, ...options});
  const orders: URLSearchParams[] = [];
  const session = () =>
    sandbox.fetch(
      new Request('https://x.klarnacdn.net/payments/v1/sessions', {
        method: 'POST',
        headers: {
          authorization: `Basic ${btoa('user:password')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          purchase_country: 'GB',
          purchase_currency: 'GBP',
          locale: 'en-GB',
          order_amount: 1000,
          order_lines: [
            {name: 'Tea', quantity: 1, unit_price: 1000, total_amount: 1000},
          ],
        }),
      }),
    );
  const header = [...policy].map(([name, values]) => `${name} ${values}`);
  const answers: Record<string, () => Response | Promise<Response>> = {
    '/': () =>
      new Response(checkoutPage, {
        headers: {
          'content-type': 'text/html',
          'content-security-policy': ["default-src 'self'", ...header].join(
            '; ',
          ),
        },
      }),
    '/klarna-payments.js': () =>
      new Response(readFileSync('dist/cdn/klarna-payments.js'), {
        headers: {'content-type': 'text/javascript'},
      }),
    '/session': session,
  };
  await page.route('**/*', async (route) => {
    const request = route.request();
    const {hostname, pathname} = new URL(request.url());
    if (hostname === 'shop.example' && pathname === '/order') {
      orders.push(new URLSearchParams(request.postData() ?? ''));
      return route.fulfill({body: 'Thank you'});
    }
    const answer =
      hostname === 'shop.example'
        ? await (answers[pathname]?.() ?? new Response(null, {status: 404}))
        : await sandbox.fetch(
            new Request(request.url(), {
              method: request.method(),
              headers: request.headers(),
              body: request.postData(),
            }),
          );
    return route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });
  const violations: string[] = [];
  await page.exposeFunction('noteViolation', (directive: string) =>
    violations.push(directive),
  );
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      (
        window as unknown as {noteViolation(directive: string): void}
      ).noteViolation(event.violatedDirective);
    });
  });
  await page.goto('https://shop.example/');
  return {orders, violations};
}

/** The documented policy, and what the page itself needs for its own script. */
function readmePolicy(): Map<string, string> {
  const policy = new Map(directives);
  policy.set('script-src', `'self' ${policy.get('script-src')}`);
  return policy;
}

/** How newer and older builds of Klarna's script sell. */
const modes: Readonly<Record<string, KlarnaSandboxOptions>> = {
  'the older build': {script: '1.10-734'},
  'the newer build': {script: '1.10-1987'},
  'the static widget': {script: '1.10-1987', experiments: ['static-widget']},
  'the loaded purchase flow': {
    script: '1.10-1987',
    experiments: ['purchase-flow'],
  },
  'the loaded purchase flow in production': {
    script: '1.10-1987',
    experiments: ['purchase-flow'],
    environment: 'production',
  },
};

interface Ending {
  status: string;
  code: string;
  message: string;
}

/** Tries to pay; says how that ended, or nothing if the order was placed. */
async function pay(page: Page): Promise<Ending | undefined> {
  const klarna = page.locator('klarna-payments');
  const ending = () =>
    klarna.evaluate((element: HTMLElementTagNameMap['klarna-payments']) => ({
      status: element.status,
      code: element.error?.code ?? '',
      message: element.error?.message ?? '',
    }));
  const settledStatus = /^(ready|error|unavailable)$/;
  await expect.poll(async () => (await ending()).status).toMatch(settledStatus);
  const before = await ending();
  if (before.status !== 'ready') return before;

  // What authorizing ends with is in an event: the element stays usable.
  await klarna.evaluate((element) => {
    for (const type of ['klarna-error', 'klarna-rejected']) {
      element.addEventListener(type, (event) => {
        const {error, outcome} = (event as CustomEvent).detail as {
          error?: {code: string; message: string};
          outcome?: string;
        };
        element.dataset['ended'] = JSON.stringify({
          status: outcome ?? 'error',
          code: error?.code ?? '',
          message: error?.message ?? '',
        });
      });
    }
  });
  await page.getByRole('button', {name: 'Place order'}).click();
  const approve = page
    .frameLocator('iframe[id$="-fullscreen"]')
    .getByRole('button', {name: /approve/i});
  const ended = page.locator('klarna-payments[data-ended]');
  await expect
    .poll(async () => (await approve.count()) + (await ended.count()))
    .toBeGreaterThan(0);
  if (await ended.count()) {
    return JSON.parse((await ended.getAttribute('data-ended')) ?? '') as Ending;
  }
  await clickInFrame(approve);
  await expect(page.getByText('Thank you')).toBeVisible();
  return undefined;
}

for (const [mode, options] of Object.entries(modes)) {
  test(`28. under the documented policy a shopper pays with ${mode}`, async ({
    page,
  }) => {
    const {orders, violations} = await openShop(page, readmePolicy(), options);
    expect(await pay(page)).toBeUndefined();
    expect(orders[0]?.get('klarna_authorization_token')).toBeTruthy();
    expect(violations).toEqual([]);
  });
}

/**
 * Every value of the policy, with what lacks it: the mode of Klarna's script,
 * and the code of the error. Without the others the sale goes on.
 */
const needed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'script-src https://x.klarnacdn.net': Object.fromEntries(
    Object.keys(modes).map((mode) => [mode, 'sdk-blocked']),
  ),
  'script-src https://js.playground.klarna.com': {
    'the static widget': 'authorize-failed',
    'the loaded purchase flow': 'authorize-failed',
  },
  'script-src https://js.klarna.com': {
    'the loaded purchase flow in production': 'authorize-failed',
  },
  'frame-src https://x.klarnacdn.net': {
    'the older build': 'load-failed',
    'the newer build': 'load-failed',
    'the static widget': 'authorize-failed',
    'the loaded purchase flow': 'load-failed',
    'the loaded purchase flow in production': 'load-failed',
  },
  "connect-src 'self'": Object.fromEntries(
    Object.keys(modes).map((mode) => [mode, 'session-request']),
  ),
};

for (const [directive, values] of directives) {
  if (directive === 'trusted-types') continue;
  for (const value of values.split(' ')) {
    for (const [mode, options] of Object.entries(modes)) {
      const lacks = needed[`${directive} ${value}`];
      const code = lacks?.[mode];
      // One mode with frames and one without tell of what nobody lacks.
      if (!lacks && !/older|static/.test(mode)) continue;
      test(`28. without ${directive} ${value} ${mode} ${code ? `ends with ${code}` : 'sells'}`, async ({
        page,
      }) => {
        const policy = readmePolicy();
        const left = policy
          .get(directive)!
          .split(' ')
          .filter((it) => it !== value);
        policy.set(directive, left.join(' ') || "'none'");
        await openShop(page, policy, options);
        const ending = await pay(page);
        if (!code) return expect(ending).toBeUndefined();
        expect(ending).toMatchObject({status: 'error', code});
        expect(ending?.message).toContain(directive);
        expect(ending?.message).toContain(
          value.replace("'self'", 'https://shop.example'),
        );
      });
    }
  }
}

test('23. a policy that forgets Klarna’s script is told as blocked', async ({
  page,
}) => {
  const policy = new Map([...directives, ['script-src', "'self'"]]);
  const {violations} = await openShop(page, policy);
  await expect(page.getByRole('alert').getByRole('button')).toBeVisible();
  const code = await page
    .locator('klarna-payments')
    .evaluate((element: HTMLElementTagNameMap['klarna-payments']) => {
      return element.error?.code;
    });
  expect(code).toBe('sdk-blocked');
  expect(violations).toContain('script-src-elem');
});
