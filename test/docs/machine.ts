import assert from 'node:assert/strict';
import {once} from 'node:events';
import {register} from 'node:module';
import {Server, type AddressInfo} from 'node:net';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {
  createKlarnaSandbox,
  type KlarnaSandbox,
} from '../../src/sandbox/index.js';
import {makeReadersFolder, type ReadersFolder} from './readers-folder.js';
import {snippet} from './snippets.js';

/** Whatever answers requests. */
export type Fetch = (request: Request) => Response | Promise<Response>;

type Listen = (this: Server, ...given: unknown[]) => Server;

const klarnasHosts = /^api(?:-na|-oc)?(?:\.playground)?\.klarna\.com$/;

/**
 * A reader's machine, within this process: the blocks are files that are
 * imported as they stand. Klarna's hosts, and the sandbox where the pages have
 * it, are a sandbox of the test's own; the ports of the pages are free ones.
 */
export class Machine {
  /** What was said on the console. */
  readonly said: string[] = [];
  /** Asked before the sandbox, for what it does not play. */
  klarna: (request: Request) => Response | undefined = () => undefined;
  #sandbox = createKlarnaSandbox();
  readonly #folder: ReadersFolder;
  readonly #servers = new Set<Server>();
  readonly #own = {
    folder: process.cwd(),
    fetch: globalThis.fetch,
    listen: Reflect.get(Server.prototype, 'listen') as Listen,
    log: console.log,
  };

  private constructor(folder: ReadersFolder) {
    this.#folder = folder;
  }

  static async start(): Promise<Machine> {
    const machine = new Machine(await makeReadersFolder());
    machine.#takeOver();
    return machine;
  }

  get sandbox(): KlarnaSandbox {
    return this.#sandbox;
  }

  get folder(): string {
    return this.#folder.path;
  }

  pathOf(id: string): string {
    const file = this.#folder.files.get(snippet(id).id);
    assert.ok(file, `${id} is no file`);
    return join(this.folder, file);
  }

  /** Another sandbox and nothing said: for the next block. */
  forget(): void {
    this.#sandbox = createKlarnaSandbox();
    this.klarna = () => undefined;
    this.said.length = 0;
  }

  /** Imports the file of a block; `as` is for the names of its runtime. */
  async import<Exports>(id: string, as: object = {}): Promise<Exports> {
    Object.assign(globalThis, as);
    try {
      return (await import(pathToFileURL(this.pathOf(id)).href)) as Exports;
    } finally {
      for (const name of Object.keys(as)) {
        Reflect.deleteProperty(globalThis, name);
      }
    }
  }

  /** Imports the file of a block that serves, and waits until it does. */
  async serve(id: string, as?: object): Promise<Fetch[]> {
    const before = new Set(this.#servers);
    await this.import(id, as);
    const begun = [...this.#servers].filter((server) => !before.has(server));
    assert.ok(begun.length > 0, `${id} serves nothing`);
    return Promise.all(begun.map(fetchOf));
  }

  async close(): Promise<void> {
    process.chdir(this.#own.folder);
    globalThis.fetch = this.#own.fetch;
    Server.prototype.listen = this.#own.listen;
    console.log = this.#own.log;
    for (const server of this.#servers) {
      server.close();
      if ('closeAllConnections' in server) {
        (
          server as Server & {closeAllConnections(): void}
        ).closeAllConnections();
      }
    }
    await this.#folder.remove();
  }

  #takeOver(): void {
    const {fetch, listen} = this.#own;
    const servers = this.#servers;
    process.chdir(this.folder);
    // Deno's name for a package of npm.
    register(
      `data:text/javascript,${encodeURIComponent(
        `export const resolve = (name, context, next) =>
          next(name.replace(/^npm:/, ''), context);`,
      )}`,
    );
    console.log = (...words: unknown[]) => void this.said.push(words.join(' '));
    globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      const {hostname, port} = new URL(request.url);
      return klarnasHosts.test(hostname) || port === '8700'
        ? (this.klarna(request) ?? this.#sandbox.fetch(request))
        : fetch(request);
    };
    Server.prototype.listen = function (this: Server, ...given: unknown[]) {
      const [first] = given;
      if (first === 3000 || first === 8000) {
        given[0] = 0;
        servers.add(this);
      } else if (isOptions(first)) {
        given[0] = {...first, port: 0};
        servers.add(this);
      }
      return Reflect.apply(listen, this, given) as Server;
    };
  }
}

function isOptions(given: unknown): given is {port: number} {
  const {port} = Object(given) as {port?: unknown};
  return port === 3000 || port === 8000;
}

/** A client of a server, once it listens. */
async function fetchOf(server: Server): Promise<Fetch> {
  if (!server.listening) await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return (request) => {
    const {pathname, search} = new URL(request.url);
    return fetch(
      new Request(
        new URL(pathname + search, `http://127.0.0.1:${port}`),
        request,
      ),
      {redirect: 'manual'},
    );
  };
}
