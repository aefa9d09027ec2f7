import type {FrameAction, FrameView} from './klarna-rig.frames.js';
import type {WebDriverWindow} from './webdriver.js';

/** Keys that do not type a character (W3C WebDriver). */
const keys: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  Meta: '\uE03D',
};

const buttons = {left: 0, middle: 1, right: 2};

interface MouseOptions {
  button?: keyof typeof buttons | undefined;
}

/**
 * What the test runner's commands use of a page of Playwright's, over
 * WebDriver.
 */
export class WebKitPage {
  readonly #window: WebDriverWindow;

  constructor(window: WebDriverWindow) {
    this.#window = window;
  }

  readonly keyboard = {
    type: (text: string) =>
      this.#press(Array.from(text, (key) => [down(key), up(key)]).flat()),
    press: (combination: string) => {
      const parts = combination.split(/(?<=.)\+/);
      return this.#press([...parts.map(down), ...parts.toReversed().map(up)]);
    },
    down: (key: string) => this.#press([down(key)]),
    up: (key: string) => this.#press([up(key)]),
  };

  readonly mouse = {
    move: (x: number, y: number) => this.#point([moved(x, y)]),
    down: ({button = 'left'}: MouseOptions = {}) =>
      this.#point([{type: 'pointerDown', button: buttons[button]}]),
    up: ({button = 'left'}: MouseOptions = {}) =>
      this.#point([{type: 'pointerUp', button: buttons[button]}]),
    click: (x: number, y: number, {button = 'left'}: MouseOptions = {}) =>
      this.#point([
        moved(x, y),
        {type: 'pointerDown', button: buttons[button]},
        {type: 'pointerUp', button: buttons[button]},
      ]),
  };

  /** The window has a frame of its own: it is asked again for what is left. */
  setViewportSize({width, height}: {width: number; height: number}) {
    const window = this.#window;
    return window.alone(async () => {
      let seen: number[] = [];
      for (let attempt = 0; attempt < 5; attempt++) {
        const [w = 0, h = 0] = (seen = await window.evaluate<number[]>(
          'return [innerWidth, innerHeight]',
        ));
        if (w === width && h === height) return;
        const rect = (await window.get('/window/rect')) as DOMRect;
        await window.post('/window/rect', {
          width: rect.width + width - w,
          height: rect.height + height - h,
        });
        await new Promise((done) => setTimeout(done, 100));
      }
      throw new Error(`The window stays at ${seen.join(' x ')}.`);
    });
  }

  async emulateMedia(): Promise<never> {
    throw new Error('WebDriver knows no emulated media.');
  }

  /** See `inFrame` of the shop. */
  act({frame, selector, act = 'click'}: FrameAction): Promise<FrameView> {
    const window = this.#window;
    return window.alone(async () => {
      try {
        await until(async () => {
          await window.post('/frame', {id: null});
          const element = await window.find(`iframe#${frame}`);
          await window.post('/frame', {id: element});
          return window.find(selector);
        });
        const element = await window.find(selector);
        const view = await window.evaluate<FrameView>(
          `const [node] = arguments;
          return {
            text: node.innerText,
            checked: node.checked === true,
            active: document.activeElement === node,
            hasKeys: document.hasFocus(),
            lang: document.documentElement.lang,
          };`,
          element,
        );
        if (act === 'click') {
          await window.click(element);
        } else if (typeof act === 'object' && 'press' in act) {
          await window.evaluate('arguments[0].focus()', element);
          await window.post('/actions', {
            actions: [keyActions([down(act.press), up(act.press)])],
          });
        } else if (typeof act === 'object') {
          await window.evaluate(
            'arguments[0].value = arguments[1]',
            element,
            act.select,
          );
        }
        return view;
      } finally {
        await window.post('/frame', {id: null});
      }
    });
  }

  #press(actions: readonly object[]) {
    return this.#window.alone(() =>
      this.#window.post('/actions', {actions: [keyActions(actions)]}),
    );
  }

  #point(actions: readonly object[]) {
    return this.#window.alone(() =>
      this.#window.post('/actions', {
        actions: [
          {
            type: 'pointer',
            id: 'mouse',
            parameters: {pointerType: 'mouse'},
            actions,
          },
        ],
      }),
    );
  }
}

function keyActions(actions: readonly object[]): object {
  return {type: 'key', id: 'keyboard', actions};
}

function down(key: string): object {
  return {type: 'keyDown', value: keys[key] ?? key};
}

function up(key: string): object {
  return {type: 'keyUp', value: keys[key] ?? key};
}

function moved(x: number, y: number): object {
  return {type: 'pointerMove', duration: 0, x, y};
}

/** Tests have a time-out of their own; this one keeps the window free. */
async function until<Value>(look: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await look();
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
