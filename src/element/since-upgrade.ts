/**
 * What the page sets between the upgrade and the first update. Lit sets at the
 * first update what the page had set on the bare tag before the upgrade: last
 * of all, though it is the oldest.
 */
export class SinceUpgrade {
  #values: Map<PropertyKey, unknown> | undefined;
  #isOver = false;

  /** The element has been made, and the page may set what it likes. */
  begin(): void {
    if (!this.#isOver) this.#values ??= new Map();
  }

  note(name: PropertyKey, value: unknown): void {
    if (!this.#isOver) this.#values?.set(name, value);
  }

  /** What is set from here on is what Lit has kept. */
  end(): void {
    this.#isOver = true;
  }

  /** Sets once more what is newer than that. */
  restoreTo(element: object): void {
    for (const [name, value] of this.#values ?? []) {
      Reflect.set(element, name, value);
    }
    this.#values = undefined;
  }
}
