import {expect} from '@open-wc/testing';
import {loadKlarnaPayments, onScriptReleased} from '../../src/klarna/loader.js';
import {fakeKlarnaCdn} from '../support/shop.js';
import {forgetScripts, freshUrl, script, tagsOf} from './script-tags.js';
import {faultOf, isPending, shortenTimer, tasks} from './widgets.js';

/** How consent managers hold a script back, by their attributes. */
const ways: ReadonlyArray<{
  manager: string;
  attributes: (url: string) => Record<string, string>;
}> = [
  {
    manager: 'a plain text with the address',
    attributes: (src) => ({type: 'text/plain', src}),
  },
  {
    manager: 'a plain text with a category (Cookiebot, OneTrust)',
    attributes: (src) => ({
      type: 'text/plain',
      src,
      'data-cookieconsent': 'marketing',
      class: 'optanon-category-C0003',
    }),
  },
  {
    manager: 'an address in data-src (Klaro)',
    attributes: (src) => ({
      type: 'text/plain',
      'data-type': 'text/javascript',
      'data-src': src,
      'data-name': 'klarna',
    }),
  },
  {
    manager: 'a type of its own (yett, CookieYes)',
    attributes: (src) => ({type: 'javascript/blocked', src}),
  },
  {
    manager: 'an address in an attribute of its own (Complianz)',
    attributes: (src) => ({type: 'text/plain', 'data-cmplz-src': src}),
  },
];

/** How they release it. */
const releases: ReadonlyArray<{
  how: string;
  release: (held: HTMLScriptElement, url: string) => void;
}> = [
  {
    how: 'a new tag instead',
    release: (held, url) => held.replaceWith(scriptOf({src: url})),
  },
  {
    how: 'a new tag beside it',
    release: (held, url) => held.after(scriptOf({src: url})),
  },
  {
    how: 'a copy with another type',
    release(held, url) {
      const copy = held.cloneNode() as HTMLScriptElement;
      const fresh = scriptOf({type: 'text/javascript'});
      for (const {name, value} of copy.attributes) {
        if (name !== 'type') fresh.setAttribute(name, value);
      }
      fresh.src = url;
      held.replaceWith(fresh);
    },
  },
  {
    how: 'its type and address given back, and put in again',
    release(held, url) {
      const parent = held.parentNode!;
      held.type = 'text/javascript';
      held.src = url;
      held.remove();
      parent.append(held);
    },
  },
  {
    how: "Klarna's script by another way",
    release: () => {
      window.Klarna = {Payments: {} as never};
    },
  },
];

function scriptOf(attributes: Record<string, string>): HTMLScriptElement {
  const tag = document.createElement('script');
  for (const [name, value] of Object.entries(attributes)) {
    tag.setAttribute(name, value);
  }
  return tag;
}

