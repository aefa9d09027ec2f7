import {isRecord} from './merge.js';

/** JSON that does not depend on the order in which members were given. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    isRecord(each)
      ? Object.fromEntries(
          Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)),
        )
      : each,
  );
}
