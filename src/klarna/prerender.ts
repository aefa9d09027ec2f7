/** Not in every browser, nor in the types of TypeScript. */
interface PrerenderedDocument extends Document {
  readonly prerendering?: boolean;
}

/**
 * A page may be rendered for a shopper who never comes (Speculation Rules);
 * nothing of Klarna starts then.
 *
 * @returns When the page is shown; nothing if it is already, so that who asks
 *     can go on in the same task.
 */
export function untilShown(): Promise<unknown> | undefined {
  const page: PrerenderedDocument | undefined = globalThis.document;
  return page?.prerendering
    ? new Promise((resolve) => {
        page.addEventListener('prerenderingchange', resolve, {once: true});
      })
    : undefined;
}
