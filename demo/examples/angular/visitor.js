/**
 * Who is shopping: an id in a cookie. A shop has a user session of its own and
 * needs none of this.
 */
const pattern = /(?:^|;\s*)visitor=([\w-]+)/;

/** @param {string | null | undefined} cookies */
export const visitorIn = (cookies) => cookies?.match(pattern)?.[1];

/**
 * The cookie for somebody who has none.
 *
 * @param {string | null | undefined} cookies
 */
export const greet = (cookies) =>
  visitorIn(cookies)
    ? undefined
    : `visitor=${crypto.randomUUID()}; Path=/; HttpOnly; SameSite=Lax`;
