import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';

/**
 * A link to a service, which can be cut for a time: nothing gets through and
 * nobody is told, as when a network partitions. What was sent meanwhile arrives
 * afterwards, late.
 */
export class Link {
  readonly port: number;
  readonly #server;
  readonly #ends = new Set<Socket>();
  #isCut = false;

  static async to(port: number): Promise<Link> {
    const server = createServer({pauseOnConnect: true}).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Link(server, port);
  }

  private constructor(server: ReturnType<typeof createServer>, target: number) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (near) => {
      const far = connect(target, '127.0.0.1');
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#ends.add(from);
        from.on('data', (chunk) => to.write(chunk));
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#ends.delete(from);
          to.end();
        });
        if (this.#isCut) from.pause();
        else from.resume();
      }
    });
  }

  cut(): void {
    this.#isCut = true;
    for (const end of this.#ends) end.pause();
  }

  mend(): void {
    this.#isCut = false;
    for (const end of this.#ends) end.resume();
  }

  close(): void {
    for (const end of this.#ends) end.destroy();
    this.#server.close();
  }
}
