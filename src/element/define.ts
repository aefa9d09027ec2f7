/** Page-wide mark that the notice has been given. */
const noticed = Symbol.for('klarna-payments.version-notice');

type Versioned = CustomElementConstructor & {readonly version: string};

/** Registers a class once; see `KlarnaPaymentsElement.define`. */
export function define(
  element: Versioned,
  tag: string,
  registry: CustomElementRegistry | undefined,
): void {
  const first = registry?.get(tag) as Partial<Versioned> | undefined;
  if (!first) {
    // A class may stand in a registry once only, under one name.
    const isTaken = Boolean(registry?.getName?.(element));
    registry?.define(tag, isTaken ? class extends element {} : element);
  } else if (first.version !== element.version) {
    const page = globalThis as {[noticed]?: boolean};
    if (page[noticed]) return;
    page[noticed] = true;
    console.warn(
      `<${tag}> ${first.version ?? 'of unknown origin'} is already defined;` +
        ` version ${element.version} is not used.`,
    );
  }
}
