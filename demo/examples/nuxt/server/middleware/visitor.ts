/** Gives a cookie to whoever has none. */
export default defineEventHandler((event) => {
  if (getCookie(event, 'visitor')) return;
  setCookie(event, 'visitor', crypto.randomUUID(), {
    httpOnly: true,
    sameSite: 'lax',
  });
});
