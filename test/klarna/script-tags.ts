import type * as Loader from '../../src/klarna/loader.js';
import {defaultSdkUrl} from '../../src/klarna/loader.js';
import {importCopy} from '../support/second-copy.js';

declare global {
  interface Window {
    evaluations?: number;
  }
}

/** What Klarna's script does in tests of the loader: it counts its runs. */
export const script = `
  window.evaluations = (window.evaluations ?? 0) + 1;
  (window.Klarna ??= {}).Payments = {evaluation: window.evaluations};
  if (typeof klarnaAsyncCallback === 'function') klarnaAsyncCallback();
`;

let urls = 0;

/** An address at Klarna that no other test has used. */
export function freshUrl(): string {
  return `${defaultSdkUrl}?test=${++urls}`;
}

export function tagsOf(url: string): HTMLScriptElement[] {
  return [...document.scripts].filter(({src}) => src === url);
}

export function addTag(url: string): HTMLScriptElement {
  const tag = document.createElement('script');
  tag.src = url;
  document.head.append(tag);
  return tag;
}

/** Which event ends the tag's download. */
export function ended(tag: HTMLScriptElement): Promise<string> {
  return new Promise((resolve) => {
    tag.addEventListener('load', () => resolve('load'));
    tag.addEventListener('error', () => resolve('error'));
  });
}

/** The loader of another copy of the library. */
export function loaderCopy(): Promise<typeof Loader> {
  return importCopy<typeof Loader>('/src/klarna/loader.ts');
}

/** A page that never had Klarna's script. */
export function forgetScripts() {
  for (const tag of document.querySelectorAll('script')) {
    if (tag.src.startsWith(defaultSdkUrl)) tag.remove();
  }
  delete window.Klarna;
  delete window.evaluations;
  delete window.klarnaAsyncCallback;
}
