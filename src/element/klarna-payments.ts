import {
  adoptStyles,
  html,
  type LitElement,
  nothing,
  type PropertyDeclaration,
  type TemplateResult,
} from 'lit';
import {property} from 'lit/decorators.js';
import {Checkout} from '../checkout/checkout.js';
import type {AuthorizeResult} from '../checkout/outcome.js';
import type {FetchSession} from '../checkout/session.js';
import {isSetting} from '../checkout/settings.js';
import type {KlarnaPaymentsError} from '../klarna/errors.js';
import {defaultSdkUrl} from '../klarna/loader.js';
import {hearViolations} from '../klarna/policy.js';
import type {
  KlarnaAuthorizeData,
  KlarnaCategory,
  KlarnaSessionData,
} from '../klarna/types.js';
import {version} from '../version.js';
import {obeyCommands} from './commands.js';
import {define} from './define.js';
import type {KlarnaPaymentsStatus} from './events.js';
import {FocusController} from './focus-controller.js';
import {FormController} from './form/form-controller.js';
import {FormDetails} from './form/form-details.js';
import {FormControlElement} from './form-control-element.js';
import type {KlarnaHost} from './host.js';
import {styles} from './klarna-payments.styles.js';
import {LanguageController} from './language/language-controller.js';
import type {KlarnaPaymentsMessages} from './language/messages.js';
import {renderAlert, renderEmpty, renderStatus} from './message-view.js';
import {OverlayController} from './overlay-controller.js';
import {removeCopies} from './originals.js';
import {portsOf} from './ports.js';
import {SinceUpgrade} from './since-upgrade.js';
import {StartController} from './start-controller.js';
import {TabsController} from './tabs-controller.js';