describe('17. a script that the page holds back', () => {
  let url: string;
  const held = new Set<HTMLScriptElement>();

  function hold(attributes: Record<string, string>): HTMLScriptElement {
    const tag = scriptOf(attributes);
    held.add(tag);
    document.head.append(tag);
    return tag;
  }

  /** Nothing of Klarna's has been asked for. */
  function expectHeld(tag: HTMLScriptElement) {
    expect(tag.isConnected, 'it is left alone').to.equal(true);
    expect(tagsOf(url).filter((it) => it !== tag)).to.deep.equal([]);
    expect(performance.getEntriesByName(url)).to.deep.equal([]);
  }

  beforeEach(async () => {
    url = freshUrl();
    await fakeKlarnaCdn({body: script});
  });

  afterEach(() => {
    for (const tag of held) tag.remove();
    held.clear();
    forgetScripts();
  });

  for (const {manager, attributes} of ways) {
    it(`waits while it is ${manager}`, async () => {
      const tag = hold(attributes(url));
      const loading = loadKlarnaPayments({src: url, timeout: 3_000});
      await tasks(600);
      expect(await isPending(loading)).to.equal(true);
      expectHeld(tag);

      tag.replaceWith(scriptOf({src: url}));
      expect(await loading).to.equal(window.Klarna?.Payments);
      expect(window.evaluations, 'it runs once').to.equal(1);
    });
  }

  for (const {how, release} of releases) {
    for (const {manager, attributes} of ways.slice(0, 3)) {
      it(`goes on with ${how}, after ${manager}`, async () => {
        const tag = hold(attributes(url));
        const loading = loadKlarnaPayments({src: url});
        await tasks(20);
        release(tag, url);
        expect(await loading).to.equal(window.Klarna?.Payments);
        expect(window.evaluations ?? 1, 'it runs once').to.equal(1);
      });
    }
  }

  it('still waits when the tag is taken out', async () => {
    const tag = hold({type: 'text/plain', src: url});
    const loading = loadKlarnaPayments({src: url, timeout: 3_000});
    tag.remove();
    await tasks(500);
    expect(await isPending(loading)).to.equal(true);
    expect(performance.getEntriesByName(url)).to.deep.equal([]);
    document.head.append(scriptOf({src: url}));
    await loading;
  });

  it('rejects with sdk-blocked after half a minute and takes nothing out', async () => {
    const restore = shortenTimer(30_000, 300);
    const tag = hold({type: 'text/plain', src: url});
    const fault = await faultOf(loadKlarnaPayments({src: url})).finally(
      restore,
    );
    expect(fault.code).to.equal('sdk-blocked');
    expect(fault.recoverable).to.equal(true);
    expect(fault.message).to.contain(url);
    expectHeld(tag);
  });

  it('tells of a release after that, once', async () => {
    const restore = shortenTimer(30_000, 50);
    const tag = hold({type: 'text/plain', src: url});
    await faultOf(loadKlarnaPayments({src: url})).finally(restore);
    let told = 0;
    onScriptReleased(url, () => told++);
    const end = onScriptReleased(url, () => expect.fail('has ended'));
    end();
    await tasks(500);
    expect(told).to.equal(0);
    tag.replaceWith(scriptOf({src: url}));
    await loadKlarnaPayments({src: url});
    await tasks(500);
    expect(told).to.equal(1);
    expect(window.evaluations).to.equal(1);
  });

  it('tells of no release where nothing was held back', async () => {
    await fakeKlarnaCdn('abort');
    await faultOf(loadKlarnaPayments({src: url, attempts: 1}));
    let told = 0;
    onScriptReleased(url, () => told++);
    window.Klarna = {Payments: {} as never};
    await tasks(500);
    expect(told).to.equal(0);
  });

  it('is our own tag, if the page changes its type as it is made', async () => {
    // Some managers watch what `createElement` makes.
    const real = document.createElement.bind(document);
    document.createElement = ((name: string) => {
      const element = real(name);
      if (element instanceof HTMLScriptElement) {
        element.type = 'javascript/blocked';
      }
      return element;
    }) as typeof real;
    const loading = loadKlarnaPayments({src: url, timeout: 3_000});
    delete (document as {createElement?: unknown}).createElement;
    await tasks(700);
    const [tag] = tagsOf(url);
    expect(tag?.type).to.equal('javascript/blocked');
    expectHeld(tag!);
    expect(await isPending(loading)).to.equal(true);
    tag!.replaceWith(scriptOf({src: url}));
    await loading;
    expect(window.evaluations).to.equal(1);
  });

  it('is no tag of another address', async () => {
    const tag = hold({type: 'text/plain', src: `${url}0`});
    await loadKlarnaPayments({src: url});
    expect(tag.isConnected).to.equal(true);
  });

  for (const type of [
    '',
    'text/javascript',
    'TEXT/JavaScript',
    ' application/javascript ',
    'application/x-javascript',
    'text/ecmascript',
    'text/javascript1.5',
    'text/jscript',
  ]) {
    it(`is no tag of the type ${JSON.stringify(type)}`, async () => {
      document.head.append(scriptOf({type, src: url}));
      await loadKlarnaPayments({src: url});
      expect(tagsOf(url)).to.have.lengthOf(1);
      expect(window.evaluations).to.equal(1);
    });
  }
});

