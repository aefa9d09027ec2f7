import {
  adoptStyles,
  ReactiveElement,
  unsafeCSS,
  type PropertyValues,
} from 'lit';
import type {AuthorizeResult} from '../checkout/outcome.js';
import {differs} from '../checkout/record.js';
import type {FetchSession} from '../checkout/session.js';
import {onOverlay} from '../klarna/calls.js';
import type {KlarnaPaymentsError} from '../klarna/errors.js';
import {defaultSdkUrl} from '../klarna/loader.js';
import type {
  KlarnaAuthorizeData,
  KlarnaCategory,
  KlarnaSessionData,
} from '../klarna/types.js';
import {version} from '../version.js';
import {CheckoutController} from './checkout-controller.js';
import {define} from './define.js';
import {
  KlarnaOverlayEvent,
  type KlarnaRejectedEvent,
  KlarnaStatusEvent,
  type KlarnaAuthorizedVia,
  type KlarnaPaymentsStatus,
} from './events.js';
import {FormController} from './form-controller.js';
import {styles} from './klarna-payments.styles.js';
import {LanguageController} from './language-controller.js';
import type {KlarnaPaymentsMessages} from './messages.js';
import {createNodes, fill} from './nodes.js';
import {TabsController} from './tabs-controller.js';

/**
 * Klarna Payments as an element: it fetches a session from the shop's
 * endpoint, shows a tab per payment method category with Klarna's widget in
 * its panel, and authorizes with the details that the shopper has just typed.
 *
 * @fires {KlarnaSessionEvent} klarna-session - The shop has answered.
 * @fires {KlarnaLoadEvent} klarna-load - A widget has been loaded.
 * @fires {KlarnaSelectEvent} klarna-select - The shopper is choosing a tab.
 *     Cancelable.
 * @fires {KlarnaAuthorizeEvent} klarna-authorize - Klarna is about to be
 *     asked. Cancelable.
 * @fires {KlarnaAuthorizedEvent} klarna-authorized - There is a token.
 * @fires {KlarnaFinalizeRequiredEvent} klarna-finalize-required - Approved, to
 *     be finalized on the last step.
 * @fires {KlarnaRejectedEvent} klarna-rejected - Declined, cancelled or to be
 *     corrected.
 * @fires {KlarnaOverlayEvent} klarna-overlay - Klarna's overlay opened or
 *     closed.
 * @fires {KlarnaStatusEvent} klarna-status - The status has changed.
 * @fires {KlarnaErrorEvent} klarna-error - Something broke.
 *
 * @slot - Shown until the element is defined and has a session.
 * @slot loading - Shown while the selected widget loads.
 * @slot error - Shown when something broke; replaces message and button.
 * @slot empty - Shown when Klarna offers nothing here.
 *
 * @csspart tablist - Around the tabs.
 * @csspart tab - A category's tab.
 * @csspart tab-icon - The badge in a tab.
 * @csspart tab-label - The name in a tab.
 * @csspart panel - Around a category's widget.
 * @csspart message - A text of the element's own.
 * @csspart retry-button - Tries again after an error.
 * @csspart loading-indicator - Stands in for a widget that loads.
 *
 * @cssprop [--klarna-payments-accent-color=currentColor] - Of the selected tab.
 * @cssprop [--klarna-payments-focus-color] - Of focus rings.
 * @cssprop [--klarna-payments-border-color] - Of tabs and the button.
 * @cssprop [--klarna-payments-border-radius=8px] - Of tabs, button and panel.
 * @cssprop [--klarna-payments-gap=8px] - Between tabs, and below them.
 * @cssprop [--klarna-payments-tab-padding=8px 16px] - Within a tab.
 * @cssprop [--klarna-payments-panel-padding=0] - Around the widget.
 * @cssprop [--klarna-payments-panel-min-height=230px] - Room kept for a widget.
 *
 * @cssstate loading - The selected widget is not there yet.
 * @cssstate ready - The shopper can pay.
 * @cssstate authorizing - Klarna is being asked.
 * @cssstate authorized - There is a token.
 * @cssstate unavailable - Klarna offers nothing here.
 * @cssstate error - Something broke.
 * @cssstate single - There is one category only.
 *
 * @tagname klarna-payments
 */
export class KlarnaPaymentsElement extends ReactiveElement {
  static readonly formAssociated = true;
  /** Version of the package that this class comes from. */
  static readonly version = version;
  static override styles = unsafeCSS(styles);
  static override properties = {
    endpoint: {},
    clientToken: {attribute: 'client-token'},
    category: {reflect: true},
    revision: {},
    activation: {},
    loading: {},
    label: {},
    name: {reflect: true},
    disabled: {type: Boolean, reflect: true},
    manualFinalize: {type: Boolean, attribute: 'manual-finalize'},
    withoutFormDetails: {type: Boolean, attribute: 'without-form-details'},
    sdkUrl: {attribute: 'sdk-url'},
    categories: {attribute: false, hasChanged: differs},
    loadData: {attribute: false, hasChanged: differs},
    customerDetails: {attribute: false},
    fetchSession: {attribute: false},
    messages: {attribute: false},
  };

