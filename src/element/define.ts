import {klarnaPage} from '../klarna/page.js';

type Versioned = CustomElementConstructor & {readonly version: string};

/** Registers a class once; see `KlarnaPaymentsElement.define`. */
export function define(
  element: Versioned,
  tag: string,
  registry: CustomElementRegistry | undefined,
): void {
  if (!registry) return;
  const first = registry.get(tag) as Partial<Versioned> | undefined;
  if (!first) {
    try {
      registry.define(tag, element);
    } catch {
      // A class may stand in a registry once only, under one name.
      registry.define(tag, class extends element {});
    }
  } else if (first.version !== element.version) {
    const page = klarnaPage();
    if (page.noticed) return;
    page.noticed = true;
    console.warn(
      `<${tag}> is already version ${first.version}, not ${element.version}`,
    );
  }
}
