import * as v from 'valibot';

/**
 * The members in which a value is not as the schema says, as Klarna writes
 * them: `order_lines[0].tax_rate`. Each member comes once.
 */
export function wrongFields(schema: v.GenericSchema, value: unknown): string[] {
  const {issues} = v.safeParse(schema, value, {abortPipeEarly: true});
  return issues ? unique(issues.map(fieldOf)) : [];
}

/** The members of a value that a schema knows nothing of. */
export function unknownFields(
  schema: v.GenericSchema,
  value: unknown,
  path = '',
): string[] {
  if (hasItems(schema)) {
    if (!Array.isArray(value)) return [];
    return value.flatMap((each, index) =>
      unknownFields(schema.item, each, `${path}[${index}]`),
    );
  }
  const inner = innerOf(schema);
  if (inner) return unknownFields(inner, value, path);
  if (!hasEntries(schema) || typeof value !== 'object' || !value) return [];
  return Object.entries(value).flatMap(([member, each]) => {
    const field = path ? `${path}.${member}` : member;
    const known = Object.hasOwn(schema.entries, member)
      ? schema.entries[member]
      : undefined;
    return known ? unknownFields(known, each, field) : [field];
  });
}

function fieldOf({path}: v.BaseIssue<unknown>): string {
  return (path ?? []).reduce((field, {key}) => {
    if (typeof key === 'number') return `${field}[${key}]`;
    return field ? `${field}.${String(key)}` : String(key);
  }, '');
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** What an optional schema, or that of an object, is built around. */
function innerOf(schema: v.GenericSchema): v.GenericSchema | undefined {
  if ('wrapped' in schema) return schema.wrapped as v.GenericSchema;
  if (hasEntries(schema) || !('pipe' in schema)) return undefined;
  return (schema.pipe as v.GenericSchema[]).find(hasEntries);
}

function hasEntries(
  schema: v.GenericSchema,
): schema is v.GenericSchema & {entries: Record<string, v.GenericSchema>} {
  return 'entries' in schema;
}

function hasItems(
  schema: v.GenericSchema,
): schema is v.GenericSchema & {item: v.GenericSchema} {
  return 'item' in schema;
}
