import {forEachNodeChunk, nodeRequestOf} from './node-request.js';
import {ProblemError} from './problems.js';

/** Bytes that a body may have. */
const limit = 1_048_576;

/** The media types that a body may come in. */
export type BodyFormat = 'json' | 'form';

/** A body as far as it can be understood without knowing what it is about. */
export type Body =
  | {format: 'json'; value: unknown}
  | {format: 'form'; entries: ReadonlyMap<string, string>};

/** @throws ProblemError `content-type` */
export function formatOf(
  request: Request,
  formats: readonly BodyFormat[],
): BodyFormat {
  const format = statedFormat(request);
  if (format === undefined || !formats.includes(format)) {
    throw new ProblemError(
      'content-type',
      formats.includes('form')
        ? 'Send application/json or a form.'
        : 'Send application/json.',
    );
  }
  return format;
}

/** Whether a form was posted, and so a shopper may be looking at the answer. */
export function isForm(request: Request): boolean {
  return request.method === 'POST' && statedFormat(request) === 'form';
}

function statedFormat({headers}: Request): BodyFormat | undefined {
  const [type = ''] = (headers.get('content-type') ?? '').split(';', 1);
  switch (type.trim().toLowerCase()) {
    case 'application/json':
      return 'json';
    case 'application/x-www-form-urlencoded':
    case 'multipart/form-data':
      return 'form';
    default:
      return undefined;
  }
}

/** @throws ProblemError `too-large` or `bad-request` */
export async function readBody(
  request: Request,
  format: BodyFormat,
): Promise<Body> {
  const parsed = parsedAlready(request);
  if (parsed !== undefined) {
    return format === 'json'
      ? {format, value: parsed}
      : {format, entries: textEntries(Object.entries(Object(parsed)))};
  }
  const bytes = await readBytes(request);
  if (format === 'json') {
    return {format, value: parseJson(bytes)};
  }
  try {
    const type = request.headers.get('content-type') ?? '';
    const form = await new Response(bytes, {
      headers: {'content-type': type},
    }).formData();
    return {format, entries: textEntries([...form.entries()])};
  } catch {
    throw new ProblemError('bad-request', 'The form cannot be read.');
  }
}

/** Counts what arrives: a stated length may be missing or a lie. */
async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  await forEachChunk(request, (chunk) => {
    size += chunk.byteLength;
    if (size > limit) {
      throw new ProblemError('too-large', 'A body may have 1 MB.');
    }
    chunks.push(chunk);
  });
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

async function forEachChunk(
  request: Request,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  if (request.bodyUsed) {
    throw unreadable();
  }
  const node = nodeRequestOf(request);
  if (node && !node.readableEnded && !node.destroyed) {
    return forEachNodeChunk(node, take).catch((error: unknown) => {
      throw error instanceof ProblemError ? error : unreadable();
    });
  }
  const reader = request.body?.getReader();
  for (;;) {
    const chunk = await reader?.read().catch(() => {
      throw unreadable();
    });
    if (!chunk || chunk.done) {
      return;
    }
    try {
      take(chunk.value);
    } catch (error) {
      // Not cancelled: that would cut the connection and the answer with it.
      reader?.releaseLock();
      throw error;
    }
  }
}

/** @throws ProblemError `bad-request` */
export function parseJson(source: Uint8Array | string): unknown {
  try {
    return JSON.parse(
      typeof source === 'string'
        ? source
        : new TextDecoder('utf-8', {fatal: true}).decode(source),
    );
  } catch {
    throw new ProblemError('bad-request', 'The body is not JSON.');
  }
}

/**
 * What a body parser of Express has made of the body, under the limit that the
 * shop gave it.
 */
function parsedAlready(request: Request): unknown {
  const node = nodeRequestOf(request);
  return node?.readableEnded ? node.body : undefined;
}

function textEntries(
  entries: readonly (readonly [string, unknown])[],
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [name, value] of entries) {
    // Of two equal names the first counts.
    if (typeof value === 'string' && !texts.has(name)) {
      texts.set(name, value);
    }
  }
  return texts;
}

function unreadable(): ProblemError {
  return new ProblemError(
    'bad-request',
    'The body cannot be read: it was cut off, or the shop has read it before.',
  );
}
