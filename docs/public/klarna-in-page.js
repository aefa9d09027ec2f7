/*
 * Service worker of the documentation. What is asked of Klarna's host is handed
 * to the open pages; the one that knows the session plays Klarna and answers.
 */
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) =>
  event.waitUntil(self.clients.claim()),
);
// A page that was reloaded past its cache has no worker until it is claimed.
self.addEventListener('message', (event) =>
  event.waitUntil(self.clients.claim()),
);
self.addEventListener('fetch', (event) => {
  const {origin, pathname} = new URL(event.request.url);
  if (origin !== self.location.origin || !pathname.startsWith('/kp/')) return;
  event.respondWith(askPages(event.request));
});

async function askPages(request) {
  const asked = {
    url: request.url,
    method: request.method,
    headers: [...request.headers],
    body: await request.text(),
  };
  const pages = await self.clients.matchAll({
    type: 'window',
    includeUncontrolled: true,
  });
  const answer = await new Promise((resolve) => {
    for (const page of pages) {
      if (page.frameType !== 'top-level') continue;
      const {port1, port2} = new MessageChannel();
      port1.onmessage = ({data}) => resolve(data);
      page.postMessage(asked, [port2]);
    }
  });
  return new Response(answer.body, answer);
}
