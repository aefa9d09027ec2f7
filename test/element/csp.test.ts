import {expect, waitUntil} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import type {FakeKlarna} from '../support/fake-klarna.js';
import {partsOf, tabsOf, untilStatus, visitAll} from '../support/checkout.js';

/** A page of its own, under a Content Security Policy. */
interface GuardedPage extends Window {
  violations: string[];
  klarna: FakeKlarna;
  element: KlarnaPaymentsElement;
  trustedTypes?: {defaultPolicy: unknown};
}

describe('the element under a Content Security Policy', () => {
  const frames = new Set<HTMLIFrameElement>();

  afterEach(() => {
    for (const frame of frames) frame.remove();
    frames.clear();
  });

  async function openPage(policy: string): Promise<GuardedPage> {
    const frame = document.createElement('iframe');
    frames.add(frame);
    frame.style.cssText = 'inline-size: 800px; block-size: 600px';
    frame.srcdoc = `<!doctype html>
      <meta http-equiv="content-security-policy" content="${policy}">
      <script nonce="n1">
        window.violations = [];
        document.addEventListener('securitypolicyviolation', (event) => {
          violations.push(event.effectiveDirective + ' ' + event.blockedURI);
        });
      </script>
      <body></body>
      <script type="module" nonce="n1">
        import '/src/index.ts';
        import {fakeToken, installFakeKlarna}
          from '/test/support/fake-klarna.ts';
        window.klarna = installFakeKlarna();
        window.element = document.createElement('klarna-payments');
        element.clientToken = fakeToken('s1');
        element.categories = ['a', 'b', 'c'].map((identifier) =>
          ({identifier, name: 'Pay ' + identifier}));
        document.body.append(element);
      </script>`;
    const loaded = new Promise((resolve) => {
      frame.addEventListener('load', resolve);
    });
    document.body.append(frame);
    await loaded;
    return frame.contentWindow as unknown as GuardedPage;
  }

  const policies = {
    "without 'unsafe-inline'":
      "default-src 'none'; script-src 'self' 'nonce-n1'; style-src 'self'; connect-src 'self'; frame-src 'self'",
    'without any style':
      "script-src 'self' 'nonce-n1'; style-src 'none'; style-src-attr 'none'",
    'with Trusted Types':
      "script-src 'self' 'nonce-n1'; require-trusted-types-for 'script'; trusted-types lit-html klarna-payments",
  };

  for (const [how, policy] of Object.entries(policies)) {
    it(`shows, loads, authorizes and fails without a violation (${how})`, async () => {
      const {element, klarna, violations, trustedTypes} =
        await openPage(policy);
      await visitAll(element);
      expect((await element.authorize()).outcome).to.equal('authorized');
      klarna.next('authorize', {
        answer: {
          approved: false,
          show_form: true,
          error: {invalid_fields: ['billing_address.email']},
        },
      });
      await element.authorize();
      klarna.next('authorize', {answer: {approved: false, show_form: false}});
      await element.authorize();
      await untilStatus(element, 'ready');
      element.clientToken = 'no token';
      await untilStatus(element, 'error');
      expect(partsOf(element, 'retry-button')).to.have.length(1);
      expect(violations).to.deep.equal([]);
      if (trustedTypes) expect(trustedTypes.defaultPolicy).to.equal(null);
    });

    it(`looks as it does anywhere (${how})`, async () => {
      const {element} = await openPage(policy);
      await untilStatus(element, 'ready');
      const [selected, other] = tabsOf(element).map((tab) =>
        getComputedStyle(tab),
      );
      expect(getComputedStyle(element).display).to.equal('block');
      expect(selected!.display).to.equal('flex');
      expect(selected!.borderRadius).to.equal('8px');
      expect(selected!.boxShadow).not.to.equal('none');
      expect(other!.boxShadow).to.equal('none');
    });
  }

  for (const [what, endpoint] of Object.entries({
    'the page’s own': '/klarna/session',
    'another host’s': 'https://api.shop.example/klarna/session?visitor=7',
  })) {
    it(`28. names the connect-src that ${what} endpoint needs, and no whole address`, async () => {
      const {element} = await openPage(
        "script-src 'self' 'nonce-n1'; connect-src https://x.klarnacdn.net",
      );
      element.clientToken = '';
      element.endpoint = endpoint;
      await waitUntil(() => element.error);
      const {code, message} = element.error!;
      expect(code).to.equal('session-request');
      const {origin} = new URL(endpoint, location.href);
      expect(message).to.equal(
        `endpoint did not answer: the page's policy lacks connect-src ${origin}`,
      );
    });
  }

  it('28. speaks of no policy where an endpoint cannot be reached', async () => {
    const {element} = await openPage(
      "script-src 'self' 'nonce-n1'; connect-src 'self'",
    );
    element.clientToken = '';
    Object.assign(element, {
      endpoint: '/klarna/session',
      fetchSession: () => Promise.reject(new TypeError('Failed')),
    });
    await waitUntil(() => element.error);
    expect(element.error!.message).to.equal('endpoint did not answer');
  });

  it('would hear of a violation', async () => {
    const {violations} = await openPage("script-src 'self' 'nonce-n1'");
    const frame = [...frames].at(-1)!;
    const script = frame.contentDocument!.createElement('script');
    script.textContent = 'violations.push("it ran")';
    frame.contentDocument!.body.append(script);
    await waitUntil(() => violations.length);
    expect(violations).to.deep.equal(['script-src-elem inline']);
  });
});
