import {expect, html, oneEvent} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {
  faultOf,
  givenElement,
  partsOf,
  replaceFetch,
  sessionAnswer,
  settled,
  untilStatus,
} from '../support/checkout.js';
import {givenForm, valuesOf} from '../support/checkout-form.js';
import {installFakeKlarna, type FakeKlarna} from '../support/fake-klarna.js';
import {shownBy} from '../support/shopper.js';

/** An answer as RFC 9457 has it. */
function problem(status: number, body: object): Response {
  return Response.json(body, {
    status,
    headers: {'content-type': 'application/problem+json'},
  });
}

const ordered = {
  type: 'about:blank',
  title: 'The order stands',
  code: 'already-ordered',
  redirect_url: 'https://shop.example/orders/7',
};

describe('what the shop’s server says of a fault', () => {
  let klarna: FakeKlarna;
  let restoreFetch = () => {};

  beforeEach(() => {
    klarna = installFakeKlarna();
  });

  afterEach(() => {
    restoreFetch();
    klarna.uninstall();
  });

  /** An element whose endpoint answers that. */
  async function refused(
    answer: () => Response,
  ): Promise<KlarnaPaymentsElement> {
    restoreFetch = replaceFetch(answer);
    const element = await givenElement({endpoint: '/klarna/session'});
    await untilStatus(element, 'error');
    return element;
  }

  for (const status of [400, 401, 404, 409, 422, 500, 503]) {
    it(`32. reaches the page with status ${status}`, async () => {
      const body = {title: 'No session', detail: 'order_lines[0]', status};
      const {error} = await refused(() => problem(status, body));
      expect(error?.code).to.equal('session-request');
      expect(error?.cause).to.deep.equal({status, problem: body});
      expect(error?.message).to.equal(`endpoint answered ${status}`);
      expect(error?.recoverable).to.equal(true);
    });
  }

  for (const [what, body] of Object.entries({
    'a page': '<!doctype html><p>Bad gateway</p>',
    nothing: null,
    'a list': '[1]',
    'a text': '"no"',
  })) {
    it(`32. is the status alone where the body is ${what}`, async () => {
      const {error} = await refused(() => new Response(body, {status: 502}));
      expect(error?.code).to.equal('session-request');
      expect(error?.cause).to.deep.equal({status: 502});
    });
  }

  it('32. is a session-response where a log-in page comes instead', async () => {
    const login = '<!doctype html><input value="s3cret">';
    const {error} = await refused(
      () => new Response(login, {headers: {'content-type': 'text/html'}}),
    );
    expect(error?.code).to.equal('session-response');
    expect(`${error?.message} ${String(error?.cause)}`).not.to.contain(
      's3cret',
    );
  });

  for (const [what, isNamed, violation] of [
    ['what the policy keeps from it', true, {}],
    ['nothing that a policy merely reports', false, {disposition: 'report'}],
    [
      'nothing that is kept from another address',
      false,
      {blockedURI: 'https://elsewhere.example/session'},
    ],
    [
      'nothing but what scripts may ask',
      false,
      {effectiveDirective: 'img-src'},
    ],
  ] as const) {
    it(`28. names ${what} where the endpoint cannot be asked`, async () => {
      const origin = `https://${crypto.randomUUID()}.shop.example`;
      restoreFetch = replaceFetch(() => {
        document.dispatchEvent(
          new SecurityPolicyViolationEvent('securitypolicyviolation', {
            blockedURI: `${origin}/session?visitor=7`,
            disposition: 'enforce',
            documentURI: location.href,
            effectiveDirective: 'connect-src',
            originalPolicy: '',
            statusCode: 200,
            violatedDirective: 'connect-src',
            ...violation,
          }),
        );
        throw new TypeError('Failed to fetch');
      });
      const element = await givenElement({endpoint: `${origin}/session`});
      await untilStatus(element, 'error');
      expect(element.error?.code).to.equal('session-request');
      expect(element.error?.message).to.equal(
        `endpoint did not answer${isNamed ? `: the page's policy lacks connect-src ${origin}` : ''}`,
      );
    });
  }

  describe('that the visitor has ordered already', () => {
    it('is said, with a way to the order and none to try again', async () => {
      const element = await refused(() => problem(409, ordered));
      const {error} = element;
      expect(error?.code).to.equal('already-ordered');
      expect(error?.recoverable).to.equal(false);
      expect(error?.cause).to.deep.equal({status: 409, problem: ordered});
      expect(shownBy(element)).to.match(/Your order has been placed\./);
      const links = [...element.shadowRoot!.querySelectorAll('a')];
      expect(links.map(({href}) => href)).to.deep.equal([ordered.redirect_url]);
      expect(links[0]!.closest('[role=alert]')).not.to.equal(null);
      expect(partsOf(element, 'retry-button')).to.deep.equal([]);
      expect(element.shadowRoot!.querySelector('[name=error]')).to.equal(null);
    });

    for (const url of [
      undefined,
      7,
      '',
      '/orders/7',
      '//evil.example/',
      'javascript:alert(1)',
      ' javascript:alert(1)//https://shop.example',
      'data:text/html,<p>https://shop.example',
      'ftp://shop.example/orders/7',
    ]) {
      it(`is said without a link to ${JSON.stringify(url)}`, async () => {
        const element = await refused(() =>
          problem(409, {...ordered, redirect_url: url}),
        );
        expect(shownBy(element)).to.equal('Your order has been placed.');
        expect(element.shadowRoot!.querySelector('a')).to.equal(null);
      });
    }

    it('is said by fetchSession as well', async () => {
      const element = await givenElement({
        fetchSession: () => Promise.reject({status: 409, problem: ordered}),
      });
      await untilStatus(element, 'error');
      expect(element.error?.code).to.equal('already-ordered');
      expect(element.shadowRoot!.querySelector('a')?.href).to.equal(
        ordered.redirect_url,
      );
    });

    for (const [what, answer] of Object.entries({
      'another code': () => problem(409, {...ordered, code: 'in-progress'}),
      'another status': () => problem(403, ordered),
    })) {
      it(`is not what ${what} says`, async () => {
        const element = await refused(answer);
        expect(element.error?.code).to.equal('session-request');
        expect(partsOf(element, 'retry-button')).to.have.length(1);
      });
    }

    it('has nobody asked by a submit, and none sent', async () => {
      let requests = 0;
      restoreFetch = replaceFetch(() => {
        requests++;
        return problem(409, ordered);
      });
      const {form, element, button, submits} = await givenForm(
        html`<input name="given" autocomplete="given-name" value="Ada" />`,
        {endpoint: '/klarna/session'},
      );
      await untilStatus(element, 'error');
      button.click();
      form.requestSubmit();
      await settled();
      expect(submits).to.deep.equal([]);
      expect(requests).to.equal(1);
      expect(klarna.of('authorize')).to.deep.equal([]);
      expect(Object.keys(valuesOf(form))).to.deep.equal(['given']);
    });

    it('rejects authorize() with not-ready and itself as the cause', async () => {
      const element = await refused(() => problem(409, ordered));
      const error = await faultOf(element.authorize());
      expect(error.code).to.equal('not-ready');
      expect(error.cause).to.equal(element.error);
    });

    for (const [how, ask] of Object.entries({
      'refresh()': (element: KlarnaPaymentsElement) => element.refresh(),
      'another revision': async (element: KlarnaPaymentsElement) => {
        const loaded = oneEvent(element, 'klarna-load');
        element.revision = '2';
        await loaded;
      },
    })) {
      it(`is asked again by ${how}`, async () => {
        const answers = [problem(409, ordered), Response.json(sessionAnswer())];
        const element = await refused(() => answers.shift()!);
        await ask(element);
        await untilStatus(element, 'ready');
        expect(element.error).to.equal(null);
        expect(shownBy(element)).to.equal('');
      });
    }
  });
});
