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
 * What a function of the shop answers.
 *
 * @param patience Milliseconds that it may take.
 * @throws ShopError, or ProblemError `busy` if it takes longer.
 */
export async function askShop<Answer>(
  ask: () => Answer | Promise<Answer>,
  patience: number,
): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const answer = ask();
    if (!(answer instanceof Promise)) {
      return await answer;
    }
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(busy(1)), patience);
    });
    return await Promise.race([answer, late]);
  } catch (error) {
    throw error instanceof ProblemError ? error : new ShopError(error);
  } finally {
    clearTimeout(timer);
  }
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

/** What the shop itself has thrown, or the error if that is none of it. */
export function thrownIn(error: unknown): unknown {
  return error instanceof ShopError ? error.thrown : error;
}
