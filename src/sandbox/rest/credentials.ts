import type {KlarnaSandboxCredentials, SandboxSettings} from '../options.js';
import {refusals, responseOf} from './answers.js';

/**
 * Who sends the request, or nothing if they may not. Klarna takes three forms
 * of Basic: `user:password` in base64, an API key in base64, an API key as it
 * is.
 */
export function merchantOf(
  request: Request,
  {credentials, apiKeyAlone}: SandboxSettings,
): string | undefined {
  const header = request.headers.get('authorization') ?? '';
  const sent = /^basic +(\S+)$/i.exec(header.trim())?.[1];
  if (!sent) return undefined;
  const decoded = fromBase64(sent);
  const named = /^([^:]+):(.+)$/s.exec(decoded ?? '');
  if (!credentials) return named?.[1] ?? sent;

  const {username, secret} = partsOf(credentials);
  if (named) {
    const isRight =
      named[2] === secret && (username === undefined || named[1] === username);
    return isRight ? (named[1] ?? '') : undefined;
  }
  const keys = [sent, decoded, decoded?.replace(/^:|:$/, '')];
  return apiKeyAlone && keys.includes(secret) ? secret : undefined;
}

/** A 401 as it was recorded, in HTML, or as Klarna's docs have it. */
export function unauthorized(
  {unauthorized: form, errorMessages}: SandboxSettings,
  correlationId: string,
): Response {
  const challenge = {'www-authenticate': 'Basic realm="very closed site"'};
  if (form === 'json') {
    const {unauthorized: refusal} = refusals;
    return responseOf(refusal, correlationId, challenge, errorMessages);
  }
  return new Response(htmlOf('401 Authorization Required'), {
    status: 401,
    headers: {...challenge, 'content-type': 'text/html'},
  });
}

/** A page of the web server in front of Klarna. */
export function htmlOf(title: string): string {
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>openresty</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}

function partsOf(credentials: KlarnaSandboxCredentials): {
  username?: string;
  secret: string;
} {
  return 'apiKey' in credentials
    ? {secret: credentials.apiKey}
    : {username: credentials.username, secret: credentials.password};
}

/** UTF-8 in base64, or nothing. */
function fromBase64(text: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    return undefined;
  }
}
