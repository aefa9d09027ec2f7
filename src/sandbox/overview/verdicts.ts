import * as v from 'valibot';
import type {ShopperMethod, ShopperResponse} from '../browser/messages.js';
import type {KlarnaSandboxOperation} from '../state/faults.js';
import type {KlarnaSandboxNote} from './journal.js';

type Verdict = Pick<KlarnaSandboxNote, 'verdict' | 'isRefusal'>;

/** A call of the REST API, or the shopper on the way back to the shop. */
type Call = KlarnaSandboxOperation | 'redirect';

const done: Readonly<Record<Call, string>> = {
  createSession: 'session created',
  updateSession: 'session changed',
  readSession: 'session read',
  placeOrder: 'order placed',
  cancelAuthorization: 'authorization cancelled',
  createCustomerToken: 'customer token created',
  redirect: 'the shopper is sent on to the shop',
};

/** What Klarna's status and code mean to who has to mend it. */
const refused: Readonly<Record<string, string>> = {
  '400 BAD_VALUE': 'Klarna does not take this',
  '400': 'the body cannot be read',
  '401': 'wrong credentials, or none',
  '403': 'not possible with this authorization',
  '404 SESSION_COMPLETED': 'the order of this session is placed',
  '404': 'unknown, or over: sessions last 48 hours, authorizations 60 minutes',
  '405': 'Klarna has no such operation here',
  '409': 'the order is not the one that the shopper authorized',
  '413': 'the body is too large',
  '415': 'the body does not say that it is JSON',
  '429': 'too many calls',
};

/** What came of a call of the REST API. */
export async function verdictOfRest(
  operation: Call | undefined,
  response: Response,
): Promise<Verdict> {
  const {status} = response;
  if (status < 400) {
    return {
      verdict: operation ? done[operation] : 'done',
      isRefusal: false,
    };
  }
  const error = await errorIn(response);
  const plain =
    (status === 404 ? notFound(operation) : undefined) ??
    refused[`${status} ${error.code}`] ??
    refused[status] ??
    (status >= 500 ? 'a fault that is switched on' : 'refused');
  const words = error.messages.map(redacted).join('; ');
  return {verdict: words ? `${plain} (${words})` : plain, isRefusal: true};
}

/** What is not there, where it is nothing of Klarna's. */
function notFound(operation: Call | undefined): string | undefined {
  if (operation === 'redirect') {
    return 'nowhere to go: merchant_urls.confirmation was not given';
  }
  return operation ? undefined : 'Klarna has no such path';
}

/** What the shopper's side came to. */
export function verdictOfShopper(
  method: ShopperMethod,
  response: ShopperResponse,
  isKnown: boolean,
): Verdict {
  if (response.kind === 'ask') {
    return {
      verdict: 'the person at the purchase page decides',
      isRefusal: false,
    };
  }
  if (response.kind === 'silence') {
    return {verdict: 'no answer: a fault that is switched on', isRefusal: true};
  }
  if (!isKnown) {
    return {
      verdict: 'refused: the client token is of no open session',
      isRefusal: true,
    };
  }
  const {result} = response;
  const fields = result.error?.invalid_fields ?? [];
  const wrong = fields.map((field) => redacted(field)).join(', ');
  if (fields.length > 0) {
    return {verdict: `to be corrected: ${wrong}`, isRefusal: true};
  }
  if (method === 'load') {
    return result.show_form
      ? {verdict: 'offered', isRefusal: false}
      : {verdict: 'not offered', isRefusal: true};
  }
  if ('approved' in result && result.approved) {
    return {
      verdict: result.finalize_required
        ? 'approved, to be finalized'
        : 'approved',
      isRefusal: false,
    };
  }
  return {
    verdict: result.show_form ? 'closed by the shopper' : 'declined',
    isRefusal: true,
  };
}

/** Klarna names members; whatever else might slip in is left out. */
export function redacted(text: string): string {
  return text
    .replace(/\S*@\S*/g, '…')
    .replace(/\b(?:ey[\w-]+\.\S+|[\da-f]{8}-[\da-f-]{20,}|\+?\d{6,})/gi, '…')
    .slice(0, 300);
}

const klarnaError = v.object({
  error_code: v.optional(v.string(), ''),
  error_message: v.optional(v.string()),
  error_messages: v.optional(v.array(v.string()), []),
});

/** Klarna's own code and words, in both forms that they come in. */
async function errorIn(
  response: Response,
): Promise<{code: string; messages: string[]}> {
  const type = response.headers.get('content-type') ?? '';
  const body: unknown = type.startsWith('application/json')
    ? await response
        .clone()
        .json()
        .catch(() => ({}))
    : {};
  const read = v.safeParse(klarnaError, body);
  if (!read.success) return {code: '', messages: []};
  const {error_code, error_message, error_messages} = read.output;
  return {
    code: error_code,
    messages: [...(error_message ? [error_message] : []), ...error_messages],
  };
}
