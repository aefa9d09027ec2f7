/**
 * An origin as it may be told, parsed and cut: whoever sends a request can put
 * anything into a header. `null` is what some pages of browsers send.
 */
export function namedOrigin(text: unknown): string | undefined {
  if (text === 'null') {
    return text;
  }
  if (typeof text !== 'string' || !URL.canParse(text)) {
    return undefined;
  }
  const {protocol, origin, host} = new URL(text);
  return (origin === 'null' ? `${protocol}//${host}` : origin).slice(0, 200);
}
