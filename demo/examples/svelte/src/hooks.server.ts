import type {Handle} from '@sveltejs/kit/hooks';
import {visitorIn} from './lib/visitor';

/** Gives a cookie to whoever has none. */
export const handle: Handle = ({event, resolve}) => {
  if (!visitorIn(event.request)) {
    event.cookies.set('visitor', crypto.randomUUID(), {
      path: '/',
      secure: event.url.protocol === 'https:',
    });
  }
  return resolve(event);
};
