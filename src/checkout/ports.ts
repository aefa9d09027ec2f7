import type {WidgetCall} from '../klarna/calls.js';
import type {
  KlarnaAuthorizeData,
  KlarnaAuthorizeResult,
  KlarnaLoadResult,
  KlarnaPayments,
  KlarnaSessionData,
} from '../klarna/types.js';
import type {CheckoutEvent} from './events.js';
import type {AuthorizeMethod} from './outcome.js';

/**
 * What the checkout needs of the world around it. A page brings the real
 * things, a test whatever it likes.
 */
export interface CheckoutPorts {
  readonly script: ScriptPort;
  readonly widgets: WidgetPort;
  readonly form: FormPort;
  readonly page: PagePort;
  readonly clock: ClockPort;
}

/** Klarna's script: how it gets into the page, and what it is asked. */
export interface ScriptPort {
  /** Resolves once the script is there. */
  load(options: {
    src: string;
    signal: AbortSignal;
  }): Promise<KlarnaPayments | void>;
  /** Asks Klarna in its turn; see `callWidget`. */
  ask(
    method: AuthorizeMethod,
    call: Omit<WidgetCall, 'container'>,
  ): Promise<KlarnaAuthorizeResult>;
  /** A name that no other widget on the page has. */
  nextInstanceId(): string;
}

/** Makes the places in which Klarna shows its widgets. */
export interface WidgetPort {
  /**
   * @param lost Called once if somebody else takes the place away, with
   *     whether it may be made again.
   */
  place(
    instanceId: string,
    lost: (mayReturn: boolean) => void,
    category: string,
  ): WidgetPlace;
}

/** Where one widget stands, until it is removed. */
export interface WidgetPlace {
  /** Shows the widget, or brings it up to date. */
  load(call: {
    clientToken: string;
    category: string;
    data: KlarnaSessionData | null;
    gone: AbortSignal;
  }): Promise<KlarnaLoadResult>;
  /** Whether what holds the focus goes with the place. */
  readonly hasFocus: boolean;
  /** Whether it still stands where Klarna's script finds it. */
  readonly isWhole: boolean;
  remove(): void;
}

/** The form that the element belongs to, as a source of customer details. */
export interface FormPort {
  /** What the fields that count give at this moment. */
  read(): FormReading;
  /**
   * Whether a field that is there, enabled, not read-only and meant gives
   * another value than at that reading, or an address has begun or ceased to
   * be meant. Never while a submit that began with a usable token is under way.
   */
  changedSince(reading: FormReading): boolean;
  /**
   * Hands corrections back to the fields that Klarna means and reports them
   * once.
   *
   * @param paths Klarna's, such as `billing_address.postal_code`.
   * @returns Those that have no field to which the shopper can be led.
   */
  correct(paths: readonly string[]): readonly string[];
  /** Takes the marks of earlier corrections back. */
  endCorrections(): void;
}

/** The form's details at one moment. */
export interface FormReading {
  /** As Klarna takes them; empty fields are left out. */
  readonly details: KlarnaAuthorizeData;
}

/** What the shopper sees and the page hears. */
export interface PagePort {
  /**
   * Whether another payment method is chosen, or the form's part is off.
   *
   * @param hasBegun A form that is disabled after the authorization has begun
   *     is merely locked.
   */
  isDisabled(hasBegun?: boolean): boolean;
  /** When somebody sees the page; nothing if somebody does already. */
  untilShown(): Promise<unknown> | undefined;
  /**
   * What the page's policy keeps from being asked at that address, as a clause
   * to end a message; empty if nothing.
   */
  policyLackAt(address: string): Promise<string>;
  /** Shows the checkout as it stands now. Called once for each change. */
  update(): void;
  /** Tells the page, after the change. */
  dispatch(event: CheckoutEvent): unknown;
  /**
   * What holds the focus is about to go: it is to be given to the element once
   * the change is shown.
   */
  keepFocus(): void;
  /** Lets the page add details, or prevent that Klarna is asked. */
  askForDetails(request: {
    category: string;
    customerDetails: KlarnaAuthorizeData;
  }): DetailsAnswer;
}

/** What the page's listeners have said. */
export interface DetailsAnswer {
  readonly isPrevented: boolean;
  /** The details of the request, as the listeners have left them. */
  readonly customerDetails: KlarnaAuthorizeData;
  /** What they have added, in their order. */
  readonly responses: readonly (
    KlarnaAuthorizeData | PromiseLike<KlarnaAuthorizeData>
  )[];
}

/** Time, in milliseconds. */
export interface ClockPort {
  now(): number;
  /** @returns Takes the call back. */
  after(delay: number, call: () => void): () => void;
}
