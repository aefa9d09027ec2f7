import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, describe} from 'node:test';
import {requireBuild, root} from '../package/package.js';
import {blocksOf} from '../docs/ways.js';
import {
  block,
  element,
  fields,
  form,
  isOrderedBy,
  order,
  pays,
  tag,
  types,
  Visits,
} from '../docs/visits.js';

const bare = '<klarna-payments endpoint="/klarna/session"></klarna-payments>';

describe('the blocks that are scripts of a page', () => {
  const blocks = blocksOf('scripts');
  let visits: Visits;
  before(async () => {
    requireBuild();
    visits = await Visits.begin();
  });
  after(() => visits?.end());

  const accounts = 'guide/accounts › When the shopper changes the country';
  blocks.run(accounts, 'asks for another session', async () => {
    const html = `${element}${form(fields, tag, order)}
      <select id="country"><option>SE<option>GB</select>${block}`;
    const chosen: string[] = [];
    const shop = {
      html,
      scripts: visits.scriptOf(accounts),
      routes: {
        '/cart/country': async (request: Request) => {
          chosen.push(await request.text());
          return new Response(null, {status: 204});
        },
      },
    };
    await visits.visit(shop, async (opened) => {
      await opened.status('ready');
      assert.equal(opened.sessions, 1);
      opened.amount = 2000;
      await opened.page.locator('#country').selectOption('GB');
      await opened.page.waitForFunction(
        () =>
          document.querySelector('klarna-payments')?.revision === 'country-GB',
      );
      await pays(opened);
      assert.deepEqual(chosen, ['GB']);
      assert.equal(opened.sessions, 2);
      assert.equal(opened.sandbox.orders[0]?.body.order_amount, 2000);
    });
  });

  const lock = 'guide/forms › Locking the form while Klarna is asked';
  blocks.run(lock, 'locks the fields, and pays', async () => {
    const html =
      element + form(`<fieldset>${fields}</fieldset>`, tag, order) + block;
    const shop = {html, scripts: visits.scriptOf(lock)};
    await visits.visit(shop, async (opened) => {
      await types(opened);
      const email = opened.page.locator('[name=email]');
      assert.equal(await email.isDisabled(), false);
      await opened.press('Place order');
      await opened.overlay().waitFor();
      assert.equal(await email.isDisabled(), true);
      await opened.approve();
      await opened.thanked();
      isOrderedBy(opened, 'Ada');
    });
  });

  const checks = 'guide/forms › Checks of your own';
  blocks.run(checks, 'asks Klarna only when they are met', async () => {
    const html =
      element +
      form(fields, tag, '<input type="checkbox" id="terms">', order) +
      block;
    const shop = {html, scripts: visits.scriptOf(checks)};
    await visits.visit(shop, async (opened) => {
      await types(opened);
      await opened.page.evaluate(() => {
        document.addEventListener('klarna-authorize', (event) => {
          document.title = event.defaultPrevented ? 'prevented' : 'asked';
        });
      });
      await opened.press('Place order');
      await opened.page.waitForFunction(() => document.title === 'prevented');
      assert.equal(await opened.overlay().count(), 0);
      await opened.page.locator('#terms').check();
      await pays(opened);
    });
  });

  const submit = 'guide/forms › Submitting by script';
  blocks.run(submit, 'pays', async () => {
    const html =
      element +
      form(fields, tag) +
      '<button id="pay">Place order</button>' +
      block;
    await visits.visit({html, scripts: visits.scriptOf(submit)}, pays);
  });

  blocks.run(`${submit} (2)`, 'authorizes before it sends', async () => {
    const html = `${element}${form(fields, tag)}<button>Place order</button>
      <script type="module">
        import {placeOrder} from '/block.js';
        document.querySelector('button').onclick = placeOrder;
      </script>`;
    await visits.visit({html, scripts: visits.scriptOf(`${submit} (2)`)}, pays);
  });

  const dialog = 'guide/forms › A checkout in a dialog';
  blocks.run(dialog, 'lets the shopper at what Klarna opens', async () => {
    const html = `${element}<dialog>${form(fields, tag, order)}</dialog>
      <button id="open">Check out</button>
      <script type="module">
        const dialog = document.querySelector('dialog');
        document.querySelector('#open').onclick = () => dialog.showModal();
      </script>${block}`;
    const shop = {html, scripts: visits.scriptOf(dialog)};
    await visits.visit(shop, async (opened) => {
      const isModal = () => opened.page.locator('dialog:modal').count();
      await opened.press('Check out');
      assert.equal(await isModal(), 1);
      await types(opened);
      await opened.press('Place order');
      await opened
        .overlay()
        .contentFrame()
        .getByRole('button', {name: 'Close'})
        .click();
      await opened.page.locator('dialog:modal').waitFor();
      await pays(opened);
    });
  });

  const htmx = 'guide/routers › htmx';
  for (const version of ['htmx1', 'htmx2']) {
    blocks.run(
      htmx,
      `shows what the order route says, in ${version}`,
      async () => {
        const library = join(root, 'node_modules', version, 'dist/htmx.min.js');
        const html = `<script src="/htmx.js"></script>${element}
        <form hx-post="/klarna/order" hx-target="body">
          ${fields}${tag}${order}
        </form>${block}`;
        const shop = {
          html,
          scripts: {
            '/htmx.js': readFileSync(library, 'utf8'),
            ...visits.scriptOf(htmx),
          },
          fails: /status of 409|Response Status Error Code 409/,
        };
        await visits.visit(shop, async (opened) => {
          await types(opened);
          await opened.press('Place order');
          opened.amount = 2000;
          await opened.approve();
          await opened.page.getByText(/cart has changed/i).waitFor();
        });
      },
    );
  }

  const fetching = 'guide/routers › Your own fetch, without a form';
  blocks.run(fetching, 'pays', async () => {
    const html = `${element}${bare}<button id="pay">Pay</button>${block}`;
    const shop = {html, scripts: visits.scriptOf(fetching)};
    await visits.visit(shop, async (opened) => {
      await opened.status('ready');
      await opened.press('Pay');
      await opened.approve();
      await opened.thanked();
      isOrderedBy(opened, 'Ada');
    });
  });

  const steps = 'guide/steps › Without a form';
  blocks.run(steps, 'pays on its last step', async () => {
    const html = `${element}
      <klarna-payments endpoint="/klarna/session" manual-finalize></klarna-payments>
      <button id="continue">Continue</button> <button id="order" disabled>Order</button>
      <script type="module">
        import {authorize, placeOrder} from '/block.js';
        const [next, order] = document.querySelectorAll('button');
        next.onclick = async () => {
          const details = {billing_address: {given_name: 'Ada'}};
          const approved = await authorize(details);
          order.disabled = !approved;
          order.onclick = async () => location.assign(await placeOrder(approved));
        };
      </script>`;
    const shop = {html, scripts: visits.scriptOf(steps)};
    await visits.visit(shop, async (opened) => {
      await opened.status('ready');
      await opened.press('Continue');
      await opened.approve();
      await opened.press('Order');
      await opened.approve();
      await opened.thanked();
      isOrderedBy(opened, 'Ada');
    });
  });

  const reload = 'guide/steps › A shopper who reloads, or comes back tomorrow';
  blocks.run(reload, 'remembers the tab', async () => {
    const html = `${element}${bare}${block}`;
    const shop = {html, scripts: visits.scriptOf(reload)};
    await visits.visit(shop, async (opened) => {
      const selected = () =>
        opened.page.getByRole('tab', {selected: true}).textContent();
      await opened.status('ready');
      const first = await selected();
      await opened.page.getByRole('tab', {selected: false}).first().click();
      await opened.status('ready');
      const second = await selected();
      assert.notEqual(second, first);
      await opened.page.reload();
      await opened.status('ready');
      assert.equal(await selected(), second);
    });
  });

  const late = 'reference/element › Customer details that are known late';
  blocks.run(late, 'adds to what Klarna is told', async () => {
    const html = `${element}${form(fields, tag, order)}${block}`;
    const shop = {html, scripts: visits.scriptOf(late)};
    await visits.visit(shop, async (opened) => {
      await types(opened);
      const told = opened.page.evaluate(
        () =>
          new Promise((resolve) => {
            document.addEventListener('klarna-authorized', ({detail}) =>
              resolve(detail.customerDetails.customer),
            );
          }),
      );
      await pays(opened);
      assert.deepEqual(await told, {date_of_birth: '1990-10-07'});
    });
  });

  blocks.all();
});
