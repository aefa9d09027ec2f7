import {klarnaPage, type ScriptUrlPolicy} from './page.js';

export interface ScriptTagOptions {
  /** For a Content Security Policy; set as a property, never readable. */
  nonce?: string | undefined;
  /** Only for a server that answers with CORS headers; default none. */
  crossOrigin?: 'anonymous' | 'use-credentials' | undefined;
}

/**
 * The tag of this very URL that may still run, whoever put it there. One that
 * cannot any more is taken out.
 */
export function pendingTag(url: string): HTMLScriptElement | undefined {
  const executed = executedTags();
  const tags = [...document.scripts].filter(
    (tag) => tag.src === url && !executed.has(tag),
  );
  // Once the page has loaded, a tag whose download has ended is a tag that
  // failed before anybody listened.
  const failed =
    document.readyState === 'complete' &&
    performance.getEntriesByName(url).length;
  if (!failed) return tags[0];
  tags.forEach(disarm);
  return undefined;
}

/** @throws {TypeError} If the page's Trusted Types forbid the URL. */
export function insertTag(
  url: string,
  {nonce = '', crossOrigin}: ScriptTagOptions,
): HTMLScriptElement {
  const tag = document.createElement('script');
  tag.nonce = nonce;
  tag.crossOrigin = crossOrigin ?? null;
  // Scripts added by scripts come last otherwise.
  tag.fetchPriority = 'high';
  tag.src = trusted(url);
  document.head.append(tag);
  return tag;
}

/**
 * Takes out a tag that has not run. Removing it would not do: the script may
 * still arrive, and it runs unless its element has changed documents. It would
 * replace `Klarna.Payments` under the widgets of another script.
 */
export function disarm(tag: HTMLScriptElement) {
  new Document().adoptNode(tag);
}

/** Tags that have run. They stay where they are and nobody waits for them. */
export function executedTags(): WeakSet<HTMLScriptElement> {
  return (klarnaPage().executed ??= new WeakSet());
}

/** The URL in the form that the page's Trusted Types ask for. */
function trusted(url: string): string {
  const page = klarnaPage();
  const urls = (page.urls ??= new Set()).add(url);
  const {trustedTypes} = window as TrustedTypesWindow;
  try {
    page.policy ??= trustedTypes?.createPolicy('klarna-payments', {
      createScriptURL(asked) {
        if (urls.has(asked)) return asked;
        throw new TypeError('Nobody asked for this script');
      },
    });
  } catch {
    // The page does not allow the policy; its default policy may do.
  }
  return page.policy?.createScriptURL(url) ?? url;
}

interface TrustedTypesWindow {
  trustedTypes?: {
    createPolicy(name: string, rules: ScriptUrlPolicy): ScriptUrlPolicy;
  };
}
