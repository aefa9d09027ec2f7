import {emulateMedia} from '@web/test-runner-commands';

/** What not every engine can do, and how to tell that this one can. */
const features = {
  moveBefore: () => 'moveBefore' in Element.prototype,
  /** That a custom element in the shadow root of a moved host is told so. */
  'connectedMoveCallback in shadow roots': isToldOfMovedHost,
  'buttons with a command': () =>
    'commandForElement' in HTMLButtonElement.prototype,
  'focus() in frames of other origins': canFocusInFrame,
  'view transitions': () => 'startViewTransition' in document,
  'Request.body': () => 'body' in Request.prototype,
  /** Firefox and WebKit lack a protocol for it, by what drives them here. */
  'emulated media': () =>
    emulateMedia({reducedMotion: 'no-preference'}).then(
      () => true,
      () => false,
    ),
} satisfies Record<string, () => boolean | Promise<boolean>>;

export type Feature = keyof typeof features;

/**
 * Skips a test, or from a hook all tests of its suite, where the engine lacks
 * what they need, and says so.
 */
export async function needs(
  context: Mocha.Context,
  feature: Feature,
): Promise<void> {
  if (await features[feature]()) return;
  const skipped = context.test?.fullTitle().replace(/ "before all" hook.*/, '');
  console.log(`Skipped for want of ${feature}: ${skipped}`);
  context.skip();
}

/** WebKit lets none that nobody has touched move the focus within itself. */
async function canFocusInFrame(): Promise<boolean> {
  const frame = document.createElement('iframe');
  frame.src = `data:text/html,<p tabindex="-1">A</p><script>onmessage = () => {
    const text = document.querySelector('p');
    text.focus();
    parent.postMessage({hasFocus: document.activeElement === text}, '*');
  }</script>`;
  await new Promise((loaded) => {
    frame.addEventListener('load', loaded);
    document.body.append(frame);
  });
  frame.focus();
  const answer = new Promise<boolean>((resolve) => {
    addEventListener('message', function hear({source, data}) {
      if (source !== frame.contentWindow) return;
      removeEventListener('message', hear);
      resolve(data.hasFocus);
    });
  });
  frame.contentWindow!.postMessage(null, '*');
  const canFocus = await answer;
  frame.remove();
  return canFocus;
}

function isToldOfMovedHost(): boolean {
  if (!features.moveBefore()) return false;
  let isTold = false;
  const tag = `moved-probe-${crypto.randomUUID()}`;
  customElements.define(
    tag,
    class extends HTMLElement {
      connectedMoveCallback() {
        isTold = true;
      }
    },
  );
  const [host, place] = [0, 1].map(() => document.createElement('div'));
  host!.attachShadow({mode: 'open'}).append(document.createElement(tag));
  document.body.append(host!, place!);
  place!.moveBefore(host!, null);
  place!.remove();
  return isTold;
}
