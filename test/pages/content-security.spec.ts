import {expect, test, type Page} from '@playwright/test';
import {readFileSync} from 'node:fs';
import {createKlarnaSandbox} from '../../src/sandbox/index.js';

/** Directives and their values, as the README's table has them. */
const directives = new Map(
  [
    ...readFileSync('README.md', 'utf8').matchAll(
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
async function openShop(page: Page, policy: ReadonlyMap<string, string>) {
  const sandbox = createKlarnaSandbox();
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

test('23. under the policy that the README asks for a shopper pays', async ({
  page,
}) => {
  expect([...directives.keys()]).toEqual([
    'script-src',
    'frame-src',
    'connect-src',
    'img-src',
    'style-src',
    'font-src',
    'trusted-types',
  ]);
  const policy = new Map(directives);
  policy.set('script-src', `'self' ${policy.get('script-src')}`);
  const {orders, violations} = await openShop(page, policy);
  await expect(page.getByRole('tab').first()).toBeVisible();
  await expect(page.locator('klarna-payments:state(ready)')).toBeVisible();
  await page.getByRole('button', {name: 'Place order'}).click();
  await page
    .frameLocator('iframe[id$="-fullscreen"]')
    .getByRole('button', {name: /approve/i})
    .click();
  await expect(page.getByText('Thank you')).toBeVisible();
  expect(orders[0]?.get('klarna_authorization_token')).toBeTruthy();
  expect(violations).toEqual([]);
});

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