  /** The shop's session URL; default none. */
  declare endpoint: string;
  /** A client token that the page already has: nothing is fetched. */
  declare clientToken: string;
  /**
   * Identifier of the selected category. Setting it selects, without event and
   * without moving the focus; one that is not offered is ignored.
   */
  declare category: string;
  /** Opaque version of the cart; a change calls for `refresh()`. */
  declare revision: string;
  /** Whether an arrow key on the tab list also selects; default `manual`. */
  declare activation: 'manual' | 'auto';
  /** `lazy` starts when the element comes near the viewport. */
  declare loading: 'eager' | 'lazy';
  /** Accessible name of the tab list; default localized. */
  declare label: string;
  /** Name as a form control; without one it takes no part in submission. */
  declare name: string;
  /** Another payment method is chosen; loaded widgets stay. */
  declare disabled: boolean;
  /** Authorizes with `auto_finalize: false`, for a multi-step checkout. */
  declare manualFinalize: boolean;
  /** Leaves the form's fields alone. */
  declare withoutFormDetails: boolean;
  /** Where Klarna's script comes from; default Klarna's CDN. */
  declare sdkUrl: string;
  /**
   * With `clientToken`: the categories of that session. Without them one
   * widget is loaded for the session as a whole.
   */
  declare categories: readonly KlarnaCategory[] | null;
  /**
   * Data for Klarna's `load`, passed on as given. In the EU, no customer
   * details before authorize (Klarna's docs).
   */
  declare loadData: KlarnaSessionData | null;
  /** Details known late; a function is called at each authorize. */
  declare customerDetails:
    KlarnaAuthorizeData | (() => KlarnaAuthorizeData) | null;
  /** Replaces the request to `endpoint`; its result is checked alike. */
  declare fetchSession: FetchSession | null;
  /** Overrides of the built-in texts. */
  declare messages: Partial<KlarnaPaymentsMessages>;

  readonly #internals = this.attachInternals();
  readonly #checkout = new CheckoutController(this);
  readonly #tabs = new TabsController(this, this.#checkout);
  readonly #form = new FormController(this, this.#checkout);
  readonly #language = new LanguageController(this);
  readonly #show = createNodes();
  #status: KlarnaPaymentsStatus = 'idle';
  /** Whether what had the focus has gone, and nothing has it yet. */
  #isFocusLost = false;
  #viewport: IntersectionObserver | undefined;
  #stopOverlay: (() => void) | undefined;

  /**
   * Registers the element, once. Another version that came first stays, and
   * the page is told so on the console.
   */
  static define(
    tag = 'klarna-payments',
    registry: CustomElementRegistry | undefined = globalThis.customElements,
  ): void {
    define(this, tag, registry);
  }

  constructor() {
    super();
    this.endpoint = '';
    this.clientToken = '';
    this.category = '';
    this.revision = '';
    this.activation = 'manual';
    this.loading = 'eager';
    this.label = '';
    this.name = '';
    this.disabled = false;
    this.manualFinalize = false;
    this.withoutFormDetails = false;
    this.sdkUrl = defaultSdkUrl;
    this.categories = null;
    this.loadData = null;
    this.customerDetails = null;
    this.fetchSession = null;
    this.messages = {};
    this.addEventListener('command', this);
  }

  /** Where the element stands. */
  get status(): KlarnaPaymentsStatus {
    return this.#status;
  }

  /** Why the status is `error`. */
  get error(): KlarnaPaymentsError | null {
    const {error, widget} = this.#checkout;
    return this.#status === 'error' ? (error ?? widget?.error ?? null) : null;
  }

  /**
   * The token to place the order with: valid for 60 minutes, and while the
   * details are those that were authorized.
   */
  get authorizationToken(): string | null {
    return this.#checkout.authorizer.token;
  }

  /** The form that the element belongs to. */
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  get labels(): NodeList {
    return this.#internals.labels;
  }

