/**
 * Node's own request, where there is one beneath: srvx keeps it on the request
 * that it makes of it, and Express leaves its traces there.
 */
export interface NodeRequest {
  readonly readableEnded: boolean;
  readonly destroyed: boolean;
  /** What a body parser has made of the body, which is then used up. */
  readonly body?: unknown;
  /** The path before Express took off where the handler is mounted. */
  readonly originalUrl?: unknown;
  on(event: string, listener: (value: never) => void): unknown;
  off(event: string, listener: (value: never) => void): unknown;
}

export function nodeRequestOf(request: Request): NodeRequest | undefined {
  return (request as {runtime?: {node?: {req?: NodeRequest}}}).runtime?.node
    ?.req;
}

/**
 * Hands over the body as it arrives. Making a web stream of it first would
 * cost more than everything else that a request for a session needs.
 *
 * @throws What `take` throws; the rest of the body then flows away unread.
 */
export function forEachNodeChunk(
  node: NodeRequest,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => {
      for (const [event, listener] of Object.entries(listeners)) {
        node.off(event, listener);
      }
      outcome();
    };
    const cutOff = () => settle(() => reject(new Error('cut off')));
    const listeners = {
      data: (chunk: Uint8Array) => {
        try {
          take(chunk);
        } catch (error) {
          settle(() => reject(error as Error));
        }
      },
      end: () => settle(resolve),
      error: cutOff,
      close: cutOff,
    };
    for (const [event, listener] of Object.entries(listeners)) {
      node.on(event, listener);
    }
  });
}
