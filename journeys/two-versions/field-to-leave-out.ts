import { z } from 'zod';

/** Names of fields from the outside in; `[]` are the items of a list. */
export type FieldPath = readonly string[];

/** Without these it says something else, so no release could have told the rest before. */
const meant: Readonly<Record<string, readonly string[]>> = {
  'payment.changed': ['creditedMinor', 'writtenOffMinor'],
};

/** The field nearest to the outside that may be missing; undefined where all has to be there. */
export function fieldToLeaveOut(schema: z.ZodType, name: string): FieldPath | undefined {
  const needed = meant[name] ?? [];
  let level: { path: FieldPath; schema: z.ZodType }[] = [{ path: [], schema }];
  for (let depth = 0; depth < 4 && level.length > 0; depth += 1) {
    const next: typeof level = [];
    for (const { path, schema: one } of level) {
      const object = thingIn(one);
      if (!object) continue;
      const [inside, fields] = object;
      for (const [field, of] of Object.entries(fields.shape)) {
        const place = [...path, ...inside, field];
        if (mayBeMissing(of) && !needed.includes(field)) return place;
        next.push({ path: place, schema: of });
      }
    }
    level = next;
  }
  return undefined;
}

/** The object that a schema lets through, behind null and in lists; of several shapes none. */
function thingIn(schema: z.ZodType, path: FieldPath = []): [FieldPath, z.ZodObject] | undefined {
  if (schema instanceof z.ZodObject) return [path, schema];
  if (schema instanceof z.ZodArray)
    return thingIn(schema.def.element as z.ZodType, [...path, '[]']);
  const inner = (schema as { def?: { innerType?: z.ZodType } }).def?.innerType;
  return inner && thingIn(inner, path);
}

function mayBeMissing(schema: z.ZodType): boolean {
  // oxlint-disable-next-line no-underscore-dangle -- where zod keeps whether a field may be missing
  return schema._zod.optin === 'optional';
}

export function withoutField(value: unknown, [first, ...rest]: FieldPath): unknown {
  if (first === undefined || typeof value !== 'object' || value === null) return value;
  if (first === '[]')
    return Array.isArray(value) ? value.map((item) => withoutField(item, rest)) : value;
  if (Array.isArray(value) || !(first in value)) return value;
  const { [first]: field, ...others } = value as Readonly<Record<string, unknown>>;
  return rest.length === 0 ? others : { ...others, [first]: withoutField(field, rest) };
}
