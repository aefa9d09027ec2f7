import type {OverviewContext} from './context.js';

/** What somebody who has come this far wants to do next. */
export function nextStep(
  context: Pick<OverviewContext, 'journal' | 'orders' | 'sessionCount'>,
  origin: string,
): {text: string; code?: string} {
  const seen = (request: RegExp, verdict = /./) =>
    context.journal.notes.some(
      (note) => request.test(note.request) && verdict.test(note.verdict),
    );
  if (context.orders().some(({fraudStatus}) => fraudStatus === 'PENDING')) {
    return {
      text: 'An order is pending. Accept or reject it below, and see what your shop does when it is notified.',
    };
  }
  if (context.orders().length > 0) {
    return {
      text: 'An order is placed: the way through works. Now see what your shop does when the next shopper is declined, or when something below breaks.',
    };
  }
  if (seen(/authorize|finalize/, /^approved$/)) {
    return {
      text: 'A shopper has approved. Place the order with the authorization token, for the same amounts, lines and addresses.',
      code: `POST ${origin}/payments/v1/authorizations/{authorization_token}/order`,
    };
  }
  if (seen(/^load$/)) {
    return {
      text: 'The widget is there. Let the shopper authorize it: your page calls Klarna.Payments.authorize in the click.',
    };
  }
  if (context.sessionCount() > 0) {
    return {
      text: 'A session is created. Give its client_token to your page, which includes the script and loads the widget.',
      code: `<script src="${origin}/kp/lib/v1/api.js" async></script>`,
    };
  }
  return {
    text: 'Point your server at this address instead of Klarna’s, and create a session. Any Basic authentication will do unless credentials were set.',
    code: `curl ${origin}/payments/v1/sessions -u user:password \\
  -H 'content-type: application/json' -d '{
    "purchase_country": "SE", "purchase_currency": "SEK", "locale": "sv-SE",
    "order_amount": 1000,
    "order_lines": [{"name": "Tea", "quantity": 1,
      "unit_price": 1000, "total_amount": 1000}]}'`,
  };
}
