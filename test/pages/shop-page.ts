import {expect, type FrameLocator, type Page} from '@playwright/test';
import {clickInFrame} from '../support/klarna-rig.frames.js';
import type {KlarnaAuthorizeData} from '../../src/klarna/types.js';

/** What a shopper types, by the labels of the form. */
export const ada: Readonly<Record<string, string>> = {
  'E-mail': 'ada@lovelace.example',
  Phone: '+44 7755 564318',
  'First name': 'Ada Zoë',
  'Last name': "O'Lovelace-Ångström",
  'Street and number': '12 St James’s Square',
  Postcode: 'SW1Y 4LE',
  Town: 'London',
};

/** The same as Klarna is to get it, to the letter. */
export const adasAddress = {
  email: 'ada@lovelace.example',
  phone: '+44 7755 564318',
  given_name: 'Ada Zoë',
  family_name: "O'Lovelace-Ångström",
  street_address: '12 St James’s Square',
  postal_code: 'SW1Y 4LE',
  city: 'London',
  country: 'GB',
};

/** An event of the element as the page has seen it. */
export interface SeenEvent<Detail = Record<string, unknown>> {
  type: string;
  detail: Detail;
}

declare global {
  interface Window {
    noteEvent(event: SeenEvent): void;
    noteAuthorize(data: KlarnaAuthorizeData): void;
  }
}

/** The shop as a shopper, and a curious developer, see it. */
export class ShopPage {
  readonly page: Page;
  /** The element's events on all pages of this tab, in their order. */
  readonly events: SeenEvent[] = [];
  /** What Klarna's own `authorize` has been given, call by call. */
  readonly authorizeCalls: KlarnaAuthorizeData[] = [];

  constructor(page: Page) {
    this.page = page;
  }

  async open(path = '/'): Promise<void> {
    await this.#observe();
    await this.page.goto(path);
  }

  /** Until the selected widget is there to pay with. */
  async ready(): Promise<void> {
    await expect
      .poll(() =>
        this.page
          .locator('klarna-payments')
          .first()
          .evaluate((element) => (element as {status?: string}).status),
      )
      .toBe('ready');
  }

  async type(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(values)) {
      await this.page.getByLabel(label, {exact: true}).first().fill(value);
    }
  }

  tab(name: string | RegExp) {
    return this.page.getByRole('tab', {name});
  }

  placeOrderButton() {
    return this.page.getByRole('button', {name: /^Place order/});
  }

  async placeOrder(): Promise<void> {
    await this.placeOrderButton().click();
  }

  /** Klarna's purchase flow, on top of the shop. */
  overlay(): FrameLocator {
    return this.page
      .locator('iframe[id$="-fullscreen"]:visible')
      .contentFrame();
  }

  /** Decides in the overlay, by its buttons. */
  async decide(button: 'Approve' | 'Decline' | 'Close'): Promise<void> {
    await clickInFrame(this.overlay().getByRole('button', {name: button}));
  }

  async askForCorrection(path: string): Promise<void> {
    await this.overlay().getByLabel('Wrong field').selectOption(path);
    await clickInFrame(
      this.overlay().getByRole('button', {name: 'Ask for a correction'}),
    );
  }

  orderNumber() {
    return this.page.locator('#order-number');
  }

  /** The details of the events of this type. */
  detailsOf(type: string): Record<string, unknown>[] {
    return this.events
      .filter((event) => event.type === type)
      .map(({detail}) => detail);
  }

  /** Outlives navigation: the shopper is sent to the confirmation at once. */
  async #observe(): Promise<void> {
    const {page, events, authorizeCalls} = this;
    await page.exposeFunction('noteEvent', (event: SeenEvent) => {
      events.push(event);
    });
    await page.exposeFunction('noteAuthorize', (data: KlarnaAuthorizeData) => {
      authorizeCalls.push(data);
    });
    await page.addInitScript(noteWhatHappens);
  }
}

/** Runs in the page, before anything of the shop's. */
function noteWhatHappens(): void {
  const names = [
    'klarna-session klarna-load klarna-select klarna-authorize',
    'klarna-authorized klarna-finalize-required klarna-rejected',
    'klarna-overlay klarna-status klarna-error',
  ].flatMap((line) => line.split(' '));
  for (const name of names) {
    window.addEventListener(
      name,
      (event) => {
        const {type, detail} = event as CustomEvent<Record<string, unknown>>;
        window.noteEvent({
          type,
          detail: JSON.parse(JSON.stringify(detail)) as typeof detail,
        });
      },
      {capture: true},
    );
  }

  // Klarna's script calls this as the last thing it does.
  window.klarnaAsyncCallback = () => {
    const payments = window.Klarna!.Payments!;
    const {authorize} = payments;
    payments.authorize = (...call: unknown[]) => {
      window.noteAuthorize(call[1] as KlarnaAuthorizeData);
      Reflect.apply(authorize, payments, call);
    };
  };
}
