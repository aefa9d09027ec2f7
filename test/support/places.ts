import {expect, fixture, html} from '@open-wc/testing';
import type {FetchSession, KlarnaPaymentsElement} from '../../src/element.js';
import {sessionAnswer, settled, untilStatus} from './checkout.js';
import {sessionOf, type FakeKlarna} from './fake-klarna.js';

/** Hosts of shadow roots, one within the other. */
export interface Nest {
  /** The one in the document first. */
  hosts: HTMLElement[];
  roots: ShadowRoot[];
  /** The innermost root. */
  inner: ShadowRoot;
}

/** Builds shadow roots within each other, the outermost one's mode first. */
export async function nest(...modes: ShadowRootMode[]): Promise<Nest> {
  const outermost = await fixture<HTMLElement>(html`<div></div>`);
  const hosts: HTMLElement[] = [];
  const roots: ShadowRoot[] = [];
  for (const mode of modes) {
    const host = hosts.length ? document.createElement('div') : outermost;
    roots.at(-1)?.append(host);
    hosts.push(host);
    roots.push(host.attachShadow({mode}));
  }
  return {hosts, roots, inner: roots.at(-1)!};
}

/** A place in the document. */
export function aPlace(): Promise<HTMLElement> {
  return fixture<HTMLElement>(html`<div></div>`);
}

/** An element that stands in the document, or in a root of it. */
export function placeElement(
  place: ParentNode,
  properties: Partial<KlarnaPaymentsElement> = {},
): KlarnaPaymentsElement {
  const element = document.createElement('klarna-payments');
  Object.assign(element, properties);
  place.append(element);
  return element;
}

/** Where the element's widgets really stand: children of the outermost host. */
export function containersIn(host: Element): HTMLElement[] {
  return [...host.querySelectorAll<HTMLElement>(':scope > div[slot]')];
}

/** A shop with a new session for every request: `s1`, `s2` and so on. */
export class Sessions {
  /** One for each request. */
  readonly signals: AbortSignal[] = [];

  readonly fetch: FetchSession = async ({signal}) => {
    this.signals.push(signal);
    return sessionAnswer(`s${this.signals.length}`);
  };

  /** The element is as new: the second session, one frame, no old token. */
  async expectAfresh(
    element: KlarnaPaymentsElement,
    klarna: FakeKlarna,
  ): Promise<void> {
    await untilStatus(element, 'ready');
    await settled();
    expect(this.signals).to.have.length(2);
    expect(this.signals[0]!.aborted, 'its first life is over').to.equal(true);
    expect(klarna.of('load').map(({token}) => sessionOf(token!))).to.deep.equal(
      ['s1', 's2'],
    );
    expect(document.querySelectorAll('iframe')).to.have.length(1);
    expect(element.authorizationToken).to.equal(null);
    expect(await element.authorize()).to.include({
      authorizationToken: 'authorized-s2',
    });
  }
}

/** A style sheet of the page, until the test is over. */
export async function pageStyle(css: string): Promise<void> {
  const sheet = document.createElement('style');
  sheet.textContent = css;
  (await aPlace()).append(sheet);
}

/** The very same nodes; to print them would take for ever if they are not. */
export function expectSame(
  actual: readonly unknown[],
  expected: readonly unknown[],
): void {
  expect(actual.length).to.equal(expected.length);
  for (const [index, item] of actual.entries()) {
    expect(item === expected[index], `the same at ${index}`).to.equal(true);
  }
}
