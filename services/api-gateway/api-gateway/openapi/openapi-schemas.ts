import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * JSON Schemas of zod schemas, with the named ones (`.meta({ id })`) as components. A name whose
 * input differs from its output (defaults) gets a second component, `<Name>Input`.
 */
export class SchemaBook {
  readonly components: Record<string, JsonSchema> = {};
  /** Replies that several operations have in common. */
  readonly replies: Record<string, object> = {};
  private readonly replyNames = new Map<string, string>();
  private readonly texts = new Map<string, string>();

  /** A schema as it is sent to us (`input`) or by us (`output`). */
  describe(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const wrapped = z.toJSONSchema(z.strictObject({ schema }), { io, unrepresentable: 'any' });
    const definitions = (wrapped.$defs ?? {}) as Record<string, JsonSchema>;
    const names = this.nameDefinitions(definitions);
    for (const [given, name] of names) {
      if (!(name in this.components)) {
        this.components[name] = pointed(definitions[given], names) as JsonSchema;
      }
    }
    const described = (wrapped.properties as Record<string, JsonSchema>)['schema'];
    return pointed(described, names) as JsonSchema;
  }

  /** A field's name and schema each, and whether it has to be given. */
  fieldsOf(schema: z.ZodObject): { name: string; required: boolean; schema: JsonSchema }[] {
    const described = this.describe(schema, 'input');
    const required = (described['required'] ?? []) as string[];
    const properties = (described['properties'] ?? {}) as Record<string, JsonSchema>;
    return Object.entries(properties).map(([name, field]) => ({
      name,
      required: required.includes(name),
      schema: field,
    }));
  }

  /** Keeps a reply once, however many operations have it, and answers a reference to it. */
  shareReply(prefix: string, reply: object): object {
    const text = JSON.stringify(reply);
    let name = this.replyNames.get(text);
    if (name === undefined) {
      const others = Object.keys(this.replies).filter((given) => given.startsWith(prefix));
      name = others.length === 0 ? prefix : `${prefix}Form${others.length + 1}`;
      this.replyNames.set(text, name);
      this.replies[name] = reply;
    }
    return { $ref: `#/components/responses/${name}` };
  }

  private nameDefinitions(definitions: Record<string, JsonSchema>): Map<string, string> {
    const names = new Map<string, string>();
    for (const [given, definition] of Object.entries(definitions)) {
      const text = JSON.stringify(definition);
      let name = given;
      for (let next = 1; (this.texts.get(name) ?? text) !== text; next += 1) {
        name = next === 1 ? `${given}Input` : `${given}Input${next}`;
      }
      this.texts.set(name, text);
      names.set(given, name);
    }
    return names;
  }
}

/** Points references to components, and drops what JSON Schema says only for JavaScript's sake. */
function pointed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => pointed(item, names));
  if (value === null || typeof value !== 'object') return value;
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === 'id' && typeof item === 'string' && names.has(item)) continue;
    if (key === '$ref' && typeof item === 'string') {
      const given = item.slice('#/$defs/'.length);
      out[key] = `#/components/schemas/${names.get(given) ?? given}`;
    } else if (!isSafeIntegerBound(key, item)) {
      out[key] = pointed(item, names);
    }
  }
  return out;
}

function isSafeIntegerBound(key: string, item: unknown): boolean {
  return (
    (key === 'minimum' && item === Number.MIN_SAFE_INTEGER) ||
    (key === 'maximum' && item === Number.MAX_SAFE_INTEGER)
  );
}
