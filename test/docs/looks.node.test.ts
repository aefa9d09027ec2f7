import assert from 'node:assert/strict';
import {after, before, describe} from 'node:test';
import {requireBuild} from '../package/package.js';
import type {ReadersShop} from './readers-shop.js';
import {snippet} from './snippets.js';
import {block, element, tag, Visits} from './visits.js';
import {blocksOf} from './ways.js';

describe('the blocks that make the element look or speak otherwise', () => {
  const blocks = blocksOf('looks');
  let visits: Visits;
  before(async () => {
    requireBuild();
    visits = await Visits.begin();
  });
  after(() => visits?.end());

  /** Where the shop's endpoint answers that nothing is offered. */
  const nothing = {
    '/klarna/session': () =>
      Response.json({client_token: 'a.b.c', payment_method_categories: []}),
  };
  const styled = (id: string) =>
    `${element}<style>${snippet(id).code}</style>${tag}`;
  const styleOfTab = ({page}: ReadersShop) =>
    page
      .getByRole('tab')
      .first()
      .evaluate((element_) => {
        const {textTransform, fontWeight, borderTopWidth} =
          getComputedStyle(element_);
        return {textTransform, fontWeight, borderTopWidth};
      });

  const said = 'guide/accessibility › What is said';
  blocks.run(said, 'replaces a text', async () => {
    const shop = {
      html: element + tag + block,
      scripts: visits.scriptOf(said),
      routes: nothing,
    };
    await visits.visit(shop, async ({page}) => {
      await page.getByText('Not for this order.').first().waitFor();
    });
  });

  const heading = 'guide/accessibility › What is left to your page';
  blocks.run(heading, 'makes a heading of a single tab', async () => {
    const html = styled(heading);
    await visits.visit(
      {html, sandbox: {categories: 'klarna'}},
      async (shop) => {
        await shop.status('ready');
        const {fontWeight, borderTopWidth} = await styleOfTab(shop);
        assert.deepEqual([fontWeight, borderTopWidth], ['600', '0px']);
      },
    );
    await visits.visit({html}, async (shop) => {
      await shop.status('ready');
      assert.notEqual((await styleOfTab(shop)).borderTopWidth, '0px');
    });
  });

  const theme = 'guide/theming › States';
  blocks.run(
    theme,
    'styles the tabs, and hides what offers nothing',
    async () => {
      const html = styled(theme);
      await visits.visit({html}, async (shop) => {
        await shop.status('ready');
        assert.equal((await styleOfTab(shop)).textTransform, 'uppercase');
      });
      await visits.visit({html, routes: nothing}, async (shop) => {
        await shop.status('unavailable');
        assert.equal(
          await shop.page.locator('klarna-payments').isHidden(),
          true,
        );
      });
    },
  );

  blocks.all();
});
