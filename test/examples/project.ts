import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {root} from '../package/package.js';
import type {Trap} from './list.js';

/** An example in a folder of its own, as somebody has it who copied it. */
export class Project {
  readonly name: string;
  readonly folder: string;
  /** Everything that its tools have said. */
  readonly log: string;
  readonly #environment: NodeJS.ProcessEnv;
  #server: ChildProcess | undefined;

  /**
   * @param logs Folder for what the tools say.
   * @param environment Added to that of this process.
   */
  static async copy(
    name: string,
    logs: string,
    environment: Record<string, string>,
  ): Promise<Project> {
    const folder = await mkdtemp(
      join(tmpdir(), `klarna-payments-example-${name}-`),
    );
    await cp(join(root, 'demo/examples', name), folder, {
      recursive: true,
      filter: (path) => !/\/node_modules(?:\/|$)/.test(path),
    });
    const log = join(logs, `${name}.log`);
    await writeFile(log, '');
    return new Project(name, folder, log, environment);
  }

  private constructor(
    name: string,
    folder: string,
    log: string,
    environment: Record<string, string>,
  ) {
    this.name = name;
    this.folder = folder;
    this.log = log;
    this.#environment = {
      ...process.env,
      CI: '1',
      NEXT_TELEMETRY_DISABLED: '1',
      NUXT_TELEMETRY_DISABLED: '1',
      ASTRO_TELEMETRY_DISABLED: '1',
      NG_CLI_ANALYTICS: 'false',
      ...environment,
    };
  }

  /** Installs what the lock file names, and the package from a tarball. */
  async install(tarball: string): Promise<void> {
    const path = join(this.folder, 'package.json');
    const manifest = JSON.parse(await readFile(path, 'utf8')) as {
      engines: {node: string};
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    manifest.dependencies['klarna-payments-element'] = `file:${tarball}`;
    // Scripts find their Node in `node_modules/.bin` before any other.
    if (!isThisNode(manifest.engines.node)) {
      manifest.devDependencies['node'] = '^24';
    }
    await writeFile(path, JSON.stringify(manifest, null, 2));
    await this.#run('npm', [
      'install',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
    ]);
  }

  script(name: string): Promise<void> {
    return this.#run('npm', ['run', name]);
  }

  /** What a script says when it fails because of a file that is added to it. */
  async complaintAbout({file, text, script}: Trap): Promise<string> {
    const path = join(this.folder, file);
    await mkdir(dirname(path), {recursive: true});
    await writeFile(path, text);
    try {
      await this.script(script);
      return '';
    } catch (error) {
      return String(error);
    } finally {
      await rm(path);
    }
  }

  /** Starts the built example, and answers where it is. */
  async start(): Promise<string> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = spawn('npm', ['start'], {
      cwd: this.folder,
      env: {
        ...this.#environment,
        PORT: `${port}`,
        HOST: '127.0.0.1',
        ORIGIN: url,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Stopping the group also stops what npm has started.
      detached: true,
    });
    this.#server = server;
    for (const stream of [server.stdout, server.stderr]) {
      stream.on('data', (text: Buffer) => void appendFile(this.log, text));
    }
    const deadline = Date.now() + 60_000;
    while (server.exitCode === null && Date.now() < deadline) {
      try {
        await fetch(url, {signal: AbortSignal.timeout(10_000)});
        return url;
      } catch {
        await sleep(100);
      }
    }
    throw new Error(`its server does not answer: see ${this.log}`);
  }

  async remove(): Promise<void> {
    const server = this.#server;
    if (server?.pid && server.exitCode === null) {
      const gone = once(server, 'exit');
      process.kill(-server.pid, 'SIGKILL');
      await gone;
    }
    await rm(this.folder, {recursive: true, force: true, maxRetries: 5});
  }

  async #run(command: string, args: readonly string[]): Promise<void> {
    await appendFile(this.log, `\n$ ${command} ${args.join(' ')}\n`);
    const child = spawn(command, args, {
      cwd: this.folder,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 600_000,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => (said += text.toString()));
    }
    const [code] = (await once(child, 'close')) as [number | null];
    await appendFile(this.log, said);
    if (code !== 0) {
      throw new Error(`${command} ${args.join(' ')}: ${lastLines(said)}`);
    }
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-30).join('\n');
}

/** Ranges such as `^20.19.0 || >=22.12.0`, which is all that engines say. */
function isThisNode(range: string): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return range.split('||').some((part) => {
    const match = /(\^|>=)(\d+)(?:\.(\d+))?/.exec(part);
    if (!match) return false;
    const [, sign, from = '', least = '0'] = match;
    if (major === Number(from)) return minor >= Number(least);
    return sign === '>=' && major > Number(from);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
