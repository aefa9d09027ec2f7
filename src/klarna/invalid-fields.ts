import type {KlarnaFieldError} from './types.js';

/** The dotted paths of an error of Klarna's script. */
export function invalidFieldsIn(
  error: KlarnaFieldError | null | undefined,
): string[] {
  const fields: unknown = error?.invalid_fields;
  return Array.isArray(fields)
    ? fields.filter((field): field is string => typeof field === 'string')
    : [];
}
