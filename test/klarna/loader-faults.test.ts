import {expect} from '@open-wc/testing';
import {loadKlarnaPayments} from '../../src/klarna/loader.js';
import type * as Loader from '../../src/klarna/loader.js';
import {fakeKlarnaCdn} from '../support/shop.js';
import {
  addTag,
  ended,
  forgetScripts,
  freshUrl,
  loaderCopy,
  script,
  tagsOf,
} from './script-tags.js';
import {faultOf, isPending, tasks} from './widgets.js';

describe('the loader with a tag that is already there', () => {
  let url: string;
  let copy: typeof Loader;

  before(async () => {
    copy = await loaderCopy();
  });

  beforeEach(async () => {
    url = freshUrl();
    await fakeKlarnaCdn({body: script});
  });

  afterEach(forgetScripts);

  it('waits for it while it is pending', async () => {
    await fakeKlarnaCdn({body: script, delay: 50});
    const tag = addTag(url);
    await loadKlarnaPayments({src: url});
    expect(tagsOf(url)).to.deep.equal([tag]);
    expect(window.evaluations).to.equal(1);
  });

  it('replaces it when it fails', async () => {
    await fakeKlarnaCdn('abort');
    const tag = addTag(url);
    const loading = loadKlarnaPayments({src: url});
    await ended(tag);
    await fakeKlarnaCdn({body: script});
    await loading;
    expect(tagsOf(url)).to.have.lengthOf(1);
    expect(tag.isConnected).to.equal(false);
  });

  it('replaces it when it had failed before', async () => {
    await fakeKlarnaCdn('abort');
    const tag = addTag(url);
    expect(await ended(tag)).to.equal('error');
    await fakeKlarnaCdn({body: script});
    // WebKit keeps no record of a failed download: it gets an attempt there.
    await loadKlarnaPayments({src: url});
    expect(tag.isConnected).to.equal(false);
  });

  it('replaces it when it takes too long, and it never runs', async () => {
    await fakeKlarnaCdn({body: script, delayFirst: 4_000});
    const tag = addTag(url);
    await loadKlarnaPayments({src: url, timeout: 2_000});
    expect(document.contains(tag)).to.equal(false);
    await tasks(3_000);
    expect(window.evaluations).to.equal(1);
  });

  it('does not wait for one that has run', async () => {
    await loadKlarnaPayments({src: url});
    delete window.Klarna;
    await copy.loadKlarnaPayments({src: url, attempts: 1});
    expect(window.evaluations).to.equal(2);
  });
});

describe('the loader when the script does not come', () => {
  let url: string;
  let copy: typeof Loader;

  before(async () => {
    copy = await loaderCopy();
  });

  beforeEach(async () => {
    url = freshUrl();
    await fakeKlarnaCdn({body: script});
  });

  afterEach(forgetScripts);

  it('rejects with sdk-blocked and leaves no tag', async () => {
    await fakeKlarnaCdn('abort');
    const fault = await faultOf(loadKlarnaPayments({src: url}));
    expect(fault.code).to.equal('sdk-blocked');
    expect(fault.cause).to.be.an.instanceOf(Event);
    expect(fault.message).to.contain(url);
    expect(tagsOf(url)).to.have.lengthOf(0);
  });

  it('rejects with sdk-blocked if it leaves no Klarna.Payments', async () => {
    await fakeKlarnaCdn({body: '/* nothing */'});
    const fault = await faultOf(loadKlarnaPayments({src: url, attempts: 1}));
    expect(fault.code).to.equal('sdk-blocked');
    expect(tagsOf(url)).to.have.lengthOf(0);
  });

  it('tries a second time', async () => {
    await fakeKlarnaCdn('abort');
    const loading = loadKlarnaPayments({src: url});
    await ended(tagsOf(url)[0]!);
    await fakeKlarnaCdn({body: script});
    await loading;
    expect(tagsOf(url)).to.have.lengthOf(1);
  });

  it('does not wait for a stuck download a second time', async () => {
    await fakeKlarnaCdn({body: script, delayFirst: 8_000});
    await loadKlarnaPayments({src: url, timeout: 2_000});
    const tags = document.querySelectorAll('script[src*="&retry="]');
    expect(tags).to.have.lengthOf(1);
    expect((tags[0] as HTMLScriptElement).src.startsWith(url)).to.equal(true);
  });

  it('does not remember the failure', async () => {
    await fakeKlarnaCdn('abort');
    await faultOf(loadKlarnaPayments({src: url, attempts: 1}));
    await fakeKlarnaCdn({body: script});
    await loadKlarnaPayments({src: url, attempts: 1});
    expect(window.evaluations).to.equal(1);
  });

  it('rejects with sdk-timeout, and a late script does not run', async () => {
    await fakeKlarnaCdn({body: script, delay: 300});
    const fault = await faultOf(
      loadKlarnaPayments({src: url, timeout: 50, attempts: 1}),
    );
    expect(fault.code).to.equal('sdk-timeout');
    expect(tagsOf(url)).to.have.lengthOf(0);
    await tasks(500);
    expect(window.evaluations).to.equal(undefined);
  });

  it('tells all who wait', async () => {
    await fakeKlarnaCdn('abort');
    const faults = await Promise.all([
      faultOf(loadKlarnaPayments({src: url, attempts: 1})),
      copy
        .loadKlarnaPayments({src: url, attempts: 1})
        .catch((error: {code: string}) => error),
    ]);
    expect(faults.map((it) => (it as {code: string}).code)).to.deep.equal([
      'sdk-blocked',
      'sdk-blocked',
    ]);
  });

  it('waits for the connection when there is none', async () => {
    const online = Object.getOwnPropertyDescriptor(
      Navigator.prototype,
      'onLine',
    )!;
    Object.defineProperty(Navigator.prototype, 'onLine', {
      configurable: true,
      get: () => false,
    });
    try {
      await fakeKlarnaCdn('abort');
      const loading = loadKlarnaPayments({src: url, timeout: 60_000});
      await ended(tagsOf(url)[0]!);
      await fakeKlarnaCdn({body: script});
      await tasks(500);
      expect(await isPending(loading)).to.equal(true);
      window.dispatchEvent(new Event('online'));
      await loading;
    } finally {
      Object.defineProperty(Navigator.prototype, 'onLine', online);
    }
  });
});