  /** Kind of form control. */
  get type(): 'klarna-payments' {
    return 'klarna-payments';
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /**
   * Authorizes the selected category. While an authorization is in flight its
   * promise is returned. Call it in the task of the shopper's click: Klarna
   * opens a popup.
   *
   * @param details Win over the form's fields and `customerDetails`.
   * @returns The outcome; a decline is one.
   * @throws {KlarnaPaymentsError} Faults only.
   */
  authorize(
    details?: KlarnaAuthorizeData,
    {signal}: {signal?: AbortSignal} = {},
  ): Promise<AuthorizeResult> {
    return this.#ask('authorize', details, signal);
  }

  /**
   * Authorizes again because the order has changed after the approval. The
   * widget is loaded again afterwards.
   *
   * @throws {KlarnaPaymentsError} Faults only.
   */
  reauthorize(details?: KlarnaAuthorizeData): Promise<AuthorizeResult> {
    return this.#ask('reauthorize', details);
  }

  /**
   * Completes an authorization that answered `finalize-required`, also when
   * the widget has gone by then.
   *
   * @throws {KlarnaPaymentsError} Faults only.
   */
  finalize(details?: KlarnaAuthorizeData): Promise<AuthorizeResult> {
    return this.#ask('finalize', details);
  }

  /**
   * Asks the endpoint again and loads again. A burst of calls makes one
   * request; the chosen category is kept if it is still offered.
   *
   * @throws {KlarnaPaymentsError} If session, script or widget fail.
   */
  refresh(): Promise<void> {
    return this.#checkout.refresh();
  }

  /** Focuses the selected tab, or the panel where there is none. */
  override focus(options?: FocusOptions): void {
    this.renderRoot
      .querySelector<HTMLElement>(
        '[aria-selected=true], [part=panel]:not([hidden]), [part=retry-button]',
      )
      ?.focus(options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Another document that it has been in has taken its styles away.
    if (this.ownerDocument === document) {
      adoptStyles(
        this.renderRoot as ShadowRoot,
        (this.constructor as typeof ReactiveElement).elementStyles,
      );
    }
    this.#stopOverlay = onOverlay((open, instanceId) => {
      if (this.#isOverlayOurs(instanceId)) {
        this.dispatchEvent(new KlarnaOverlayEvent({open}));
      }
    });
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopOverlay?.();
    this.#forgetViewport();
  }

