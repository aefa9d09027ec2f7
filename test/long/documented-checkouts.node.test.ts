import assert from 'node:assert/strict';
import {after, before, describe} from 'node:test';
import {requireBuild} from '../package/package.js';
import {page} from '../docs/readers-shop.js';
import {snippet} from '../docs/snippets.js';
import {
  isOrderedBy,
  pays,
  tag,
  Visits,
  element,
  form,
  order,
  block,
} from '../docs/visits.js';
import {blocksOf} from '../docs/ways.js';

describe('the blocks that are checkouts', () => {
  const blocks = blocksOf('checkouts');
  let visits: Visits;
  before(async () => {
    requireBuild();
    visits = await Visits.begin();
  });
  after(() => visits?.end());

  blocks.run('README › The tag', 'pays', async () => {
    await visits.visit({html: snippet('README › The tag').code}, pays);
  });

  blocks.run('index › Try it', 'pays', async () => {
    const html = element + snippet('index › Try it').code;
    await visits.visit({html}, pays);
  });

  blocks.run(
    'README › The tag (2)',
    'gets a token without a form',
    async () => {
      const html = `${element}${tag}<button>Pay</button>
      <script type="module">
        document.querySelector('button').onclick = () => import('/block.js');
      </script>`;
      const scripts = visits.scriptOf('README › The tag (2)');
      await visits.visit({html, scripts}, async (shop) => {
        await shop.status('ready');
        await shop.press('Pay');
        await shop.approve();
        await shop.page.waitForFunction(() => document.title.startsWith('['));
        const [token, details] = JSON.parse(
          await shop.page.title(),
        ) as unknown[];
        assert.match(String(token), /^[\w-]{20,}$/);
        assert.deepEqual(details, {billing_address: {given_name: 'Ada'}});
      });
    },
  );

  blocks.run(
    'guide/forms › Which fields are read',
    'tells Klarna what stands in them',
    async () => {
      const html =
        element +
        form(snippet('guide/forms › Which fields are read').code, tag, order);
      await visits.visit({html}, async (shop) => {
        await shop.status('ready');
        const {page: tab} = shop;
        await tab.locator('[name=email]').fill('ada@shop.example');
        await tab.locator('[name=given]').fill('Ada');
        await tab.locator('[name=street]').fill('12 St James’s Square');
        await tab.locator('[name=zip]').fill('SW1Y 4LE');
        await tab.evaluate(() => {
          const klarna = document.querySelector('klarna-payments');
          klarna?.addEventListener('klarna-authorize', (event) => {
            document.title = JSON.stringify(event.detail.customerDetails);
            event.preventDefault();
          });
        });
        await shop.press('Place order');
        await tab.waitForFunction(() => document.title.startsWith('{'));
        const details = JSON.parse(await tab.title()) as object;
        assert.deepEqual(details, {
          billing_address: {
            email: 'ada@shop.example',
            given_name: 'Ada',
            street_address: '12 St James’s Square',
          },
          shipping_address: {postal_code: 'SW1Y 4LE'},
        });
      });
    },
  );

  blocks.run(
    'guide/forms › Submitting by script (3)',
    'keeps the button disabled until there is an element, and pays',
    async () => {
      const html = form(
        `<input name="email"> <input name="given" autocomplete="given-name">`,
        tag,
        snippet('guide/forms › Submitting by script (3)').code,
      );
      await visits.visit({html}, async (shop) => {
        const button = shop.page.locator('#order');
        assert.equal(await button.isDisabled(), true);
        await shop.page.addScriptTag({
          type: 'module',
          url: '/klarna-payments.js',
        });
        await pays(shop);
      });
    },
  );

  blocks.run(
    'guide/routers › Pages that are replaced in place',
    'loads a widget in each',
    async () => {
      const {code} = snippet(
        'guide/routers › Pages that are replaced in place',
      );
      const tags = code.split(/(?=<!--)/).filter((each) => each.trim());
      assert.equal(tags.length, 2);
      for (const each of tags) {
        await visits.visit({html: element + form(each)}, (shop) =>
          shop.status('ready'),
        );
      }
    },
  );

  blocks.run(
    'guide/routers › Your own fetch, with a form',
    'pays, and says why if it does not',
    async () => {
      const {code} = snippet('guide/routers › Your own fetch, with a form');
      const html = `${element}${code}`;
      const shop = {html, fails: /status of 409/};
      const begin = async (opened: Parameters<typeof pays>[0]) => {
        await opened.status('ready');
        await opened.page.getByLabel('E-mail').fill('ada@shop.example');
        await opened.press('Place order');
      };
      await visits.visit(shop, async (opened) => {
        await begin(opened);
        await opened.approve();
        await opened.thanked();
        assert.equal(opened.sandbox.orders.length, 1);
      });
      await visits.visit(shop, async (opened) => {
        await begin(opened);
        opened.amount = 2000;
        await opened.approve();
        await opened.page.locator('#notice', {hasText: /\w/}).waitFor();
        assert.equal(opened.sandbox.orders.length, 0);
      });
    },
  );

  blocks.run(
    'guide/steps › One page, one form',
    'pays on its last step',
    async () => {
      const {code} = snippet('guide/steps › One page, one form');
      await visits.visit({html: element + code}, async (shop) => {
        const seen = () => shop.page.locator('h2:visible').textContent();
        await shop.page.getByLabel('E-mail').fill('ada@shop.example');
        await shop.page.getByLabel('First name').fill('Ada');
        await shop.press('Continue');
        assert.equal(await seen(), 'How would you like to pay?');
        await shop.status('ready');
        await shop.press('Continue');
        await shop.approve();
        await shop.page.getByText('Is everything right?').waitFor();
        await shop.press('Place order');
        await shop.approve();
        await shop.thanked();
        isOrderedBy(shop, 'Ada');
      });
    },
  );

  blocks.run(
    ['guide/steps › Several pages', 'guide/steps › Several pages (2)'],
    'take what was approved from one page to the next, and pay',
    async () => {
      let approved = '';
      const placeholder =
        '{"outcome": "finalize-required", "category": "pay_now", "customerDetails": {}}';
      const {code} = snippet('guide/steps › Several pages (2)');
      assert.ok(code.includes(placeholder));
      const html = `${element}<h1>Payment</h1>
        <klarna-payments endpoint="/klarna/session" manual-finalize></klarna-payments>
        <button id="continue">Continue</button>${block}`;
      const shop = {
        html,
        scripts: visits.scriptOf('guide/steps › Several pages'),
        routes: {
          '/checkout/approved': async (request: Request) => {
            approved = await request.text();
            return new Response(null, {status: 204});
          },
          '/checkout/review': () =>
            page(
              element +
                code.replace(placeholder, approved.replaceAll('<', '\\u003c')),
            ),
        },
      };
      await visits.visit(shop, async (opened) => {
        await opened.status('ready');
        await opened.press('Continue');
        await opened.approve();
        await opened.page.waitForURL('**/checkout/review');
        await opened.status('ready');
        await opened.press('Place order');
        await opened.approve();
        await opened.thanked();
        assert.match(approved, /finalize-required/);
        assert.equal(opened.sandbox.orders.length, 1);
      });
    },
  );

  blocks.all();
});
