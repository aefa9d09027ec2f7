import {busy, ProblemError} from '../http/problems.js';
import {within} from '../clock.js';
import type {Cancelling} from './cancelling.js';
import type {VisitsContext} from './context.js';
import {keys, type Kept, type SessionLink} from './ledger.js';
import {digestOf, sameSecret} from './secrets.js';
import {refusedRecord, type Settling} from './settling.js';
import type {About, OpenAuthorization, TokenRecord} from './token-record.js';
import {nextRecord} from './token-steps.js';
import {orderIn, withToken, type VisitorRecord} from './visitor-record.js';

/**
 * Milliseconds within which a callback is written down: Klarna reads the answer
 * for 2 seconds (Klarna's docs), and tries again.
 */
const bound = 1_500;

/** Tokens of one session that may wait at a time. */
const mostWaiting = 5;

/** Which token Klarna has told of. */
export interface CallbackOutcome {
  key: string;
  /** For its browser, or for somebody to order without. */
  isWaiting: boolean;
}

/** Klarna's authorization callback: written down at once, decided later. */
export class Callbacks {
  readonly #context: VisitsContext;
  readonly #settling: Settling;
  readonly #cancelling: Cancelling;
  readonly #secret: string | undefined;

  /** @param secret Of the shop, in place of one per session. */
  constructor(
    context: VisitsContext,
    settling: Settling,
    cancelling: Cancelling,
    secret: string | undefined,
  ) {
    this.#context = context;
    this.#settling = settling;
    this.#cancelling = cancelling;
    this.#secret = secret;
  }

  /**
   * Resolves when the storage has it.
   *
   * @returns The token that somebody has to look after now.
   * @throws ProblemError `not-found` if it is not Klarna's, `busy` if the
   *     storage takes too long.
   */
  async writeDown(
    secret: string,
    sessionId: string,
    token: string,
  ): Promise<CallbackOutcome> {
    const {clock, background} = this.#context;
    const until = clock.elapsed() + bound;
    const written = await within(
      clock,
      bound,
      background.track(this.#write(secret, sessionId, token)),
    );
    if (!written) {
      throw busy(1);
    }
    const {kept, index} = written;
    // The token is safe; that the session knows of it may come later.
    const left = Math.max(0, until - clock.elapsed());
    await within(clock, left, background.run(index));
    return {key: kept.key, isWaiting: kept.value?.state === 'waiting'};
  }

  async #write(secret: string, sessionId: string, token: string) {
    const {ledger, clock} = this.#context;
    const link = await ledger.session(sessionId);
    if (!link || !(await this.#isKlarnas(secret, link))) {
      throw new ProblemError('not-found', 'There is nothing here.');
    }
    const {visitorKey, account} = link;
    const [digest, visitor] = await Promise.all([
      digestOf(token),
      ledger.visitor(visitorKey),
    ]);
    const {id = '', session} = visitor.value;
    const known = {visitorKey, sessionId, account, since: clock.now()};
    const absent = {key: keys.token(digest), tag: undefined, value: undefined};
    const nothing = async () => {};

    if (session?.id !== sessionId) {
      // Given up, or ordered with another token: nobody will use this one.
      const open = {token, visitor: '', order: link.order};
      const kept =
        (await this.#settling.refuse(
          absent,
          refusedRecord(known, {code: 'authorize-again'}, open),
        )) ?? (await this.#recognize(digest, known, open));
      return {kept, index: nothing};
    }
    const open = {token, visitor: id, order: orderIn(session)};
    const written = await ledger.step(absent, 'writeDown', {
      record: {...known, state: 'waiting', open, calledBack: true},
    });
    return written
      ? {
          kept: written as Kept<TokenRecord | undefined>,
          index: () => this.#index(visitorKey, sessionId, digest, visitor),
        }
      : {kept: await this.#recognize(digest, known, open), index: nothing};
  }

  async #isKlarnas(secret: string, link: SessionLink): Promise<boolean> {
    return this.#secret === undefined
      ? sameSecret(await digestOf(secret), link.secretDigest)
      : sameSecret(secret, this.#secret);
  }

  /** Something stands already; that Klarna knows the token may be new. */
  async #recognize(
    digest: string,
    known: About,
    open: OpenAuthorization,
  ): Promise<Kept<TokenRecord | undefined>> {
    const {ledger, background} = this.#context;
    const input = {about: known, open};
    for (;;) {
      const kept = await ledger.token(digest);
      if (!nextRecord(kept.value, 'recognize', input)) {
        return kept;
      }
      const recognized = await ledger.step(kept, 'recognize', input);
      if (recognized?.value.state === 'refused') {
        void background.run(() => this.#cancelling.cancel(recognized.key));
      }
      if (recognized) {
        return recognized;
      }
    }
  }

  /** Lets the session know of the token, so that it is decided before it. */
  async #index(
    visitorKey: string,
    sessionId: string,
    digest: string,
    read: Kept<VisitorRecord>,
  ): Promise<void> {
    const {ledger} = this.#context;
    for (let kept = read; ; kept = await ledger.visitor(visitorKey)) {
      const {session} = kept.value;
      if (session?.id !== sessionId || session.tokens?.includes(digest)) {
        return;
      }
      const next = withToken(kept.value, session, digest);
      const tokens = next.session?.tokens ?? [];
      const gone = new Set<string>();
      for (const old of tokens.slice(0, -mostWaiting)) {
        if (await this.#isDropped(old)) {
          gone.add(old);
        }
      }
      const saved = await ledger.saveVisitor(kept, {
        ...next,
        session: {
          ...session,
          tokens: tokens.filter((each) => !gone.has(each)),
        },
      });
      if (saved) {
        return;
      }
    }
  }

  /** Superseded so often that Klarna cannot know it any more. */
  async #isDropped(digest: string): Promise<boolean> {
    const kept = await this.#context.ledger.token(digest);
    const {value} = kept;
    if (value?.state === 'waiting') {
      const refusal = {code: 'authorize-again'} as const;
      return (
        (await this.#settling.refuse(
          kept,
          refusedRecord(value, refusal, value.open),
        )) !== undefined
      );
    }
    return value === undefined || value.state === 'refused';
  }
}