  /** Moved by `moveBefore`: the widgets go on unless they changed roots. */
  connectedMoveCallback(): void {
    this.#language.hostConnected();
    this.#form.hostConnected();
    if (!this.#checkout.isWhole) this.restart();
  }

  formAssociatedCallback(): void {
    this.#form.hostConnected();
  }

  formResetCallback(): void {
    this.#form.clearMarks();
    this.#checkout.authorizer.drop();
  }

  /** @internal */
  handleEvent({command}: Event & {command?: string}): void {
    const methods = ['authorize', 'finalize', 'refresh'] as const;
    const method = methods.find((name) => command === `--${name}`);
    if (method) this[method]().catch(isReported);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const {category} = this;
    if (changed.has('category') && category !== this.#checkout.selected) {
      this.#checkout.select(category);
    }
    if (changed.has('customerDetails')) this.#checkout.authorizer.review();
    if (this.isConnected) this.#followSource(changed);
  }

  protected override update(changed: PropertyValues<this>): void {
    super.update(changed);
    const active = this.shadowRoot?.activeElement;
    this.#render();
    // The tab of a declined category, or the retry button, goes with its
    // focus, which is looked after until there is a place for it.
    this.#isFocusLost = active
      ? active !== this.shadowRoot?.activeElement
      : this.#isFocusLost && document.activeElement === document.body;
    if (this.#isFocusLost) this.focus();
  }

  #render(): void {
    const {session, offered, authorizer} = this.#checkout;
    const {texts} = this.#language;
    const show = this.#show;
    const status = this.#status;
    const label = this.label || texts.label;
    const message = (place: string, text: string) =>
      show(`p ${place}`, {part: 'message'}, text);
    const waiting = show('slot loading', {name: 'loading'}, [
      show('div loading', {part: 'loading-indicator'}, texts.loading),
    ]);
    const retry = show(
      'button retry',
      {type: 'button', part: 'retry-button'},
      texts.retry,
    );
    retry.addEventListener('click', this.#retry);
    const failure = show('slot error', {name: 'error'}, [
      message('error', texts.error),
      retry,
    ]);
    fill(this.renderRoot, [
      show('slot', {hidden: session ? '' : undefined}),
      this.#tabs.showTabs(show, label),
      show('div alert', {role: 'alert'}, [
        status === 'error'
          ? failure
          : authorizer.notice && message('notice', authorizer.notice),
      ]),
      ...this.#tabs.showPanels(show, label, waiting),
      status === 'loading' && !offered.length && waiting,
      status === 'unavailable' &&
        show('slot empty', {name: 'empty'}, [
          message('empty', texts.unavailable),
        ]),
      show(
        'div status',
        {role: 'status'},
        status === 'idle' || status === 'error' ? '' : texts[status],
      ),
    ]);
  }

  /** @internal Another payment method is chosen, or the form's part is off. */
  get isDisabled(): boolean {
    // The browser's word on it lags behind the property.
    const isOwn = this.disabled || this.hasAttribute('disabled');
    return isOwn ? this.disabled : this.matches(':disabled');
  }

  /** @internal */
  readForm(): KlarnaAuthorizeData | null {
    return this.#form.read();
  }

  /** @internal Starts afresh: what is there may be of another time or place. */
  restart(): void {
    this.#checkout.stop();
    this.requestUpdate();
  }

  /** @internal Marks the form's fields and says what is left to tell. */
  explain({outcome, invalidFields}: KlarnaRejectedEvent['detail']): string {
    const {texts} = this.#language;
    const unknown = this.#form.mark(invalidFields, texts.invalidField);
    const names = unknown.map((path) => {
      const member = path.replace(/.*\./, '');
      return texts.fields[member] ?? member.replaceAll('_', ' ');
    });
    if (outcome === 'declined') return texts.declined;
    if (!names.length) return '';
    return `${texts.invalidFields} ${[...new Set(names)].join(', ')}`;
  }

  /** @internal Brings everything that is derived up to date. */
  settle(): void {
    const {session, selected, offered} = this.#checkout;
    if (session) this.category = selected;
    const previousStatus = this.#status;
    const status = this.#derivedStatus();
    this.#status = status;
    const {states} = this.#internals;
    states.clear();
    if (status !== 'idle') states.add(status);
    if (offered.length === 1) states.add('single');
    this.requestUpdate();
    if (status !== previousStatus) {
      this.dispatchEvent(new KlarnaStatusEvent({status, previousStatus}));
    }
  }

  #derivedStatus(): KlarnaPaymentsStatus {
    const {isStarted, session, error, offered, widget, authorizer} =
      this.#checkout;
    if (authorizer.isAsking) return 'authorizing';
    if (!isStarted || error?.code === 'configuration') return 'idle';
    if (error) return 'error';
    if (this.#checkout.isRefreshing || !session) return 'loading';
    if (!offered.length) return 'unavailable';
    if (widget?.error) return 'error';
    if (authorizer.usable) return 'authorized';
    return this.#checkout.isCurrent && !widget?.loading ? 'ready' : 'loading';
  }

  #ask(
    via: KlarnaAuthorizedVia,
    details?: KlarnaAuthorizeData,
    signal?: AbortSignal,
  ): Promise<AuthorizeResult> {
    this.#form.clearMarks();
    return this.#checkout.authorizer.ask(via, details, signal);
  }

  readonly #retry = (): void => {
    this.refresh().catch(isReported);
  };

  /** Starts, starts again or stops as the page changes where things are from. */
  #followSource(changed: PropertyValues<this>): void {
    const checkout = this.#checkout;
    if (!checkout.isStarted) this.#start();
    else if (!checkout.isConfigured) checkout.stop();
    else {
      const isGiven = wasSet(changed, ['clientToken', 'categories']);
      if (isGiven || wasSet(changed, ['endpoint', 'sdkUrl', 'revision'])) {
        checkout.refresh(isGiven).catch(isReported);
      }
      if (wasSet(changed, ['loadData'])) void checkout.reload();
    }
  }

  #start(): void {
    if (this.loading !== 'lazy') {
      this.#forgetViewport();
      this.#checkout.start();
    } else if (!this.#viewport) {
      this.#viewport = new IntersectionObserver(
        (entries) => {
          if (!entries.some((entry) => entry.isIntersecting)) return;
          this.#forgetViewport();
          this.#checkout.start();
        },
        {rootMargin: '200px'},
      );
      this.#viewport.observe(this);
    }
  }

  #forgetViewport(): void {
    this.#viewport?.disconnect();
    this.#viewport = undefined;
  }

  /** Klarna tells of its overlay, but not always whose it is. */
  #isOverlayOurs(instanceId: string | undefined): boolean {
    return instanceId === undefined
      ? this.#checkout.isStarted && this.contains(document.activeElement)
      : this.#checkout.owns(instanceId);
  }
}

/** Whether a property has changed from one value to another. */
function wasSet(
  changed: PropertyValues<KlarnaPaymentsElement>,
  names: readonly (keyof KlarnaPaymentsElement)[],
): boolean {
  return names.some((name) => changed.get(name) !== undefined);
}

/** For promises that nobody holds: events have told already. */
function isReported(): void {}

declare global {
  interface HTMLElementTagNameMap {
    /** Klarna Payments: tabs, widgets and authorization. */
    'klarna-payments': KlarnaPaymentsElement;
  }
}
