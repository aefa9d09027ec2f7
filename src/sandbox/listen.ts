/** Where a sandbox listens. */
export interface KlarnaSandboxListenOptions {
  /** Default: a free one. */
  port?: number;
  /** Default: `127.0.0.1`. */
  host?: string;
}

/** A sandbox that listens. */
export interface KlarnaSandboxServer {
  /** The origin, for example `http://127.0.0.1:49152`. */
  url: string;
  /** Ends all connections, also those that still wait for an answer. */
  close: () => Promise<void>;
}

/** Serves a handler over HTTP, in Node, Deno and Bun. */
export async function listen(
  fetch: (request: Request) => Promise<Response>,
  {port = 0, host = '127.0.0.1'}: KlarnaSandboxListenOptions,
): Promise<KlarnaSandboxServer> {
  // Only here, so that the sandbox itself can be imported anywhere.
  const {serve} = await import('srvx');
  const server = serve({
    fetch,
    port,
    hostname: host,
    silent: true,
    gracefulShutdown: false,
  });
  await server.ready();
  return {
    url: new URL(server.url ?? '').origin,
    close: () => server.close(true),
  };
}
