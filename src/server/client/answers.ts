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
    redirect_url: absentIfNull(v.string()),
  }),

  customerToken: reliesOn<KlarnaCustomerToken>({
    token_id: filled,
    redirect_url: absentIfNull(v.string()),
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
    },
  );
}

const text = v.fallback(v.optional(v.string()), undefined);

const errorBody = v.fallback(
  v.object({
    error_code: text,
    error_messages: v.fallback(v.array(v.string()), []),
    correlation_id: text,
  }),
  {error_code: undefined, error_messages: [], correlation_id: undefined},
);

/**
 * The error that Klarna answered with, whatever form it came in: JSON, the
 * HTML of a gateway, or a body that never arrived.
 *
 * @param sent What must not be repeated, should an answer echo it.
 */
export function readRefusal(answer: Answer, sent: Sent): KlarnaApiError {
  const body = v.parse(errorBody, parseJson(answer.body));
  const errorCode = codeIn(body.error_code);
  const errorMessages = body.error_messages.map((message) =>
    withoutEchoes(message, sent),
  );
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
  const stated = ['X-Ratelimit-Reset', 'Retry-After']
    .map((name) => headers.get(name)?.trim())
    .find((value) => value !== undefined && /^\d{1,9}(\.\d+)?$/.test(value));
  return stated === undefined ? undefined : Math.ceil(Number(stated));
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
