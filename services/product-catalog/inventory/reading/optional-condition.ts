import { sql, type Statement } from '#platform/ground/sql.ts';

/** A condition that is left out where its value is. */
export function optional<Value>(
  value: Value | undefined,
  condition: (value: Value) => Statement,
): Statement {
  return value === undefined ? sql`true` : condition(value);
}
