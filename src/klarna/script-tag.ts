import {klarnaPage, type ScriptUrlPolicy} from './page.js';

/** Types of what a browser runs (HTML Standard), and of modules. */
const scriptTypes =
  /^(|module|(application|text)\/(x-)?(java|ecma|j|live)script[\d.]*)$/i;

/**
 * Whether the page holds the script back, as consent managers do: a tag has
 * its address, be it in an attribute of the manager's, but a type that no
 * browser runs, and there is none that may run.
 */
export function isHeldBack(url: string): boolean {
  const isHeld = (tag: HTMLScriptElement) =>
    !hasScriptType(tag) &&
    [...tag.attributes].some(
      ({name, value}) => /^data-|src$/.test(name) && addressOf(value) === url,
    );
  return !liveTag(url) && scriptTags().some(isHeld);
}

/** The tag of this very address that may run, or has. */
export function liveTag(url: string): HTMLScriptElement | undefined {
  return scriptTags().find(
    (tag) =>
      // Cheap, for it is asked again and again.
      tag.src.startsWith(url) &&
      addressOf(tag.src) === url &&
      hasScriptType(tag) &&
      !tag.noModule,
  );
}

/**
 * Whether a tag has run or failed before anybody listened. While the page is
 * still loading, one may have come and wait for its turn (`defer`).
 */
export function hasEnded({src}: HTMLScriptElement): boolean {
  return (
    document.readyState === 'complete' &&
    performance.getEntriesByName(src).length > 0
  );
}

/**
 * Adds a tag.
 *
 * @throws {TypeError} If the page's Trusted Types forbid the URL.
 */
export function addTag(url: string, nonce = ''): HTMLScriptElement {
  const tag = document.createElement('script');
  // Scripts that are added by scripts come last unless they ask for more.
  Object.assign(tag, {nonce, fetchPriority: 'high', src: trusted(url)});
  return document.head.appendChild(tag);
}

/**
 * Takes a tag out for good. Removing it would not do: the script may still
 * arrive, and it runs unless its element has changed documents. It would
 * replace `Klarna.Payments` under the widgets of another script.
 */
export function disarm(tag: HTMLScriptElement) {
  new Document().adoptNode(tag);
}

/**
 * The URL in the form that the page's Trusted Types ask for. The policy is
 * within everybody's reach, so it knows one answer, whatever it is asked.
 */
function trusted(url: string): string {
  const page = klarnaPage();
  page.src = url;
  try {
    page.policy ??= (window as TrustedTypesWindow).trustedTypes?.createPolicy(
      'klarna-payments',
      {
        createScriptURL: () => page.src,
      },
    );
  } catch {
    // The page does not allow the policy; its default policy may do.
  }
  return page.policy?.createScriptURL(url) ?? url;
}

interface TrustedTypesWindow {
  trustedTypes?: {
    createPolicy(
      name: string,
      rules: {createScriptURL(url: string): string | undefined},
    ): ScriptUrlPolicy;
  };
}

/** Where an `<img name="scripts">` cannot hide them. */
function scriptTags(): HTMLScriptElement[] {
  const scripts = Reflect.get(Document.prototype, 'scripts', document);
  return [...(scripts as HTMLCollectionOf<HTMLScriptElement>)];
}

function hasScriptType(tag: HTMLScriptElement): boolean {
  return scriptTypes.test(tag.type.trim());
}

/** The whole address, without the mark of a retry. */
export function addressOf(value: string): string | undefined {
  try {
    const {href} = new URL(value, document.baseURI);
    return href.replace(/\??&retry=\d+$/, '');
  } catch {
    // No URL, or no document to resolve it against.
    return undefined;
  }
}
