import {isRecord} from '../../wire/json.js';
import type {SandboxSettings} from '../options.js';
import {refusal, refusals, type KlarnaRefusal} from './answers.js';

/** Klarna takes bodies of up to 1 MB (Klarna's docs). */
const mostBytes = 1_048_576;

/** Parsers such as Klarna's go no deeper, or fewer bytes would exhaust them. */
const mostLevels = 1000;

export type ReadBody = {value: Record<string, unknown>} | KlarnaRefusal;

/** The JSON object in the body of a request. */
export async function readBody(
  request: Request,
  {contentType, malformedJson}: SandboxSettings,
): Promise<ReadBody> {
  const type = request.headers.get('content-type') ?? '';
  if (contentType === 'json' && !/^application\/json *(?:;|$)/i.test(type)) {
    return refusals.notJson;
  }
  const bytes = await bytesOf(request);
  if (!bytes) return refusals.tooLarge;
  const value = parsed(bytes);
  if (isRecord(value) && !isDeeper(value, mostLevels)) return {value};
  const {errorCode, errorMessages} = malformedJson;
  return refusal(400, errorCode, ...errorMessages);
}

/** Nothing if there are too many. */
async function bytesOf(request: Request): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Not every runtime lets one iterate over a stream.
  const reader = request.body?.getReader();
  for (;;) {
    const {value: chunk} = (await reader?.read()) ?? {};
    if (!chunk) break;
    size += chunk.byteLength;
    if (size > mostBytes) {
      await reader?.cancel();
      return undefined;
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
  } catch {
    return undefined;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    levels === 0 ||
    Object.values(value).some((each) => isDeeper(each, levels - 1))
  );
}
