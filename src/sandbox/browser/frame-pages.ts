import {askShopper} from './frames/shopper-client.js';
import {element} from './frames/element.js';
import {formatMoney} from './frames/money.js';
import {purchase} from './frames/purchase.js';
import {purchaseDetails} from './frames/purchase-details.js';
import {frameStyles, purchaseStyles, widgetStyles} from './frame-styles.js';
import {widget} from './frames/widget.js';
import {servedText} from './served-text.js';
import {categoryTexts} from './texts.js';

/** The page of a widget's frame. */
export function widgetPage(): Response {
  const script = servedText(
    widget,
    {texts: categoryTexts},
    {askShopper, element, formatMoney},
  );
  return page('Payment method', frameStyles + widgetStyles, script);
}

/** The page of the overlay's frame. */
export function purchasePage(): Response {
  const titles = {
    load: '',
    authorize: 'Confirm your purchase',
    reauthorize: 'Confirm your changed purchase',
    finalize: 'Complete your purchase',
  };
  const script = servedText(
    purchase,
    {titles},
    {askShopper, element, formatMoney, purchaseDetails},
  );
  return page('Purchase', frameStyles + purchaseStyles, script);
}

/** Any page may embed it, and nothing but its own script and style runs. */
function page(title: string, styles: string, script: string): Response {
  const nonce = crypto.randomUUID();
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · sandbox</title>
<style nonce="${nonce}">${styles}</style>
</head>
<body><script nonce="${nonce}">${script}</script></body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'cross-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}
