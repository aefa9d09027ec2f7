import {withIds} from './merchant-url.js';
import type {SandboxOrder, StoredSession} from '../state/store.js';

/**
 * Where the shopper is to be sent once the order is placed; nothing if nobody
 * has named a confirmation page.
 */
export function redirectUrl(
  session: StoredSession,
  order: SandboxOrder,
): string | undefined {
  return confirmationUrl(session, order) && redirectUrlOf(session);
}

/** Klarna's page that leads on to the shop. */
export function redirectUrlOf({origin, id}: StoredSession): string {
  return `${origin}/payments/v1/sessions/${id}/redirect`;
}

/** `GET /payments/v1/sessions/{session_id}/redirect`: on to the shop. */
export function redirect(session: StoredSession | undefined): Response {
  const url = session && confirmationUrl(session, session.placed?.body ?? {});
  if (!url) return new Response('Not found', {status: 404});
  return new Response(null, {
    status: 302,
    headers: {location: url, 'cache-control': 'no-store'},
  });
}

function confirmationUrl(
  session: StoredSession,
  order: SandboxOrder,
): string | undefined {
  const url = withIds(
    order.merchant_urls?.confirmation ||
      session.order.merchant_urls?.confirmation,
    session,
  );
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
    ? url
    : undefined;
}
