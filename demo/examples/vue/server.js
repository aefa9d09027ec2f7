import process from 'node:process';
import {serve} from '@hono/node-server';
import {serveStatic} from '@hono/node-server/serve-static';
import {Hono} from 'hono';
import {klarna} from './klarna.js';
import {greet} from './visitor.js';

const app = new Hono();

app.use(async (context, next) => {
  const cookie = greet(context.req.header('cookie'));
  if (cookie) {
    // Pages of the development server have none yet when they ask for a session.
    const headers = new Headers(context.req.raw.headers);
    headers.set('cookie', cookie);
    context.req.raw = new Request(context.req.raw, {headers});
  }
  await next();
  if (cookie) context.header('set-cookie', cookie);
});
app.all('/klarna/*', (context) => klarna.fetch(context.req.raw));
app.use(serveStatic({root: 'dist'}));
app.get('/thanks', serveStatic({path: 'dist/index.html'}));

const port = Number(process.env.PORT ?? 3000);
serve({fetch: app.fetch, port, hostname: '127.0.0.1'}, () =>
  console.log(`http://127.0.0.1:${port}`),
);