describe("17. a tag that looks like one of Klarna's script", () => {
  let url: string;

  beforeEach(async () => {
    url = freshUrl();
    await fakeKlarnaCdn({body: script});
  });

  afterEach(forgetScripts);

  it('and was put there by innerHTML gets three seconds on a page that is there', async () => {
    const template = document.createElement('div');
    template.innerHTML = `<script src="${url}"><${'/'}script>`;
    document.head.append(...template.children);
    const began = performance.now();
    await loadKlarnaPayments({src: url});
    expect(performance.now() - began).to.be.within(2_900, 9_000);
    expect(window.evaluations).to.equal(1);
    expect(tagsOf(url)).to.have.lengthOf(0);
  });

  it('gets a whole attempt while the page is loading', async () => {
    Object.defineProperty(document, 'readyState', {
      configurable: true,
      get: () => 'interactive',
    });
    try {
      const template = document.createElement('div');
      template.innerHTML = `<script src="${url}"><${'/'}script>`;
      document.head.append(...template.children);
      const loading = loadKlarnaPayments({src: url, timeout: 4_000});
      await tasks(3_300);
      expect(tagsOf(url), 'still waiting').to.have.lengthOf(1);
      await loading;
    } finally {
      delete (document as {readyState?: unknown}).readyState;
    }
    expect(window.evaluations).to.equal(1);
  });

  it('with nomodule is dead', async () => {
    document.head.append(scriptOf({nomodule: '', src: url}));
    await loadKlarnaPayments({src: url, timeout: 2_000});
    expect(tagsOf(url)).to.have.lengthOf(2);
    expect(window.evaluations).to.equal(1);
    document.querySelector('script[nomodule]')?.remove();
  });

  for (const whose of ['own', "page's"]) {
    it(`and leaves the document while it loads is heard (${whose})`, async () => {
      await fakeKlarnaCdn({body: script, delay: 300});
      if (whose === "page's") document.head.append(scriptOf({src: url}));
      const loading = loadKlarnaPayments({src: url});
      tagsOf(url)[0]!.remove();
      expect(await loading).to.equal(window.Klarna?.Payments);
      expect(window.evaluations).to.equal(1);
      expect(tagsOf(url)).to.have.lengthOf(0);
    });
  }

  it('and fails after it has left the document is replaced', async () => {
    await fakeKlarnaCdn('abort');
    const loading = loadKlarnaPayments({src: url});
    const tag = tagsOf(url)[0]!;
    const failed = new Promise((resolve) => (tag.onerror = resolve));
    tag.remove();
    await failed;
    await fakeKlarnaCdn({body: script});
    await loading;
    expect(window.evaluations).to.equal(1);
  });
});

describe('19. a page that is being prerendered', () => {
  let url: string;

  beforeEach(async () => {
    url = freshUrl();
    await fakeKlarnaCdn({body: script});
    Object.defineProperty(document, 'prerendering', {
      configurable: true,
      value: true,
    });
  });

  afterEach(() => {
    delete (document as {prerendering?: unknown}).prerendering;
    forgetScripts();
  });

  it('gets no script before it is shown', async () => {
    const loading = loadKlarnaPayments({src: url});
    await tasks(200);
    expect(tagsOf(url)).to.have.lengthOf(0);
    Object.defineProperty(document, 'prerendering', {
      configurable: true,
      value: false,
    });
    document.dispatchEvent(new Event('prerenderingchange'));
    await loading;
    expect(window.evaluations).to.equal(1);
  });

  it('may be given up before it is shown', async () => {
    const gone = new AbortController();
    const loading = loadKlarnaPayments({src: url, signal: gone.signal});
    gone.abort();
    expect((await faultOf(loading)).code).to.equal('aborted');
    expect(tagsOf(url)).to.have.lengthOf(0);
  });
});
