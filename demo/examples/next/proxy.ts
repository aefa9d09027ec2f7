import {type NextRequest, NextResponse} from 'next/server';
import {visitorIn} from './visitor';

/** Gives a cookie to whoever has none. */
export function proxy(request: NextRequest) {
  const response = NextResponse.next();
  if (!visitorIn(request)) {
    response.cookies.set('visitor', crypto.randomUUID(), {
      httpOnly: true,
      sameSite: 'lax',
    });
  }
  return response;
}

export const config = {matcher: ['/', '/thanks']};
