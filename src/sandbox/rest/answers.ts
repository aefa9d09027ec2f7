import type {SandboxReadings} from '../readings.js';

/** How an error body has its messages. */
export type ErrorForm = Required<SandboxReadings>['errorMessages'];

/** Klarna's codes and words for what it refuses (Klarna's docs). */
export interface KlarnaRefusal {
  status: number;
  errorCode: string;
  errorMessages: readonly string[];
}

/** What an operation comes to. */
export type Outcome =
  {status: 200; body: object} | {status: 204} | KlarnaRefusal;

export const noContent: Outcome = {status: 204};

export function ok(body: object): Outcome {
  return {status: 200, body};
}

/** Members whose value Klarna does not take, all in one message. */
export function badValue(fields: readonly string[]): KlarnaRefusal {
  return refusal(400, 'BAD_VALUE', `Bad value: ${fields.join(', ')}`);
}

/** Refusals by what is wrong. */
export const refusals = {
  unknownSession: refusal(404, 'NOT_FOUND', 'Invalid session id'),
  unknownToken: refusal(404, 'NOT_FOUND', 'Invalid authorization token'),
  undeletable: refusal(404, 'NOT_FOUND', 'Authorization cannot be deleted'),
  completed: refusal(
    404,
    'SESSION_COMPLETED',
    'Session has already been completed',
  ),
  otherBody: refusal(
    409,
    'BAD_VALUE',
    'The order has been already completed with different request body',
  ),
  consumed: refusal(
    403,
    'INVALID_OPERATION',
    'Authorization token already consumed',
  ),
  notForBuying: refusal(
    403,
    'INVALID_OPERATION',
    'Not allowed to create customer token for intent buy',
  ),
  onlyForTokens: refusal(
    403,
    'INVALID_OPERATION',
    'Not allowed to create order for intent tokenize',
  ),
  rejected: refusal(403, 'REJECTED', 'Rejected'),
  unauthorized: refusal(401, 'UNAUTHORIZED'),
  tooMany: refusal(429, 'TOO_MANY_REQUESTS', 'Too many requests'),
  tooLarge: refusal(413, 'BAD_REQUEST', 'Request entity too large'),
  notJson: refusal(415, 'BAD_REQUEST', 'Unsupported media type'),
  broken: refusal(500, 'INTERNAL_SERVER_ERROR', 'Internal error'),
} as const;

export function refusal(
  status: number,
  errorCode: string,
  ...errorMessages: string[]
): KlarnaRefusal {
  return {status, errorCode, errorMessages};
}

/**
 * The outcome as Klarna sends it: with the headers that were recorded, the
 * media type with a character set only where all is well, and nothing at all
 * in a 204.
 */
export function responseOf(
  outcome: Outcome,
  correlationId: string,
  headers: Readonly<Record<string, string>>,
  errorMessages: ErrorForm,
): Response {
  const common = {...usual, 'klarna-correlation-id': correlationId, ...headers};
  if ('errorCode' in outcome) {
    const body = {
      error_code: outcome.errorCode,
      ...(errorMessages === 'list'
        ? {error_messages: outcome.errorMessages}
        : {error_message: outcome.errorMessages.join(', ')}),
      correlation_id: correlationId,
    };
    const bytes = new TextEncoder().encode(printed(body));
    return new Response(bytes, {
      status: outcome.status,
      headers: {
        ...common,
        'content-type': 'application/json',
        'content-length': String(bytes.length),
      },
    });
  }
  if (outcome.status === 204) {
    return new Response(null, {status: 204, headers: common});
  }
  return new Response(printed(outcome.body), {
    headers: {...common, 'content-type': 'application/json;charset=utf-8'},
  });
}

const usual = {
  'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
  pragma: 'no-cache',
  expires: '0',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-xss-protection': '1; mode=block',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  vary: 'Accept-Encoding',
  server: 'envoy',
};

/** JSON laid out as Klarna's is: a space before colons, lists on one line. */
export function printed(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    const items = value.map((each) => printed(each, indent));
    return items.length > 0 ? `[ ${items.join(', ')} ]` : '[ ]';
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const members = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(
      ([key, each]) =>
        `${deeper}${JSON.stringify(key)} : ${printed(each, deeper)}`,
    );
  return members.length > 0 ? `{\n${members.join(',\n')}\n${indent}}` : '{ }';
}
