/**
 * Who is shopping: an id in a cookie. A shop has a user session of its own and
 * needs none of this.
 */
export const visitorIn = (request: Request): string | undefined =>
  request.headers.get('cookie')?.match(/(?:^|;\s*)visitor=([\w-]+)/)?.[1];
