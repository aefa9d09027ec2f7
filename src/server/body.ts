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
  const type = (request.headers.get('content-type') ?? '')
    .split(';', 1)[0]
    ?.trim()
    .toLowerCase();
  const format =
    type === 'application/json'
      ? 'json'
      : type === 'application/x-www-form-urlencoded' ||
          type === 'multipart/form-data'
        ? 'form'
        : undefined;
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
  const reader = request.body?.getReader();
  for (;;) {
    const chunk = await reader?.read().catch(() => {
      throw new ProblemError('bad-request', unreadable);
    });
    if (!chunk || chunk.done) {
      break;
    }
    size += chunk.value.byteLength;
    if (size > limit) {
      // Not cancelled: that would cut the connection and the answer with it.
      reader?.releaseLock();
      throw new ProblemError('too-large', 'A body may have 1 MB.');
    }
    chunks.push(chunk.value);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

const unreadable =
  'The body cannot be read: it was cut off, or the shop has read it before.';

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
 * What a body parser of Express has left on Node's request: it has used up the
 * body, under the limit that the shop gave it.
 */
function parsedAlready(request: Request): unknown {
  const {runtime} = request as {
    runtime?: {node?: {req?: {body?: unknown; readableEnded?: boolean}}};
  };
  const node = runtime?.node?.req;
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
