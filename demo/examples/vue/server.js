import process from 'node:process';
import {serve} from '@hono/node-server';
import {serveStatic} from '@hono/node-server/serve-static';
import {Hono} from 'hono';
import {klarna} from './klarna.js';
import {greet} from './visitor.js';

const app = new Hono();

app.use(async (context, next) => {
  const cookie = greet(context.req.header('cookie'));
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