/** An attribute that says nothing is none, and the other way round. */
const text = {
  fromAttribute: (value: string | null) => value ?? '',
  toAttribute: (value: string | null) => value || null,
};

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
export class KlarnaPaymentsElement
  extends FormControlElement
  implements KlarnaHost
{
  /** Version of the package that this class comes from. */
  static readonly version = version;
  static override styles = styles;

  // The checkout hears of each property that is set, from the defaults on.
  readonly #language = new LanguageController(this);
  readonly #formDetails = new FormDetails(this, () => this.#language.texts);
  readonly #checkout = new Checkout(
    portsOf(this, this.#formDetails, () => this.#follow()),
    this,
  );
  readonly #tabs = new TabsController(this, this.#checkout);
  readonly #form = new FormController(this, this.#checkout, this.#formDetails);
  readonly #sinceUpgrade = new SinceUpgrade();

  /** The shop's session URL. */
  @property({converter: text}) endpoint = '';

  /** A client token that the page already has: nothing is fetched. */
  @property({attribute: 'client-token', converter: text}) clientToken = '';

  /** Opaque version of the cart; a change calls for `refresh()`. */
  @property({converter: text}) revision = '';

  /** Whether an arrow key on the tab list also selects. */
  @property() activation: 'manual' | 'auto' = 'manual';

  /** `lazy` starts when the element comes near the viewport. */
  @property() loading: 'eager' | 'lazy' = 'eager';

  /** Accessible name of the tab list; default localized. */
  @property({converter: text}) label = '';

  /** Name as a form control; without one it takes no part in submission. */
  @property({reflect: true, converter: text}) name = '';

  /** Another payment method is chosen; loaded widgets stay. */
  @property({type: Boolean, reflect: true}) disabled = false;

  /** Authorizes with `auto_finalize: false`, for a multi-step checkout. */
  @property({type: Boolean, attribute: 'manual-finalize'})
  manualFinalize = false;

  /** Leaves the form's fields alone. */
  @property({type: Boolean, attribute: 'without-form-details'})
  withoutFormDetails = false;

  /** Where Klarna's script comes from; default Klarna's CDN. */
  @property({attribute: 'sdk-url', converter: text}) sdkUrl: string =
    defaultSdkUrl;

  /**
   * With `clientToken`: the categories of that session. Without them one
   * widget is loaded for the session as a whole.
   */
  @property({attribute: false})
  categories: readonly KlarnaCategory[] | null = null;

  /**
   * Data for Klarna's `load`, passed on as given. In the EU, no customer
   * details before authorize (Klarna's docs).
   */
  @property({attribute: false})
  loadData: KlarnaSessionData | null = null;

  /** Details known late; a function is called once for each authorization. */
  @property({attribute: false})
  customerDetails: KlarnaAuthorizeData | (() => KlarnaAuthorizeData) | null =
    null;

  /** Replaces the request to `endpoint`; its result is checked alike. */
  @property({attribute: false}) fetchSession: FetchSession | null = null;

  /** Overrides of the built-in texts. */
  @property({attribute: false}) messages: Partial<KlarnaPaymentsMessages> = {};

  /**
   * Identifier of the selected category; before a session, the one that is
   * wished for. Setting it selects at once, without event and without moving
   * the focus; one that is not offered is remembered for the next session.
   *
   * @default ''
   */
  @property({reflect: true, converter: text})
  get category(): string {
    return this.#checkout.category;
  }

  set category(category: string) {
    this.#checkout.select(category ?? '');
  }

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
    new StartController(this, this.#checkout);
    new OverlayController(this, this.#checkout);
    new FocusController(this);
    obeyCommands(this);
  }

  /** Where the element stands. */
  get status(): KlarnaPaymentsStatus {
    return this.#checkout.status;
  }

  /** Why the status is `error`. */
  get error(): KlarnaPaymentsError | null {
    return this.#checkout.error ?? null;
  }

  /**
   * The token to place the order with: valid for 60 minutes, and while the
   * details are those that were authorized.
   */
  get authorizationToken(): string | null {
    return this.#checkout.authorization?.authorizationToken ?? null;
  }

  /** Kind of form control. */
  get type(): 'klarna-payments' {
    return 'klarna-payments';
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
    options?: {signal?: AbortSignal},
  ): Promise<AuthorizeResult> {
    return this.#checkout.ask('authorize', details, options?.signal);
  }

  /**
   * Authorizes again because the order has changed after the approval. The
   * widget is loaded again afterwards.
   *
   * @throws {KlarnaPaymentsError} Faults only.
   */
  reauthorize(details?: KlarnaAuthorizeData): Promise<AuthorizeResult> {
    return this.#checkout.ask('reauthorize', details);
  }

  /**
   * Completes an authorization that answered `finalize-required`, also when
   * the widget has gone by then.
   *
   * @throws {KlarnaPaymentsError} Faults only.
   */
  finalize(details?: KlarnaAuthorizeData): Promise<AuthorizeResult> {
    return this.#checkout.ask('finalize', details);
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
    this.#sinceUpgrade.begin();
    hearViolations();
    // Another document that it has been in has had none, or taken them away.
    if (this.ownerDocument === document) {
      const {elementStyles} = this.constructor as typeof LitElement;
      adoptStyles(this.renderRoot as ShadowRoot, elementStyles);
    }
    removeCopies(this);
  }

  /** Moved by `moveBefore`: the widgets go on unless they changed roots. */
  connectedMoveCallback(): void {
    this.#language.hostConnected();
    this.#form.hostConnected();
    if (!this.#checkout.isWhole) this.#checkout.restart();
  }

  formAssociatedCallback(): void {
    this.#form.hostConnected();
  }

  formResetCallback(): void {
    this.#form.reset();
  }

  /** Lit calls this for each property, in the task in which it is set. */
  override requestUpdate(
    name?: PropertyKey,
    ...rest: [oldValue?: unknown, options?: PropertyDeclaration]
  ): void {
    super.requestUpdate(name, ...rest);
    // Lit does so already before the fields of this class are there.
    if (name === undefined) return;
    this.#sinceUpgrade.note(name, Reflect.get(this, name));
    if (isSetting(name)) this.#checkout.configure(this);
  }

  /** Without styles, which the document of a frame would refuse. */
  protected override createRenderRoot(): ShadowRoot {
    return this.shadowRoot ?? this.attachShadow({mode: 'open'});
  }

  protected override performUpdate(): void {
    this.#sinceUpgrade.end();
    super.performUpdate();
  }

  protected override willUpdate(): void {
    this.#sinceUpgrade.restoreTo(this);
    // What is not offered leaves the selection alone, and its attribute too.
    const shown = this.getAttribute('category') ?? '';
    if (shown !== this.category) this.requestUpdate('category', shown);
  }

  protected override render(): TemplateResult {
    const {status, offered, hasSession} = this.#checkout;
    const {texts} = this.#language;
    const label = this.label || texts.label;
    const waiting = html`<slot name="loading"
      ><div part="loading-indicator">${texts.loading}</div></slot
    >`;
    return html`
      <slot ?hidden=${hasSession}></slot>
      ${this.#tabs.renderTabs(label)}
      <div role="alert">${renderAlert(this.#checkout, texts)}</div>
      ${this.#tabs.renderPanels(label, waiting)}
      ${status === 'loading' && !offered.length ? waiting : nothing}
      ${status === 'unavailable' ? renderEmpty(texts) : nothing}
      <div role="status">${renderStatus(status, texts)}</div>
    `;
  }

  /** The states say the same as the status, the rest follows when rendered. */
  #follow(): void {
    const {status, offered} = this.#checkout;
    this.showStates(
      ...(status === 'idle' ? [] : [status]),
      ...(offered.length === 1 ? ['single'] : []),
    );
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    /** Klarna Payments: tabs, widgets and authorization. */
    'klarna-payments': KlarnaPaymentsElement;
  }
}
