import type {Clock} from '../clock.js';
import {StorageError} from '../storage/guarded.js';
import {busy, ProblemError} from './problems.js';

/**
 * What a function of the shop has thrown. Without this mark an error of
 * Klarna's that it passes on would be taken for one of the kit's own calls.
 */
export class ShopError extends Error {
  override readonly name = 'ShopError';

  constructor(readonly thrown: unknown) {
    super('a function of the shop has failed');
  }
}

/**
 * What a function of the shop answers, if it does so in time.
 *
 * @throws ShopError, or ProblemError `busy` if it takes longer.
 */
export type AskShop = <Answer>(
  ask: () => Answer | Promise<Answer>,
) => Promise<Answer>;

/** @param patience Milliseconds that functions of the shop may take. */
export function askShopWithin(patience: number, clock: Clock): AskShop {
  return async (ask) => {
    let stop = () => {};
    try {
      const answer = ask();
      if (!isThenable(answer)) {
        return answer;
      }
      const late = new Promise<never>((_, reject) => {
        stop = clock.after(patience, () => reject(busy(1)));
      });
      return await Promise.race([answer, late]);
    } catch (error) {
      throw error instanceof ProblemError ? error : new ShopError(error);
    } finally {
      stop();
    }
  };
}

/**
 * What query builders answer is no `Promise`, nor is one of another realm: all
 * that `await` goes by is the member `then`.
 */
function isThenable<Answer>(
  answer: Answer | PromiseLike<Answer>,
): answer is PromiseLike<Answer> {
  return typeof Object(answer).then === 'function';
}

/** A function of the shop that may take its time, and whose errors are marked. */
export function markedAsShop<Input, Answer>(
  ask: (input: Input) => Answer | Promise<Answer>,
): (input: Input) => Promise<Answer> {
  return async (input) => {
    try {
      return await ask(input);
    } catch (error) {
      throw new ShopError(error);
    }
  };
}

/** What the shop or its storage has thrown, or the error if it is neither's. */
export function thrownIn(error: unknown): unknown {
  return error instanceof ShopError || error instanceof StorageError
    ? error.thrown
    : error;
}
