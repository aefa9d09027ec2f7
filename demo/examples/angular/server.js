import process from 'node:process';
import {fileURLToPath} from 'node:url';
import files from '@fastify/static';
import Fastify from 'fastify';
import {toNodeHandler} from 'srvx/node';
import {klarna} from './klarna.js';
import {greet} from './visitor.js';

const app = Fastify();
const handle = toNodeHandler(klarna.fetch);

app.addHook('onRequest', async (request, reply) => {
  const cookie = greet(request.headers.cookie);
  if (cookie) {
    // Also where the answer is the kit's.
    reply.raw.setHeader('set-cookie', cookie);
    // Pages of the development server have none yet when they ask for a session.
    request.raw.headers.cookie = cookie;
  }
});

app.register(async (routes) => {
  // The kit reads the body itself.
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser('*', (_request, _body, done) => done(null));
  routes.all('/klarna/*', async (request, reply) => {
    reply.hijack();
    await handle(request.raw, reply.raw);
  });
});

app.register(files, {root: fileURLToPath(new URL('dist', import.meta.url))});
app.get('/thanks', (_request, reply) => reply.sendFile('index.html'));

const port = Number(process.env.PORT ?? 3000);
console.log(await app.listen({port, host: '127.0.0.1'}));
