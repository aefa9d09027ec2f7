import * as v from 'valibot';

/**
 * How Klarna reads a number: text of digits counts as one (a live test sent
 * all numbers so), and so does what binary fractions make of a product:
 * Klarna's own plugin sends `19.99 * 100`, which is 1998.9999999999998.
 */

/** How far from an integer a product of decimals ends up. */
const noise = 1e-6;

/** The number that a value stands for, or NaN. */
export function numberIn(value: number | string): number {
  if (typeof value === 'string') {
    return /^-?\d+$/.test(value) ? Number(value) + 0 : NaN;
  }
  const nearest = Math.round(value) + 0;
  return Math.abs(value - nearest) < noise ? nearest : value;
}

/** An integer within bounds; parsed, it is a number. */
export function integer(expected: string, min = -Infinity, max = Infinity) {
  return numberThat(
    expected,
    (value) => Number.isSafeInteger(value) && value >= min && value <= max,
  );
}

/**
 * A number of pieces. Klarna was recorded to say of half a piece that the
 * line's total is wrong, so it is the sums that refuse a fraction.
 */
export function pieces(expected: string) {
  return numberThat(
    expected,
    (value) => value >= 0 && value <= Number.MAX_SAFE_INTEGER,
  );
}

function numberThat(expected: string, isRight: (value: number) => boolean) {
  return v.pipe(
    v.union([v.number(), v.string()], expected),
    v.check((value) => isRight(numberIn(value)), expected),
    v.transform(numberIn),
  );
}
