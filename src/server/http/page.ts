/** What a page of the kit's says to a shopper. All of it is text. */
export interface PageText {
  title: string;
  text: string;
  /** For whoever runs the shop; smaller. */
  note?: string;
  link?: {href: string; text: string};
  /** Where the page goes on to by itself. */
  next?: string;
}

const style = `
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif }
body { max-width: 34rem; margin: 15vh auto 0; padding: 0 1.5rem }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem }
p { margin: 0 0 1rem; overflow-wrap: anywhere }
small { opacity: .75 }
`;

/**
 * A page without script that needs nothing from elsewhere.
 *
 * One that goes on by itself does so twice over: Turbo loads a page in full
 * that says so, and a refresh takes effect wherever a router puts it into the
 * document, as Astro's does (HTML standard, "pragma directives"). Its link is
 * one that no router takes for its own.
 */
export function pageResponse(
  {title, text, note, link, next}: PageText,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">${
    next === undefined
      ? ''
      : `
<meta name="turbo-visit-control" content="reload">
<meta http-equiv="refresh" content="0; url=${escaped(next)}">`
  }
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>${
    link
      ? `
<p><a href="${escaped(link.href)}" data-turbo="false" data-astro-reload hx-boost="false">${escaped(link.text)}</a></p>`
      : ''
  }${
    note === undefined
      ? ''
      : `
<p><small>${escaped(note)}</small></p>`
  }
</main>
</body>
</html>
`;
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
      'x-content-type-options': 'nosniff',
      ...unseen,
      ...headers,
    },
  });
}

/** Of all that is between the shop and Klarna. */
export const unseen = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
} as const;

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '');
}
