export type Looks = typeof looks;

/**
 * The style sheet and the font that Klarna's script brings along from its CDN,
 * for what it draws on the shop's page itself. A page that does not let them
 * in goes without, and its `securitypolicyviolation` events say so.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function looks(cdn: string): void {
  const href = `${cdn}/kp/assets/klarna.css`;
  if (document.querySelector(`link[href="${href}"]`)) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  link.addEventListener('load', () => {
    // Asked for at once and not only when a text needs it.
    void document.fonts.load('1em "Klarna Sandbox"').catch(() => undefined);
  });
  document.head.append(link);
}
