import * as v from 'valibot';

import type {
  KlarnaCreatedSession,
  KlarnaCustomerToken,
  KlarnaPlacedOrder,
  KlarnaSession,
} from '../../wire/rest-types.js';
import {withoutEchoes, type Sent} from './echoes.js';
import {KlarnaApiError, fieldsIn} from './errors.js';

/** An HTTP answer whose body has been read as far as it came. */
export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

const filled = v.pipe(v.string(), v.nonEmpty());

const absentIfNull = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(
    v.nullish(schema),
    v.transform((value) => value ?? undefined),
  );

/**
 * What this kit relies on in an answer, and no more: Klarna adds members, and
 * an order that was placed must not fail over one that nobody needs. The rest
 * of the type is taken on Klarna's word.
 */
const reliesOn = <Data>(entries: v.ObjectEntries) =>
  v.looseObject(entries) as v.GenericSchema as v.GenericSchema<unknown, Data>;

/**
 * As a header can carry it: Klarna's may hold letters beyond Latin-1. What is
 * no address of a page is as good as none, for the order stands without it.
 */
const destination = v.pipe(
  v.nullish(v.unknown()),
  v.transform((value) => {
    const url =
      typeof value === 'string' && URL.canParse(value)
        ? new URL(value)
        : undefined;
    return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
  }),
);

export const answers = {
  createdSession: reliesOn<KlarnaCreatedSession>({
    session_id: filled,
    client_token: filled,
    // Early answers had no categories at all, and identifiers come and go.
    payment_method_categories: absentIfNull(
      v.array(v.looseObject({identifier: filled, name: v.string()})),
    ),
  }),

  session: reliesOn<KlarnaSession>({
    status: filled,
    client_token: filled,
    expires_at: filled,
  }),

  placedOrder: reliesOn<KlarnaPlacedOrder>({
    order_id: filled,
    redirect_url: destination,
  }),

  customerToken: reliesOn<KlarnaCustomerToken>({
    token_id: filled,
    redirect_url: destination,
  }),
};

/**
 * Klarna's answer as data.
 *
 * @throws KlarnaApiError of kind `malformed` that names the missing member.
 */
export function readAnswer<Data>(
  answer: Answer,
  schema: v.GenericSchema<unknown, Data>,
): Data {
  const result = v.safeParse(schema, parseJson(answer.body), {
    abortEarly: true,
  });
  if (result.success) {
    return result.output;
  }
  const member = v.getDotPath(result.issues[0]);
  throw new KlarnaApiError(
    member === null
      ? `Klarna answered ${answer.status}, but not with a JSON object`
      : `Klarna answered ${answer.status} without a usable ${member}`,
    {
      kind: 'malformed',
      status: answer.status,
      fields: member === null ? [] : [member],
      correlationId: correlationIdOf(answer.headers),
      uncertain: true,
    },
  );
}

const text = v.fallback(v.optional(v.string()), undefined);

const errorBody = v.fallback(
  v.object({
    error_code: text,
    error_messages: v.fallback(v.array(v.string()), []),
    error_message: text,
    correlation_id: text,
  }),
  {
    error_code: undefined,
    error_messages: [],
    error_message: undefined,
    correlation_id: undefined,
  },
);

/**
 * The error that Klarna answered with, whatever form it came in: JSON, the
 * HTML of a gateway, or a body that never arrived.
 *
 * @param uncertain Whether Klarna may have acted on the call all the same.
 * @param sent What must not be repeated, should an answer echo it.
 */
export function readRefusal(
  answer: Answer,
  uncertain: boolean,
  sent: Sent,
): KlarnaApiError {
  const body = v.parse(errorBody, parseJson(answer.body));
  const errorCode = codeIn(body.error_code);
  // Some of Klarna's services have a single text (observed).
  const {error_messages, error_message} = body;
  const errorMessages = (
    error_messages.length > 0 || error_message === undefined
      ? error_messages
      : [error_message]
  ).map((message) => withoutEchoes(message, sent));
  const correlationId = correlationIdOf(answer.headers, body.correlation_id);

  return new KlarnaApiError(
    [
      `Klarna answered ${answer.status}`,
      errorCode && ` ${errorCode}`,
      errorMessages.length > 0 && `: ${errorMessages.join('; ')}`,
      correlationId && ` (correlation id ${correlationId})`,
    ]
      .filter(Boolean)
      .join(''),
    {
      kind: 'refused',
      status: answer.status,
      errorCode,
      errorMessages,
      fields: fieldsIn(errorMessages),
      correlationId,
      retryAfter: retryAfterOf(answer),
      uncertain,
    },
  );
}

/**
 * Seconds until Klarna listens again. Klarna's rate limits come with
 * `X-Ratelimit-Reset` and no `Retry-After` (Klarna's docs, and observed in
 * recorded exchanges); a gateway before it may send the latter.
 */
export function retryAfterOf({
  status,
  headers,
}: Pick<Answer, 'status' | 'headers'>): number | undefined {
  if (status !== 429 && status !== 503) {
    return undefined;
  }
  return [headers.get('X-Ratelimit-Reset'), headers.get('Retry-After')]
    .map(secondsIn)
    .find((seconds) => seconds !== undefined);
}

/** A number, or as gateways may have it a date (RFC 9110). */
function secondsIn(value: string | null): number | undefined {
  const stated = value?.trim() ?? '';
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(stated)) {
    return Math.ceil(Number(stated));
  }
  const date = /^[A-Z][a-z]{2}, /.test(stated)
    ? Date.parse(stated)
    : Number.NaN;
  return Number.isNaN(date)
    ? undefined
    : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

/** The id from the body or, equal to it, from the header. */
export function correlationIdOf(
  headers: Headers,
  fromBody?: string,
): string | undefined {
  return [fromBody, headers.get('Klarna-Correlation-Id')].find(
    (id): id is string => typeof id === 'string' && /^[\w.-]{1,128}$/.test(id),
  );
}

/** Codes are upper-case words; anything else is some other system's text. */
function codeIn(code: string | undefined): string | undefined {
  return code !== undefined && /^[A-Z][A-Z0-9_]{0,63}$/.test(code)
    ? code
    : undefined;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
