import {expect, oneEvent, waitUntil} from '@open-wc/testing';
import type {KlarnaPaymentsElement} from '../../src/element.js';
import {klarnaPage} from '../../src/klarna/page.js';
import {
  deferred,
  faultOf,
  givenElement,
  namesOf,
  readyElement,
  recordEvents,
  sessionAnswer,
  settled,
  tabsOf,
  untilStatus,
  visit,
  watchExceptions,
} from '../support/checkout.js';
import {needs} from '../support/engine.js';
import {
  installFakeKlarna,
  sessionOf,
  type FakeKlarna,
} from '../support/fake-klarna.js';
import {
  aPlace,
  containersIn,
  nest,
  placeElement,
  Sessions,
} from '../support/places.js';

describe('an element on a page that moves', () => {
  let klarna: FakeKlarna;
  let sessions: Sessions;

  beforeEach(() => {
    klarna = installFakeKlarna();
    sessions = new Sessions();
  });

  afterEach(() => {
    klarna.uninstall();
  });

  async function paying(): Promise<KlarnaPaymentsElement> {
    return readyElement({fetchSession: sessions.fetch});
  }

  describe('that leaves the document', () => {
    it('takes its containers away, all of them', async () => {
      const element = await paying();
      await visit(element, 1);
      expect(document.querySelectorAll('iframe')).to.have.length(2);
      element.remove();
      expect(containersIn(element)).to.have.length(0);
      expect(document.querySelectorAll('iframe')).to.have.length(0);
      expect(element.status).to.equal('idle');
    });

    it('does so also with what surrounds it', async () => {
      const {hosts, inner} = await nest('open', 'closed');
      const element = placeElement(inner, {fetchSession: sessions.fetch});
      await untilStatus(element, 'ready');
      hosts[0]!.remove();
      expect(hosts[0]!.childElementCount).to.equal(0);
      expect(hosts[1]!.childElementCount).to.equal(0);
      expect(element.childElementCount).to.equal(0);
    });

    it('gives up a session that is asked for, and its refresh()', async () => {
      const element = await paying();
      element.fetchSession = ({signal}) => {
        sessions.signals.push(signal);
        return new Promise(() => {});
      };
      const refreshed = faultOf(element.refresh());
      await settled();
      expect(sessions.signals).to.have.length(2);
      element.remove();
      expect(sessions.signals[1]!.aborted).to.equal(true);
      expect((await refreshed).code).to.equal('aborted');
    });

    it('gives up a refresh() that has not begun', async () => {
      const element = await paying();
      const refreshed = faultOf(element.refresh());
      element.remove();
      expect((await refreshed).code).to.equal('aborted');
      await settled();
      expect(sessions.signals).to.have.length(1);
    });

    it('gives up a widget that loads, and says nothing of it', async () => {
      klarna.next('load', 'never');
      const place = await aPlace();
      const element = placeElement(place, {fetchSession: sessions.fetch});
      await oneEvent(element, 'klarna-session');
      await settled();
      expect(klarna.of('load')).to.have.length(1);
      const events = recordEvents(element);
      element.remove();
      await settled();
      expect(namesOf(events)).to.deep.equal(['status']);

      // Nor does it keep others waiting.
      const other = await readyElement({
        fetchSession: async () => sessionAnswer('other'),
      });
      expect(other.status).to.equal('ready');
    });

    it('gives up a refresh() whose widget loads', async () => {
      const element = await paying();
      klarna.next('load', 'never');
      const refreshed = faultOf(element.refresh());
      await waitUntil(() => klarna.of('load').length === 2);
      element.remove();
      expect((await refreshed).code).to.equal('aborted');
    });

    for (const method of ['finalize', 'reauthorize'] as const) {
      it(`gives up a ${method}(), and keeps nobody waiting`, async () => {
        const element = await readyElement({
          fetchSession: sessions.fetch,
          manualFinalize: true,
        });
        await element.authorize();
        klarna.next(method, 'never');
        const asked = faultOf(element[method]());
        element.remove();
        const outcome = await Promise.race([asked, settled(500)]);
        // What nobody ends would keep the next tests waiting.
        klarnaPage().calls.clear();
        expect(outcome?.code).to.equal('aborted');
        expect(element.status).to.equal('idle');
      });
    }

    it('forgets its token', async () => {
      const element = await paying();
      await element.authorize();
      expect(element.authorizationToken).to.equal('authorized-s1');
      element.remove();
      expect(element.authorizationToken).to.equal(null);
    });

    it('rejects refresh() with aborted, and asks for nothing', async () => {
      const element = await paying();
      element.remove();
      expect((await faultOf(element.refresh())).code).to.equal('aborted');
      expect(sessions.signals).to.have.length(1);
    });

    it('takes what is set meanwhile for later', async () => {
      const element = await paying();
      const place = element.parentElement!;
      element.remove();
      element.revision = '2';
      element.category = 'pay_now';
      await settled();
      expect(sessions.signals).to.have.length(1);
      place.append(element);
      await untilStatus(element, 'ready');
      expect(sessions.signals).to.have.length(2);
      expect(element.category).to.equal('pay_now');
    });

    it('leaves no rejection alone when it goes at its first status', async () => {
      const watch = watchExceptions();
      const element = await givenElement();
      element.addEventListener('klarna-status', () => element.remove(), {
        once: true,
      });
      element.fetchSession = async () => {
        throw new Error('no');
      };
      await settled(50);
      watch.end();
      expect(watch.exceptions).to.deep.equal([]);
    });
  });

  describe('starts afresh', () => {
    it('when it comes back', async () => {
      const element = await paying();
      const place = element.parentElement!;
      await element.authorize();
      element.remove();
      await settled();
      place.append(element);
      await sessions.expectAfresh(element, klarna);
    });

    it('when it is taken out and put back in one task', async () => {
      const element = await paying();
      const place = element.parentElement!;
      element.remove();
      place.append(element);
      await sessions.expectAfresh(element, klarna);
    });

    it('when it is put elsewhere', async () => {
      const element = await paying();
      (await aPlace()).append(element);
      await sessions.expectAfresh(element, klarna);
    });

    it('once when it is put elsewhere several times in one task', async () => {
      const element = await paying();
      const places = [await aPlace(), await aPlace(), await aPlace()];
      for (const place of places) place.append(element);
      await sessions.expectAfresh(element, klarna);
    });

    it('when what surrounds it is put elsewhere', async () => {
      const {hosts, inner} = await nest('closed', 'open');
      const element = placeElement(inner, {fetchSession: sessions.fetch});
      await untilStatus(element, 'ready');
      (await aPlace()).append(hosts[0]!);
      await sessions.expectAfresh(element, klarna);
      expect(containersIn(hosts[0]!)).to.have.length(1);
    });

    it('while Klarna is being asked', async () => {
      const element = await paying();
      const place = element.parentElement!;
      klarna.next('authorize', 'never');
      const asked = faultOf(element.authorize());
      element.remove();
      place.append(element);
      expect((await asked).code).to.equal('aborted');
      await sessions.expectAfresh(element, klarna);
    });

    it('while its session is on the way', async () => {
      const first = deferred<unknown>();
      const element = placeElement(await aPlace(), {
        fetchSession: (context) => {
          const answer = sessions.fetch(context);
          return sessions.signals.length === 1 ? first.promise : answer;
        },
      });
      await untilStatus(element, 'loading');
      const place = element.parentElement!;
      element.remove();
      place.append(element);
      await untilStatus(element, 'ready');
      first.resolve(sessionAnswer('late'));
      await settled();
      expect(
        klarna.of('load').map(({token}) => sessionOf(token!)),
      ).to.deep.equal(['s2']);
      expect(element.status).to.equal('ready');
    });

    it('when another document had adopted it', async () => {
      const element = await paying();
      const place = element.parentElement!;
      document.implementation.createHTMLDocument().adoptNode(element);
      expect(element.status).to.equal('idle');
      place.append(element);
      await sessions.expectAfresh(element, klarna);
    });

    it('and looks as before, when another document had adopted it', async () => {
      const element = await paying();
      const place = element.parentElement!;
      const look = () => {
        const tab = getComputedStyle(tabsOf(element)[0]!);
        const {display} = getComputedStyle(element);
        return [display, tab.display, tab.borderRadius];
      };
      const before = look();
      document.implementation.createHTMLDocument().adoptNode(element);
      place.append(element);
      await untilStatus(element, 'ready');
      expect(look()).to.deep.equal(before);
    });

    it('when it comes out of a frame, whose form it lets nobody send', async () => {
      const element = placeElement(await aPlace(), {
        name: 'klarna',
        fetchSession: sessions.fetch,
      });
      await untilStatus(element, 'ready');
      const place = element.parentElement!;
      const frame = document.createElement('iframe');
      place.append(frame);
      const other = frame.contentDocument!;
      const form = other.createElement('form');
      other.body.append(form);
      form.append(element);
      await untilStatus(element, 'ready');
      let isSent = false;
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        isSent = true;
      });
      form.requestSubmit();
      // There, Klarna's script finds no widget.
      await untilStatus(element, 'error');
      expect(isSent).to.equal(false);
      place.append(element);
      await untilStatus(element, 'ready');
      expect((await element.authorize()).outcome).to.equal('authorized');
    });

    it('when its own document adopts it', async () => {
      const element = await paying();
      const place = element.parentElement!;
      document.adoptNode(element);
      expect(element.parentNode === null).to.equal(true);
      place.append(element);
      await sessions.expectAfresh(element, klarna);
    });
  });

  it('is another after its markup has been written again', async () => {
    const place = await aPlace();
    const element = placeElement(place, {fetchSession: sessions.fetch});
    await untilStatus(element, 'ready');
    place.innerHTML = '<klarna-payments></klarna-payments>';
    const other = place.querySelector('klarna-payments')!;
    other.fetchSession = sessions.fetch;
    expect(element.status).to.equal('idle');
    await sessions.expectAfresh(other, klarna);
  });

  it('goes on through a view transition', async function () {
    await needs(this, 'view transitions');
    const element = await paying();
    const frame = element.querySelector('iframe')!;
    const inside = frame.contentWindow;
    element.style.viewTransitionName = 'klarna';
    const transition = document.startViewTransition(() => {
      element.parentElement!.style.paddingTop = '40px';
    });
    await transition.updateCallbackDone;
    await Promise.allSettled([transition.ready, transition.finished]);
    expect(frame.contentWindow === inside).to.equal(true);
    expect(element.status).to.equal('ready');
    expect(sessions.signals).to.have.length(1);
    expect(klarna.of('load')).to.have.length(1);
  });

  describe('that comes out of the history', () => {
    function show(persisted: boolean) {
      window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted}));
    }

    it('starts afresh', async () => {
      const element = await paying();
      await element.authorize();
      show(true);
      expect(element.authorizationToken).to.equal(null);
      await sessions.expectAfresh(element, klarna);
    });

    it('gives up what was under way when the page froze', async () => {
      const element = await paying();
      klarna.next('authorize', 'never');
      const asked = faultOf(element.authorize());
      show(true);
      expect((await asked).code).to.equal('aborted');
      await sessions.expectAfresh(element, klarna);
    });

    it('goes on if the page was not kept', async () => {
      const element = await paying();
      await element.authorize();
      show(false);
      await settled();
      expect(element.authorizationToken).to.equal('authorized-s1');
      expect(sessions.signals).to.have.length(1);
    });

    it('does nothing once it has left', async () => {
      const element = await paying();
      element.remove();
      show(true);
      await settled();
      expect(element.status).to.equal('idle');
      expect(sessions.signals).to.have.length(1);
    });
  });
});
