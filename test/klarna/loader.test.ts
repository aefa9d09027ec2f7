import {expect} from '@open-wc/testing';
import {defaultSdkUrl, loadKlarnaPayments} from '../../src/klarna/loader.js';
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
import {faultOf, tasks} from './widgets.js';

describe("the loader of Klarna's script", () => {
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

  it('adds a tag in the task of the call and resolves with the API', async () => {
    const loading = loadKlarnaPayments({src: url});
    expect(tagsOf(url)).to.have.lengthOf(1);
    expect(await loading).to.equal(window.Klarna?.Payments);
    expect(window.evaluations).to.equal(1);
  });

  it("asks Klarna's address unless told another", async () => {
    await loadKlarnaPayments();
    expect(tagsOf('https://x.klarnacdn.net/kp/lib/v1/api.js')).to.have.lengthOf(
      1,
    );
    delete window.Klarna;
    document.head.querySelector(`script[src="${defaultSdkUrl}"]`)?.remove();
    await loadKlarnaPayments({src: ''});
    expect(tagsOf(defaultSdkUrl)).to.have.lengthOf(1);
  });

  it('adds one tag for all who ask, also from another copy', async () => {
    const all = await Promise.all([
      loadKlarnaPayments({src: url}),
      copy.loadKlarnaPayments({src: url}),
      loadKlarnaPayments({src: url}),
      copy.loadKlarnaPayments({src: url}),
    ]);
    all.push(await copy.loadKlarnaPayments({src: url}));
    expect(new Set(all).size).to.equal(1);
    expect(tagsOf(url)).to.have.lengthOf(1);
    expect(window.evaluations).to.equal(1);
  });

  it('does not wait for a tag that only has the same path', async () => {
    await fakeKlarnaCdn({body: script, delayFirst: 2_000});
    const other = addTag(freshUrl());
    const otherEnded = ended(other);
    await loadKlarnaPayments({src: url});
    expect(tagsOf(url)).to.have.lengthOf(1);
    expect(window.evaluations).to.equal(1);
    expect(await otherEnded, 'it comes later').to.equal('load');
  });

  it('uses Klarna.Payments that is there, whatever brought it', async () => {
    const payments = {} as never;
    window.Klarna = {Payments: payments};
    expect(await loadKlarnaPayments({src: url})).to.equal(payments);
    expect(tagsOf(url)).to.have.lengthOf(0);
  });

  it("is not misled by another product's window.Klarna", async () => {
    window.Klarna = {};
    const other = window.Klarna;
    expect(await loadKlarnaPayments({src: url})).to.equal(
      window.Klarna.Payments,
    );
    expect(window.Klarna).to.equal(other);
  });

  it('takes its tag out when another script was faster', async () => {
    await fakeKlarnaCdn({body: script, delayFirst: 2_000});
    const loading = loadKlarnaPayments({src: url});
    const tag = tagsOf(url)[0]!;
    addTag(freshUrl());
    expect(await loading).to.equal(window.Klarna?.Payments);
    expect(tag.isConnected).to.equal(false);
    await tasks(2_500);
    expect(window.evaluations, 'the late one does not run').to.equal(1);
  });

  it('finds the tag of a page that has named something `scripts`', async () => {
    const image = document.body.appendChild(document.createElement('img'));
    image.name = 'scripts';
    expect(document.scripts).to.equal(image);
    addTag(url);
    try {
      await loadKlarnaPayments({src: url});
    } finally {
      image.remove();
    }
    expect(tagsOf(url)).to.have.lengthOf(1);
    expect(window.evaluations).to.equal(1);
  });

  it('passes the nonce as a property', async () => {
    await loadKlarnaPayments({src: url, nonce: 'abc'});
    const tag = tagsOf(url)[0]!;
    expect(tag.nonce).to.equal('abc');
    expect(tag.outerHTML).not.to.contain('abc');
  });

  it('asks without CORS', async () => {
    await loadKlarnaPayments({src: url});
    expect(tagsOf(url)[0]?.crossOrigin).to.equal(null);
  });

  for (const src of ['http://', 'data:text/javascript,0', 'javascript:0']) {
    it(`rejects with configuration for ${src}`, async () => {
      const fault = await faultOf(loadKlarnaPayments({src}));
      expect(fault.code).to.equal('configuration');
      expect(fault.message).to.contain('src');
    });
  }

  it('takes an address relative to the page', async () => {
    const fault = await faultOf(
      loadKlarnaPayments({src: './no-such-script.js', attempts: 1}),
    );
    expect(fault.code).to.equal('sdk-blocked');
    expect(fault.message).to.contain(location.origin);
  });

  describe('when a caller gives up', () => {
    it('adds no tag if that was before', async () => {
      const fault = await faultOf(
        loadKlarnaPayments({src: url, signal: AbortSignal.abort('why')}),
      );
      expect(fault.code).to.equal('aborted');
      expect(fault.cause).to.equal('why');
      expect(tagsOf(url)).to.have.lengthOf(0);
    });

    it('rejects for this caller only', async () => {
      await fakeKlarnaCdn({body: script, delay: 50});
      const gaveUp = new AbortController();
      const first = loadKlarnaPayments({src: url, signal: gaveUp.signal});
      const second = copy.loadKlarnaPayments({src: url});
      gaveUp.abort();
      expect((await faultOf(first)).code).to.equal('aborted');
      expect(await second).to.equal(window.Klarna?.Payments);
    });

    it('still finishes the download when all have', async () => {
      await fakeKlarnaCdn({body: script, delay: 50});
      const gaveUp = new AbortController();
      const loading = loadKlarnaPayments({src: url, signal: gaveUp.signal});
      const tag = tagsOf(url)[0]!;
      gaveUp.abort();
      await faultOf(loading);
      expect(await ended(tag)).to.equal('load');
      await loadKlarnaPayments({src: url});
      expect(window.evaluations).to.equal(1);
    });
  });

  describe('klarnaAsyncCallback', () => {
    it("of the page is called, and stays the page's", async () => {
      let called = 0;
      const own = () => {
        called++;
        expect(window.Klarna?.Payments).to.be.an('object');
      };
      window.klarnaAsyncCallback = own;
      await loadKlarnaPayments({src: url});
      expect(called).to.equal(1);
      expect(window.klarnaAsyncCallback).to.equal(own);
    });

    it('that the page sets meanwhile is left alone', async () => {
      const loading = loadKlarnaPayments({src: url});
      let called = 0;
      const own = () => called++;
      window.klarnaAsyncCallback = own;
      await loading;
      expect(called).to.equal(1);
      expect(window.klarnaAsyncCallback).to.equal(own);
    });

    it('is not needed: the load event will do', async () => {
      await fakeKlarnaCdn({
        body: 'window.Klarna = {Payments: {}}',
      });
      await loadKlarnaPayments({src: url});
      expect(tagsOf(url)).to.have.lengthOf(1);
    });
  });
});
