import * as v from 'valibot';

/**
 * Rules for the texts of an order. Klarna takes null for an absent member and
 * an empty text for none (observed in recorded exchanges), and does not mind
 * the case of fixed words.
 */

/** An optional text of up to `max` characters, empty ones included. */
export function optionalText(max: number) {
  return v.nullish(lengthOf(0, max));
}

/** A text that is not empty, whether required or not. */
export function filledText(max: number) {
  return lengthOf(1, max);
}

/** An optional text that, unless empty, is as `test` says. */
export function optionalTextLike(
  expected: string,
  test: (value: string) => boolean,
  max = Infinity,
) {
  return v.nullish(
    v.pipe(
      v.string(expected),
      v.check(
        (value) => value === '' || (isWithin(value, max) && test(value)),
        expected,
      ),
    ),
  );
}

/** A text that is as `test` says. */
export function textLike(expected: string, test: (value: string) => boolean) {
  return v.pipe(v.string(expected), v.check(test, expected));
}

/** An optional one of some fixed words, in either case. */
export function optionalWord(words: readonly string[]) {
  return optionalTextLike(wordsOf(words), isOneOf(words));
}

/** One of some fixed words, in either case. */
export function word(words: readonly string[]) {
  return textLike(wordsOf(words), isOneOf(words));
}

/** An object, which a list is not; members that it does not name are passed over. */
export function object<Entries extends v.ObjectEntries>(
  entries: Entries,
  expected: string,
) {
  return v.pipe(
    v.custom<object>((value) => !Array.isArray(value), expected),
    v.object(entries, expected),
  );
}

/** The same, if there is one. */
export function optionalObject<Entries extends v.ObjectEntries>(
  entries: Entries,
) {
  return v.nullish(object(entries, 'an object'));
}

/** A text of so many characters. */
export function lengthOf(min: number, max: number) {
  const expected = Number.isFinite(max)
    ? `text of ${min} to ${max} characters`
    : 'text';
  return v.pipe(
    v.string(expected),
    v.check((value) => value.length >= min && isWithin(value, max), expected),
  );
}

/** Counts an emoji as one character: in doubt the shop is right. */
function isWithin(value: string, max: number): boolean {
  return (
    value.length <= max ||
    (value.length <= 2 * max && Array.from(value).length <= max)
  );
}

function isOneOf(words: readonly string[]): (value: string) => boolean {
  const known = new Set(words.map((each) => each.toLowerCase()));
  return (value) => known.has(value.toLowerCase());
}

function wordsOf(words: readonly string[]): string {
  return `one of ${words.join(', ')}`;
}
