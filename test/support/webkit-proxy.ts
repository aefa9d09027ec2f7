import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createServer as createHttp} from 'node:http';
import {createServer as createHttps} from 'node:https';
import {connect, type AddressInfo, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {answerFor} from './klarna-rig.network.js';

/**
 * Keeps a browser off the network that cannot be asked to: what is not for
 * this machine comes here, and gets what a test has chosen for Klarna's CDN,
 * or no answer at all.
 *
 * @param page Whose choice it is.
 * @returns The proxy's port, and how to stop it.
 */
export async function startProxy(
  page: () => object,
): Promise<{port: number; stop: () => void}> {
  const tls = createHttps(certificate(), (request, response) => {
    void answerFor(
      page(),
      `https://${request.headers.host}${request.url}`,
    ).then((answer) => {
      if (!answer) return response.destroy();
      return response
        .writeHead(answer.status, {
          'content-type': answer.contentType,
          ...answer.headers,
        })
        .end(answer.body);
    });
  });
  const proxy = createHttp((request) => request.destroy());
  proxy.on('connect', (_request, socket, head) => {
    const {port} = tls.address() as AddressInfo;
    const inner = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      inner.write(head);
      inner.pipe(socket).pipe(inner);
    });
    inner.on('error', () => socket.destroy());
    socket.on('error', () => inner.destroy());
  });
  await Promise.all([listen(tls), listen(proxy)]);
  return {
    port: (proxy.address() as AddressInfo).port,
    stop() {
      for (const server of [proxy, tls]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** Made for this run alone; the browser is told to trust anybody. */
function certificate(): {key: Buffer; cert: Buffer} {
  const folder = mkdtempSync(join(tmpdir(), 'klarna-proxy-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    const request = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tests';
    execFileSync(
      'openssl',
      [...request.split(' '), '-keyout', key, '-out', cert],
      {stdio: 'ignore'},
    );
    return {key: readFileSync(key), cert: readFileSync(cert)};
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
}
