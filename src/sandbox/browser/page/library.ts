export type LoadLibrary = typeof loadLibrary;

/**
 * Loads another script of Klarna's into the shop's page. It says in an event on
 * its own tag what it is, so that no global name is needed. Rejects where the
 * page's policy or the network lets it not come.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function loadLibrary<Library>(src: string): Promise<Library> {
  return new Promise((resolve, reject) => {
    const tag = document.createElement('script');
    tag.addEventListener('klarna-sandbox-library', (event) => {
      resolve((event as CustomEvent<Library>).detail);
    });
    tag.addEventListener('error', () => {
      tag.remove();
      reject(new Error('A part of Klarna’s script has not come.'));
    });
    tag.src = src;
    document.head.append(tag);
  });
}
