import type {
  KlarnaSandboxFaults,
  KlarnaSandboxOperation,
  KlarnaSandboxRestFailure,
  KlarnaSandboxTimedRestFault,
} from '../faults.js';
import {refusal, refusals, responseOf} from './answers.js';

/** Keeps count of how many calls have met a fault. */
export class RestFaults {
  readonly #met = new WeakMap<KlarnaSandboxTimedRestFault, number>();

  /** The fault that a call meets, if it meets one. */
  next(
    {rest}: KlarnaSandboxFaults,
    operation: KlarnaSandboxOperation,
  ): KlarnaSandboxTimedRestFault | undefined {
    const fault = rest?.[operation] ?? rest?.any;
    if (fault == null) return undefined;
    if (typeof fault !== 'object') return {answer: fault};
    const met = this.#met.get(fault) ?? 0;
    if (met >= (fault.times ?? Infinity)) return undefined;
    this.#met.set(fault, met + 1);
    return fault;
  }
}

/**
 * The failure as the caller sees it.
 *
 * @param lost What Klarna would have answered.
 */
export async function failed(
  failure: KlarnaSandboxRestFailure,
  request: Request,
  lost: Response,
): Promise<Response> {
  if (failure === 'hang') return untilAborted(request.signal);
  if (failure === 'cut-off') return cutOff(lost);
  const known = Object.values(refusals).find(
    ({status}) => status === failure && status >= 429,
  );
  return responseOf(
    known ?? refusal(failure, 'INTERNAL_SERVER_ERROR', 'Internal error'),
    lost.headers.get('klarna-correlation-id') ?? '',
    {},
  );
}

/** Rejects as `fetch` does, once the caller gives up. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_done, reject) => {
    const giveUp = () => reject(signal.reason as Error);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, {once: true});
  });
}

/** All headers and half of the body, then an error instead of the rest. */
async function cutOff(lost: Response): Promise<Response> {
  const bytes = new Uint8Array(await lost.arrayBuffer());
  const half = bytes.slice(0, Math.floor(bytes.length / 2));
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sent || half.length === 0) {
        // Servers drop what they have not sent yet; give it time to leave.
        await new Promise((done) => setTimeout(done, 20));
        controller.error(new TypeError('The connection broke off'));
        return;
      }
      sent = true;
      controller.enqueue(half);
    },
  });
  const headers = new Headers(lost.headers);
  headers.set('content-length', String(bytes.length || 1));
  const status = lost.status === 204 ? 200 : lost.status;
  return new Response(body, {status, headers});
}
