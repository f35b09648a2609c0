import type { Schema, VendorFile } from './vendor-file.ts';

/** A request leaves out what only the vendor writes, a reply what only we write. */
export type Direction = 'request' | 'reply';

/** What ajv understands alike in every version. */
const plainKeywords = [
  'type',
  'enum',
  'const',
  'pattern',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'multipleOf',
  'maxProperties',
] as const;

/**
 * The part of a vendor's schema that speaks of the data at hand, with references resolved as far as
 * the data goes, in plain JSON Schema. Vendors write `allOf` of objects that are closed each for
 * itself, which nothing could fit: they are joined into one closed object.
 */
export function schemaOfData(
  file: VendorFile,
  schema: Schema,
  data: unknown,
  direction: Direction,
): Schema {
  const joined = openedByAlternatives(file, join(file, schema));
  if (data === null && joined['nullable'] === true) return { type: 'null' };
  const result: Record<string, unknown> = {};
  for (const keyword of plainKeywords) {
    if (joined[keyword] !== undefined) result[keyword] = joined[keyword];
  }
  Object.assign(result, boundsOf(joined));
  const alternatives = alternativesOf(joined).filter((one) => mayBe(join(file, one), data));
  const [only, ...others] = alternatives;
  if (only !== undefined && others.length === 0) {
    return schemaOfData(file, only, data, direction);
  }
  if (only !== undefined) {
    result['anyOf'] = alternatives.map((one) => schemaOfData(file, one, data, direction));
  }
  const within = (part: Schema, value: unknown) => schemaOfData(file, part, value, direction);
  if (Array.isArray(data) && joined['items'] !== undefined) {
    const items = data.map((one) => within(joined['items'] as Schema, one));
    if (items.length > 0) result['prefixItems'] = items;
    result['items'] = true;
  } else if (typeof data === 'object' && data !== null && !Array.isArray(data)) {
    Object.assign(result, objectSchema(joined, data, direction, within));
  }
  return result;
}

function alternativesOf(schema: Schema): Schema[] {
  return ['anyOf', 'oneOf'].flatMap((name) => (schema[name] as Schema[] | undefined) ?? []);
}

/** Of the kinds that data can have, whether a schema is for this one. */
function mayBe({ type, properties }: Schema, data: unknown): boolean {
  if (isNamedOtherwise(properties as Schema | undefined, data)) return false;
  if (type === undefined) return true;
  if (Array.isArray(data)) return type === 'array';
  if (data === null) return type === 'null';
  if (typeof data === 'object') return type === 'object';
  if (typeof data === 'number') return type === 'number' || type === 'integer';
  return typeof data !== 'string' || type !== 'object';
}

/** Stripe's objects say what they are: `object: 'charge'`. */
function isNamedOtherwise(properties: Schema | undefined, data: unknown): boolean {
  const names = (properties?.['object'] as { enum?: unknown[] } | undefined)?.enum;
  const name = typeof data === 'object' && data !== null && 'object' in data && data.object;
  return Boolean(names) && typeof name === 'string' && !names!.includes(name);
}

/** A closed object with alternatives of more names would allow none of them: it takes all. */
function openedByAlternatives(file: VendorFile, schema: Schema): Schema {
  if (schema['additionalProperties'] !== false) return schema;
  const { anyOf: _anyOf, oneOf: _oneOf, ...closed } = schema;
  const parts = alternativesOf(schema).map((one) => join(file, one)['properties'] as object);
  if (parts.length === 0) return schema;
  return { ...closed, properties: Object.assign({}, closed['properties'], ...parts) as Schema };
}

function objectSchema(
  joined: Schema,
  data: object,
  direction: Direction,
  within: (part: Schema, value: unknown) => Schema,
): object {
  const properties = (joined['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  const foreign = direction === 'request' ? 'readOnly' : 'writeOnly';
  const required = ((joined['required'] ?? []) as string[]).filter(
    (name) => properties[name]?.[foreign] !== true,
  );
  const more = joined['additionalProperties'];
  const described = Object.entries(data).flatMap(([name, value]) => {
    const part = properties[name] ?? (typeof more === 'object' ? (more as Schema) : undefined);
    return part === undefined ? [] : [[name, within(part, value)] as const];
  });
  return {
    required,
    properties: Object.fromEntries(described),
    ...(more === false || (more === undefined && Object.keys(properties).length > 0)
      ? { additionalProperties: false }
      : {}),
  };
}

/** References and `allOf` taken together, as one schema. */
function join(file: VendorFile, schema: Schema): Schema {
  const { $ref, allOf, ...own } = schema;
  if (typeof $ref === 'string') return join(file, { ...file.resolve($ref), ...own });
  if (!Array.isArray(allOf)) return own;
  const parts = [...(allOf as Schema[]).map((part) => join(file, part)), own];
  const joined: Record<string, unknown> = {};
  for (const part of parts) Object.assign(joined, part);
  const all = (name: string) => parts.flatMap((part) => (part[name] as string[] | undefined) ?? []);
  const properties: Record<string, unknown> = {};
  for (const part of parts) Object.assign(properties, part['properties']);
  joined['properties'] = properties;
  joined['required'] = [...new Set(all('required'))];
  if (Object.keys(properties).length === 0) delete joined['properties'];
  const nullable = own['nullable'] ?? parts.some((part) => part['nullable'] === true);
  joined['nullable'] = nullable;
  return joined;
}

/** OpenAPI 3.0 writes exclusive bounds as a word beside the bound. */
function boundsOf(schema: Schema): object {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const lower = exclusiveMinimum === true ? { exclusiveMinimum: minimum } : { minimum };
  const upper = exclusiveMaximum === true ? { exclusiveMaximum: maximum } : { maximum };
  return {
    ...(minimum === undefined ? {} : lower),
    ...(maximum === undefined ? {} : upper),
    ...(typeof exclusiveMinimum === 'number' ? { exclusiveMinimum } : {}),
    ...(typeof exclusiveMaximum === 'number' ? { exclusiveMaximum } : {}),
  };
}
