import type {
  KlarnaSandboxFaults,
  KlarnaSandboxOperation,
  KlarnaSandboxRestFailure,
  KlarnaSandboxRestFault,
  KlarnaSandboxTimedRestFault,
} from '../state/faults.js';
import {
  refusals,
  responseOf,
  type ErrorForm,
  type KlarnaRefusal,
} from './answers.js';
import {htmlOf} from './credentials.js';

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
    if (!isTimed(fault)) return {answer: fault};
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
  errorMessages: ErrorForm,
): Promise<Response> {
  if (failure === 'hang') return untilAborted(request.signal);
  if (failure === 'cut-off') return cutOff(lost);
  if (typeof failure === 'object') {
    return answered(failure, lost, errorMessages);
  }
  const title = gatewayTitles[failure];
  if (title) {
    return new Response(htmlOf(`${failure} ${title}`), {
      status: failure,
      headers: {'content-type': 'text/html'},
    });
  }
  const known = failure === 429 ? refusals.tooMany : refusals.broken;
  const response = answered({...known, status: failure}, lost, errorMessages);
  if (failure === 429) response.headers.set('x-ratelimit-remaining', '0');
  return response;
}

/** What answers in Klarna's place when it is Klarna that does not. */
const gatewayTitles: Readonly<Record<number, string>> = {
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** With the headers, and so the correlation id, of what is lost. */
function answered(
  error: KlarnaRefusal,
  lost: Response,
  errorMessages: ErrorForm,
): Response {
  const headers = Object.fromEntries(lost.headers);
  delete headers['content-length'];
  const correlationId = headers['klarna-correlation-id'] ?? '';
  return responseOf(error, correlationId, headers, errorMessages);
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

function isTimed(
  fault: KlarnaSandboxRestFault,
): fault is KlarnaSandboxTimedRestFault {
  return typeof fault === 'object' && 'answer' in fault;
}
