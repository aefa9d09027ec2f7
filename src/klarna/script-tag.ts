import {klarnaPage, type ScriptUrlPolicy} from './page.js';

/**
 * The tag of this very URL that may still run, whoever put it there, or a new
 * one.
 *
 * @throws {TypeError} If the page's Trusted Types forbid the URL.
 */
export function scriptTag(url: string, nonce = ''): HTMLScriptElement {
  const present = [...document.scripts].find(({src}) => src === url);
  if (present) {
    // Once the page has loaded, a tag whose download has ended has run or
    // failed before anybody listened.
    const isOver =
      document.readyState === 'complete' &&
      performance.getEntriesByName(url).length;
    if (!isOver) return present;
    disarm(present);
  }
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
