import {expect} from '@open-wc/testing';
import type * as Loader from '../../src/klarna/loader.js';
import type {KlarnaPage} from '../../src/klarna/page.js';
import {fakeKlarnaCdn} from '../support/shop.js';

/** A page of its own, under a Content Security Policy. */
interface GuardedPage extends Window {
  load: (typeof Loader)['loadKlarnaPayments'];
  loadByCopy: (typeof Loader)['loadKlarnaPayments'];
  ready?: true;
  trustedTypes?: {defaultPolicy: unknown};
  [key: symbol]: KlarnaPage | undefined;
}

const url = 'https://x.klarnacdn.net/kp/lib/v1/api.js';
const frames = new Set<HTMLIFrameElement>();

async function openPage(policy: string): Promise<GuardedPage> {
  const frame = document.createElement('iframe');
  frames.add(frame);
  frame.srcdoc = `<!doctype html>
    <meta http-equiv="content-security-policy" content="${policy}">
    <script type="module" nonce="n1">
      import {loadKlarnaPayments} from '/src/klarna/loader.ts';
      import {importCopy} from '/test/support/second-copy.ts';
      window.load = loadKlarnaPayments;
      window.loadByCopy = async (options) =>
        (await importCopy('/src/klarna/loader.ts')).loadKlarnaPayments(options);
      window.ready = true;
    </script>`;
  const loaded = new Promise((resolve) => {
    frame.addEventListener('load', resolve);
  });
  document.body.append(frame);
  await loaded;
  const page = frame.contentWindow as unknown as GuardedPage;
  expect(page.ready, 'its own script runs').to.equal(true);
  return page;
}

async function codeOf(loading: Promise<unknown>): Promise<unknown> {
  return loading.then(
    () => 'loaded',
    (error: {code: string}) => error.code,
  );
}

describe('the loader under a Content Security Policy', () => {
  before(() => fakeKlarnaCdn({body: 'window.Klarna = {Payments: {}}'}));

  afterEach(() => {
    for (const frame of frames) frame.remove();
    frames.clear();
  });

  it('loads with the nonce of the page', async () => {
    const page = await openPage("script-src 'nonce-n1'");
    expect(await codeOf(page.load({nonce: 'n1'}))).to.equal('loaded');
  });

  for (const nonce of [undefined, 'n2']) {
    it(`reports sdk-blocked with the nonce ${nonce}`, async () => {
      const page = await openPage("script-src 'nonce-n1'");
      expect(await codeOf(page.load({nonce, attempts: 1}))).to.equal(
        'sdk-blocked',
      );
    });
  }

  it('28. names what the policy lacks, and no whole address', async () => {
    const page = await openPage("script-src 'nonce-n1'");
    const message = await page.load({src: `${url}?secret`, attempts: 1}).then(
      () => 'loaded',
      (error: Error) => error.message,
    );
    expect(message).to.match(
      /lacks script-src(-elem)? https:\/\/x\.klarnacdn\.net$/,
    );
  });

  describe('that requires Trusted Types', () => {
    const required = "require-trusted-types-for 'script'; trusted-types";

    it('loads through the policy klarna-payments', async () => {
      const page = await openPage(`${required} klarna-payments`);
      expect(await codeOf(page.load())).to.equal('loaded');
      expect(page.trustedTypes?.defaultPolicy).to.equal(null);
    });

    it('shares the policy with other copies, whose name is taken', async () => {
      const page = await openPage(`${required} klarna-payments`);
      expect(await codeOf(page.load())).to.equal('loaded');
      delete page.Klarna;
      const src = `${url}?copy`;
      expect(await codeOf(page.loadByCopy({src}))).to.equal('loaded');
      expect(
        [...page.document.scripts].some((tag) => tag.src === src),
      ).to.equal(true);
    });

    it('makes nothing but its own URL trusted', async () => {
      const page = await openPage(`${required} klarna-payments`);
      await page.load();
      const {policy} = page[Symbol.for('klarna-payments.page')]!;
      for (const asked of [`${url}?other`, 'data:text/javascript,0']) {
        expect(String(policy?.createScriptURL(asked))).to.equal(url);
      }
    });

    it('reports sdk-blocked with the cause if the policy is forbidden', async () => {
      const page = await openPage(`${required} lit-html`);
      const error = await page.load({attempts: 1}).then(
        () => ({code: 'loaded', cause: undefined}),
        (it: {code: string; cause: Error}) => it,
      );
      expect(error.code).to.equal('sdk-blocked');
      expect(error.cause?.name).to.equal('TypeError');
    });

    it('is content with a default policy of the page', async () => {
      const page = await openPage(`${required} default`);
      const {trustedTypes} = page as unknown as {
        trustedTypes: {createPolicy(name: string, rules: object): unknown};
      };
      trustedTypes.createPolicy('default', {
        createScriptURL: (asked: string) => asked,
      });
      expect(await codeOf(page.load())).to.equal('loaded');
    });
  });

  it('loads where policies are limited but not required', async () => {
    const page = await openPage('trusted-types lit-html');
    expect(await codeOf(page.load())).to.equal('loaded');
  });
});
