/**
 * What Klarna's script brings along for what it draws on the shop's page: a
 * style sheet and a font from its CDN. They are the sandbox's own.
 */
export function styleSheet(): Response {
  return asset(
    `@font-face {
  font-family: 'Klarna Sandbox';
  src: url('klarna.ttf') format('truetype');
}
.klarna-sandbox-static {
  display: block;
  max-width: 600px;
  padding: .75rem 1rem;
  border: 1px solid currentColor;
  border-radius: 8px;
  font: 16px/1.5 'Klarna Sandbox', system-ui, sans-serif;
}
`,
    'text/css; charset=utf-8',
  );
}

/** A font with nothing in it but a space, so that texts fall back. */
export function font(): Response {
  const bytes = Uint8Array.from(atob(fontFile), (char) => char.charCodeAt(0));
  return asset(bytes, 'font/ttf');
}

function asset(body: BodyInit, type: string): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
}

const fontFile =
  'AAEAAAAKAIAAAwAgT1MvMlJYXzkAAACsAAAAYGNtYXAADABTAAABDAAAACxnbHlmAAAA' +
  'AAAAATgAAAABaGVhZF8eQOUAAAE8AAAANmhoZWEDIgEvAAABdAAAACRobXR4Au4AAAAA' +
  'AZgAAAAIbG9jYQAAAAAAAAGgAAAABm1heHAAAwACAAABqAAAACBuYW1lAXsSBwAAAcgA' +
  'AABEcG9zdAADAAAAAAIMAAAAIAAEAfQBkAAFAAACigJYAAAASwKKAlgAAAFeADIBLAAA' +
  'AAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAABTTkJYAEAAIAAgAyD/OAAAAyAAyAAAAAEA' +
  'AAAAAfQCvAAAACAAAAAAAAEAAwABAAAADAAEACAAAAAEAAQAAQAAACD//wAAACD////h' +
  'AAEAAAAAAAAAAAABAAAAAQAAM3E2DF8PPPUACwPoAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
  'AAAAAAAACAACAAAAAAAAAAEAAAMg/zgAAAH0AAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAC' +
  'AfQAAAD6AAAAAAAAAAAAAAABAAAAAgAAAAAAAAAAAAIAAAAAAAAAAAAAAAAAAAAAAAAA' +
  'BAA2AAMAAQQJAAEADgAAAAMAAQQJAAIADgAAAAMAAQQJAAQADgAAAAMAAQQJAAYADgAA' +
  'AFMAYQBuAGQAYgBvAHgAAwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==';
