import {defineMiddleware} from 'astro:middleware';
import {visitorIn} from './visitor';

/** Gives a cookie to whoever has none. */
export const onRequest = defineMiddleware(({request, cookies}, next) => {
  if (!visitorIn(request)) {
    cookies.set('visitor', crypto.randomUUID(), {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
    });
  }
  return next();
});
