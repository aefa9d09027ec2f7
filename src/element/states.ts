/**
 * Has the element match `:state()` of these names, and of no others. Firefox
 * before 126 and Safari before 17.4 have no such states, Chrome before 125 has
 * them for names with `--` alone: looks are no reason to fail a payment.
 */
export function showStates(
  internals: ElementInternals,
  ...names: readonly string[]
): void {
  // A browser need not know them, whatever the types say.
  const {states} = internals as {readonly states?: CustomStateSet};
  try {
    states?.clear();
    for (const name of names) states?.add(name);
  } catch {
    // What the name stands for is a property as well.
  }
}
