import {fileURLToPath} from 'node:url';
import process from 'node:process';
import express from 'express';
import {toNodeHandler} from 'srvx/node';
import {klarna} from './klarna.js';
import {greet} from './visitor.js';

const app = express();
const pages = fileURLToPath(new URL('dist', import.meta.url));

app.use((request, response, next) => {
  const cookie = greet(request.headers.cookie);
  if (cookie) {
    response.setHeader('set-cookie', cookie);
    // Pages of the development server have none yet when they ask for a session.
    request.headers.cookie = cookie;
  }
  next();
});
app.use(
  '/klarna',
  /** @type {import('express').RequestHandler} */ (toNodeHandler(klarna.fetch)),
);
app.use(express.static(pages));
app.get('/thanks', (_request, response) =>
  response.sendFile('index.html', {root: pages}),
);

const port = Number(process.env.PORT ?? 3000);
app.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`));
