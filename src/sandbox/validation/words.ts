import * as v from 'valibot';

/**
 * Rules for single values. What is absent may also be null or, for a text,
 * empty: recorded exchanges have all three.
 */

/** A text of any or of a bounded length. */
export function text(max = Infinity) {
  return v.nullish(v.pipe(v.string(), v.check(upTo(max))));
}

/** A text that has to be there and to hold something. */
export function name(max: number) {
  return v.pipe(v.string(), v.nonEmpty(), v.check(upTo(max)));
}

/** A text of a certain form, if there is one. */
export function textOf(
  isRight: ((value: string) => boolean) | RegExp,
  max = Infinity,
) {
  const isForm =
    isRight instanceof RegExp
      ? (value: string) => isRight.test(value)
      : isRight;
  return v.nullish(
    v.pipe(
      v.string(),
      v.check((value) => value === '' || (isForm(value) && upTo(max)(value))),
    ),
  );
}

/** One of Klarna's words, in upper or lower case. */
export function wordOf(words: readonly string[]) {
  return textOf((value) => words.includes(value.toUpperCase()));
}

/** A whole number within bounds. */
export function whole(min = -Infinity, max = Infinity) {
  return v.pipe(
    v.number(),
    v.check((value) => Number.isSafeInteger(value)),
    v.minValue(min),
    v.maxValue(max),
  );
}

/**
 * How many there are. Of a fraction Klarna was recorded to say that the total
 * is wrong, not the quantity; so it is left to the sums.
 */
export function count() {
  return v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
}

/** A whole number, if there is one. */
export function wholeIfAny(min = -Infinity, max = Infinity) {
  return v.nullish(whole(min, max));
}

/** An object; a list is none. */
export function object<const Entries extends v.ObjectEntries>(
  entries: Entries,
) {
  return v.pipe(
    v.custom<object>((value) => !Array.isArray(value)),
    v.object(entries),
  );
}

/** An object, if there is one. */
export function objectIfAny<const Entries extends v.ObjectEntries>(
  entries: Entries,
) {
  return v.nullish(object(entries));
}

/** Length in characters rather than in UTF-16 units. */
function upTo(max: number) {
  return (value: string) =>
    value.length <= max || Array.from(value).length <= max;
}
