import {spawn, type ChildProcess} from 'node:child_process';
import {createServer, type AddressInfo} from 'node:net';

/** Key under which WebDriver hands out elements (W3C WebDriver). */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** An element of the page, as WebDriver names it. */
export type WebElement = Readonly<Record<typeof elementKey, string>>;

/**
 * One browser window, driven over plain W3C WebDriver. Commands run one after
 * the other, for the window is in one frame at a time.
 */
export class WebDriverWindow {
  readonly #base: string;
  #latest: Promise<unknown> = Promise.resolve();

  private constructor(base: string) {
    this.#base = base;
  }

  /**
   * @param driver The address of a running driver.
   * @param capabilities What `alwaysMatch` asks for.
   */
  static async open(
    driver: string,
    capabilities: object,
  ): Promise<WebDriverWindow> {
    const {sessionId} = (await request('POST', `${driver}/session`, {
      capabilities: {alwaysMatch: capabilities},
    })) as {sessionId: string};
    return new WebDriverWindow(`${driver}/session/${sessionId}`);
  }

  /** Runs the commands of one step; no other step's come in between. */
  alone<Value>(step: () => Promise<Value>): Promise<Value> {
    const result = this.#latest.then(step);
    this.#latest = result.catch(() => undefined);
    return result;
  }

  get(path: string): Promise<unknown> {
    return request('GET', this.#base + path);
  }

  post(path: string, body: object = {}): Promise<unknown> {
    return request('POST', this.#base + path, body);
  }

  evaluate<Value>(script: string, ...args: unknown[]): Promise<Value> {
    return this.post('/execute/sync', {script, args}) as Promise<Value>;
  }

  find(selector: string): Promise<WebElement> {
    return this.post('/element', {
      using: 'css selector',
      value: selector,
    }) as Promise<WebElement>;
  }

  click(element: WebElement): Promise<unknown> {
    return this.post(`/element/${element[elementKey]}/click`);
  }

  async close(): Promise<void> {
    await request('DELETE', this.#base);
  }
}

/**
 * Starts a driver on a free port and waits until it answers.
 *
 * @returns Its address and its process.
 */
export async function startDriver(
  command: string,
  env: NodeJS.ProcessEnv,
): Promise<{address: string; process: ChildProcess}> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const process = spawn(command, [`--port=${port}`], {env, stdio: 'ignore'});
  for (let attempt = 0; ; attempt++) {
    try {
      await request('GET', `${address}/status`);
      return {address, process};
    } catch (error) {
      if (attempt === 200 || process.exitCode !== null) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

async function request(
  method: string,
  url: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: {'content-type': 'application/json'},
    ...(body && {body: JSON.stringify(body)}),
  });
  const {value} = (await response.json()) as {value: unknown};
  if (response.ok) return value;
  const {error, message} = value as {error: string; message: string};
  throw new Error(`${method} ${new URL(url).pathname}: ${error} ${message}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
