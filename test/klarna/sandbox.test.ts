import {expect} from '@open-wc/testing';
import {sendMouse} from '@web/test-runner-commands';
import {callWidget, onOverlay} from '../../src/klarna/calls.js';
import {loadKlarnaPayments} from '../../src/klarna/loader.js';
import type * as Calls from '../../src/klarna/calls.js';
import {importCopy} from '../support/second-copy.js';
import {openShop, sessionIdOf, type Shop} from '../support/shop.js';
import {faultOf, makeWidget, removeWidgets, type Widget} from './widgets.js';

describe("Klarna's script as the sandbox plays it", () => {
  let shop: Shop;

  beforeEach(async () => {
    shop = await openShop();
    await loadKlarnaPayments({src: shop.sdkUrl});
  });

  afterEach(async () => {
    removeWidgets();
    delete window.Klarna;
    await shop.close();
  });

  async function loaded(
    category: string,
    {callWidget: call} = {callWidget},
  ): Promise<Widget> {
    const {client_token: clientToken} = await shop.createSession();
    const widget = {...makeWidget('', category), clientToken};
    expect(await call('load', widget)).to.deep.equal({show_form: true});
    return widget;
  }

  it('pays each of two sessions with its own authorization', async () => {
    const copy = await importCopy<typeof Calls>('/src/klarna/calls.ts');
    const first = await loaded('pay_later');
    const second = await loaded('pay_later', copy);
    await shop.answer('approve', 'approve');
    // Klarna opens its purchase only for a page that the shopper has touched.
    await sendMouse({type: 'click', position: [1, 1]});
    const answers = await Promise.all([
      callWidget('authorize', first),
      copy.callWidget('authorize', second),
    ]);

    for (const [n, widget] of [first, second].entries()) {
      const session = await shop.readSession(sessionIdOf(widget.clientToken));
      expect(answers[n]?.authorization_token).to.be.a('string');
      expect(session.authorization_token).to.equal(
        answers[n]?.authorization_token,
      );
    }
  });

  it('finalizes and authorizes again after the widget is there', async () => {
    const widget = await loaded('pay_later');
    await shop.answer('approve', 'approve', 'approve');
    await sendMouse({type: 'click', position: [1, 1]});
    const {finalize_required: required} = await callWidget('authorize', {
      ...widget,
      manualFinalize: true,
    });
    expect(required).to.equal(true);
    expect((await callWidget('finalize', widget)).authorization_token).to.be.a(
      'string',
    );
    expect(
      (await callWidget('reauthorize', widget)).authorization_token,
    ).to.be.a('string');
  });

  it('reports its overlay', async () => {
    const heard: unknown[] = [];
    const end = onOverlay((...event) => heard.push(event));
    const widget = await loaded('pay_later');
    await shop.answer('approve');
    await sendMouse({type: 'click', position: [1, 1]});
    await callWidget('authorize', widget);
    end();
    expect(heard[0]).to.deep.equal([true, widget.instanceId]);
  });

  it('reports wrong calls as faults', async () => {
    const widget = await loaded('pay_later');
    const unknown = {
      ...makeWidget('', 'no_such'),
      clientToken: widget.clientToken,
    };
    expect((await faultOf(callWidget('load', unknown))).code).to.equal(
      'load-failed',
    );
    widget.container.remove();
    expect((await faultOf(callWidget('authorize', widget))).code).to.equal(
      'authorize-failed',
    );
    const noToken = {...widget, clientToken: 'no.token'};
    expect((await faultOf(callWidget('load', noToken))).code).to.equal(
      'client-token',
    );
  });
});
