/**
 * How a call to Klarna failed.
 *
 * | kind | what happened | `status` |
 * | --- | --- | --- |
 * | `refused` | Klarna answered with an error | the answer's |
 * | `malformed` | Klarna accepted, but its answer is cut off or lacks a member | the answer's |
 * | `timeout` | no complete answer within the time given to the call | 0 |
 * | `network` | Klarna was not reached, or the connection broke | 0 |
 */
export type KlarnaApiErrorKind =
  'refused' | 'malformed' | 'timeout' | 'network';

/** What a {@link KlarnaApiError} is made of. */
export interface KlarnaApiErrorInit {
  kind: KlarnaApiErrorKind;
  status?: number;
  /** Klarna's `error_code`. */
  errorCode?: string;
  errorMessages?: readonly string[];
  fields?: readonly string[];
  correlationId?: string;
  /** Seconds. */
  retryAfter?: number;
  uncertain?: boolean;
}

/**
 * A call to Klarna that did not end well. It holds nothing of what was sent:
 * neither the request nor its headers or address, also not as `cause`, so it
 * can be logged as it is.
 */
export class KlarnaApiError extends Error {
  override readonly name = 'KlarnaApiError';

  /** Tells a refusal from a time-out and from a broken connection. */
  readonly kind: KlarnaApiErrorKind;

  /** The HTTP status of Klarna's answer; 0 if there was none. */
  readonly status: number;

  /**
   * Klarna's own code, for example `BAD_VALUE`. Absent where the answer had
   * none: wrong credentials are answered with HTML (observed in recorded
   * exchanges).
   */
  readonly errorCode: string | undefined;

  /** Klarna's own texts. Their wording and order vary: read `fields`. */
  readonly errorMessages: readonly string[];

  /**
   * The members that Klarna objects to, as `order_lines[0].tax_rate`, each
   * once and sorted, for Klarna names them in no particular order. For an
   * answer that lacks a member, that member.
   */
  readonly fields: readonly string[];

  /** Finds the call in the logs of Klarna's merchant portal. */
  readonly correlationId: string | undefined;

  /**
   * Seconds after which Klarna will listen again: of a 429 or 503 that says so.
   */
  readonly retryAfter: number | undefined;

  /**
   * Whether Klarna may have acted on the call all the same: an attempt was not
   * answered, or with a 5xx, whatever came of the next one. A refusal is a
   * definite no only where this is false.
   */
  readonly uncertain: boolean;

  constructor(message: string, init: KlarnaApiErrorInit) {
    super(message);
    this.kind = init.kind;
    this.status = init.status ?? 0;
    this.errorCode = init.errorCode;
    this.errorMessages = init.errorMessages ?? [];
    this.fields = [...new Set(init.fields)].sort();
    this.correlationId = init.correlationId;
    this.retryAfter = init.retryAfter;
    this.uncertain = init.uncertain ?? false;
  }
}

/** Whether Klarna has answered with that status. */
export function isStatus(error: unknown, status: number): boolean {
  return error instanceof KlarnaApiError && error.status === status;
}

/**
 * The members that Klarna's texts name. Two forms are known:
 * `Bad value: purchase_currency, order_lines[0].tax_rate` (in Klarna's docs
 * `BAD_VALUE : …`) and, where an order differs from what was authorized,
 * `Not matching fields: [order_amount, …]`. There may be prose among the
 * members, and in parentheses after one (observed in recorded exchanges).
 */
export function fieldsIn(errorMessages: readonly string[]): string[] {
  return errorMessages.flatMap((message) => {
    const list =
      /^\s*Bad[ _]value\s*:(.*)$/is.exec(message)?.[1] ??
      /Not matching fields\s*:\s*\[(.*)\]/is.exec(message)?.[1];
    return list === undefined
      ? []
      : withoutParentheses(list).split(',').flatMap(memberIn);
  });
}

/** Prose in parentheses may have commas of its own. */
function withoutParentheses(list: string): string {
  let depth = 0;
  let outside = '';
  for (const letter of list) {
    depth += letter === '(' ? 1 : 0;
    outside += depth === 0 ? letter : '';
    depth -= letter === ')' && depth > 0 ? 1 : 0;
  }
  return outside;
}

const memberPath = /^[a-z]\w*(?:\[\d+\])*(?:\.[a-z]\w*(?:\[\d+\])*)*$/;

function memberIn(item: string): string[] {
  const [first = '', ...prose] = item.trim().split(/\s+/);
  if (!memberPath.test(first)) {
    return [];
  }
  // A member may be followed by words; a lone word among words is prose.
  return prose.length === 0 || /[._[]/.test(first) ? [first] : [];
}
