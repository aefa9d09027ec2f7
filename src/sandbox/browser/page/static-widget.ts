export type StaticWidget = typeof staticWidget;

/**
 * The widget that newer builds draw on the shop's page: in a closed shadow
 * root, without a frame. Like the frames it is found through `document` alone,
 * so that one in a shadow root is never found again.
 *
 * Runs on the shop's page; refers to nothing outside of itself.
 */
export function staticWidget(name: string, container: HTMLElement): void {
  const dashed = name.toLowerCase().replaceAll('_', '-');
  document.getElementById(`klarna-${dashed}-main`)?.remove();
  const id = `klarna-${dashed}-static`;
  const found = document.querySelector(`[data-cid="${id}"]`);
  if (found?.parentNode === container) return;
  found?.remove();

  const widget = document.createElement('div');
  widget.dataset['cid'] = id;
  widget.className = 'klarna-sandbox-static';
  const title = document.createElement('strong');
  title.textContent = name.replaceAll('_', ' ');
  const badge = document.createElement('small');
  badge.textContent = 'Sandbox · no money moves';
  widget.attachShadow({mode: 'closed'}).append(title, ' ', badge);
  container.append(widget);
}
