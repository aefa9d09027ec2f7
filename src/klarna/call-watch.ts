import {invalidFieldsIn} from './invalid-fields.js';
import {inLaterTask} from './later-task.js';
import {isBlockedFrame, keptAndNeeded} from './klarna-violations.js';
import {hearViolations} from './policy.js';
import type {KlarnaErrorName, KlarnaFieldError} from './types.js';

/** What Klarna's script says, whichever method it was asked by. */
interface Answer {
  readonly show_form?: unknown;
  readonly approved?: unknown;
  readonly finalize_required?: unknown;
  readonly error?: KlarnaFieldError | null | undefined;
}

/**
 * Milliseconds after which a "no" of a frame that has never spoken is the end
 * of the script's own patience, which is 30 seconds (observed).
 */
const patience = 29_000;

/** The end of the name of the frame in which the shopper buys (observed). */
const purchase = 'fullscreen';

/** What the script rejects with when it cannot ask Klarna. */
const giveUps: readonly string[] = [
  'ApplicationNotInitializedError',
  'ApplicationNotLoadedError',
  'InvalidInstanceIDError',
  'PaymentMethodCategoryNotSupportedError',
] satisfies readonly KlarnaErrorName[];

/** Widgets whose `load` has made a frame; a static widget has none. */
const framed = new Set<string>();

/**
 * Sees what happens on the page while Klarna's script is busy with a call, for
 * its answer alone does not say whether Klarna has decided or something broke.
 *
 * | a "no" | is a fault if |
 * | --- | --- |
 * | in the task of the call | always: Klarna's servers have not been asked. A frame that is gone, a browser that is not supported (newer builds) |
 * | of `finalize`, `reauthorize` after 29 s | the widget's frame has not sent a message since the call |
 * | other than the shopper's own | the page's policy keeps something from Klarna that it cannot sell without |
 *
 * A "no" that names fields to correct, or requires finalizing, is an answer.
 */
export class CallWatch {
  readonly #isLoad: boolean;
  readonly #hasPatience: boolean;
  readonly #frameId: string;
  readonly #began = performance.now();
  readonly #senders = new Set<MessageEventSource | null>();
  readonly #forget: Array<() => void> = [];
  #isLater = false;
  #hasGivenUp = false;
  #rejection: unknown;

  /** Begins in the task of the call, before the call. */
  constructor(method: string, instanceId: string) {
    this.#isLoad = method === 'load';
    this.#hasPatience = /^(finalize|reauthorize)$/.test(method);
    const name = instanceId.toLowerCase().replaceAll('_', '-');
    this.#frameId = `klarna-${name}-main`;
    hearViolations();
    inLaterTask(() => {
      this.#isLater = true;
    });
    this.#listen('message', ({source}) => this.#senders.add(source));
    this.#listen('unhandledrejection', this.#catch);
  }

  /** Whether the frame has gone that the widget was loaded with. */
  get hasLostFrame(): boolean {
    return framed.has(this.#frameId) && !this.#frame;
  }

  /** Why the answer is none of Klarna's, as a clause; empty if it is one. */
  faultOf(answer: Answer): string {
    const isNo = this.#isLoad
      ? answer.show_form === false || answer.approved === false
      : !answer.approved;
    if (this.#isLoad) this.#noteFrame();
    const namesFields = invalidFieldsIn(answer.error).length > 0;
    if (!isNo || answer.finalize_required || namesFields) return '';
    if (!this.#isLater) {
      this.#hasGivenUp = true;
      return ': it gave up before it had asked Klarna';
    }
    if (this.#hasPatience && this.#wasSilent) {
      return ': its frame did not answer';
    }
    // Klarna shows the form again only when the shopper has seen it.
    const isOfShopper = !this.#isLoad && answer.show_form === true;
    return isOfShopper ? '' : keptAndNeeded();
  }

  /** Calls back when the page's policy keeps a frame from loading. */
  onBlocked(listener: () => void): void {
    const look = () => {
      const frames = [this.#frameId, this.#frameId.replace(/main$/, purchase)];
      if (frames.some((id) => isBlockedFrame(document.getElementById(id)))) {
        listener();
      }
    };
    this.#listen('securitypolicyviolation', look);
    // A frame that was blocked before is not made again.
    if (this.#isLoad) inLaterTask(look);
  }

  /**
   * What the script has rejected with where nobody could catch it, if it has.
   * Browsers tell of that in a later task.
   */
  async rejection(): Promise<unknown> {
    for (let tasks = 0; tasks < 3 && !this.#rejection; tasks++) {
      await new Promise<void>(inLaterTask);
    }
    return this.#rejection;
  }

  end(): void {
    for (const forget of this.#forget) forget();
  }

  #noteFrame(): void {
    if (this.#frame) framed.add(this.#frameId);
    else framed.delete(this.#frameId);
  }

  get #frame(): HTMLElement | null {
    return document.getElementById(this.#frameId);
  }

  get #wasSilent(): boolean {
    const frame = this.#frame;
    return (
      performance.now() - this.#began >= patience &&
      frame instanceof HTMLIFrameElement &&
      !this.#senders.has(frame.contentWindow)
    );
  }

  /** It is told as the cause of our error; the page can do nothing with it. */
  readonly #catch = (event: PromiseRejectionEvent) => {
    const {name} = Object(event.reason) as {name?: unknown};
    if (!this.#hasGivenUp || !giveUps.includes(String(name))) return;
    this.#rejection = event.reason;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  #listen<Type extends keyof WindowEventMap>(
    type: Type,
    listener: (event: WindowEventMap[Type]) => void,
  ) {
    window.addEventListener(type, listener, true);
    this.#forget.push(() => window.removeEventListener(type, listener, true));
  }
}
