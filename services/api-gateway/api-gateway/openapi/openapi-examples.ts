import type { JsonSchema } from './openapi-schemas.ts';

type Components = Readonly<Record<string, JsonSchema>>;

/** What a reader recognises, by the field's name. Where it does not fit the schema, the rules below hold. */
const known: Readonly<Record<string, unknown>> = {
  accessToken: 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMTkyMGQzZSJ9.c2lnbmF0dXJl',
  carrierCode: 'sandbox_post',
  channel: 'default',
  city: 'Hamburg',
  code: 'main',
  company: 'Sievers & Co.',
  countryCode: 'DE',
  currency: 'EUR',
  defaultLocale: 'en',
  email: 'ada@example.com',
  firstName: 'Ada',
  handle: 'yirgacheffe-morning',
  lastName: 'Sievers',
  locale: 'en',
  message: 'Please put it at the back door.',
  name: 'Ada Sievers',
  orderNumber: 'K-100042',
  orderToken: 'TpG2sg1wyYNIx2nhiEqMGzLxUVI5oFTrRrOhx7Vr3ac',
  password: 'correct horse battery',
  phone: '+494012345678',
  postalCode: '20457',
  priceMinor: 1290,
  quantity: 2,
  ratePpm: 190_000,
  reason: 'The customer asked for it.',
  sku: 'CF-001-250-WB',
  slug: 'coffee',
  street: 'Alter Wandrahm 8',
  subject: 'Where is my parcel?',
  text: 'When will it arrive?',
  title: 'Yirgacheffe Morning',
  token: 'pm_card_visa',
  trackingNumber: 'SBX1000000042',
  unitPriceMinor: 1290,
  url: 'https://shop.example/cup.svg',
  variantTitle: '250 g / Whole bean',
  version: 3,
};

const byFormat: Readonly<Record<string, string>> = {
  uuid: '01920d3e-6f5a-7c4e-9a3b-2f1c0d9e8b7a',
  'date-time': '2026-11-23T09:30:00.000Z',
  date: '2026-11-23',
  defaultLocale: 'en',
  email: 'ada@example.com',
  uri: 'https://shop.example/thanks',
};

/**
 * A value that the schema describes: its own examples where it gives them, else what its name and
 * format suggest. `whole`: optional fields too.
 */
export function exampleOf(schema: JsonSchema, components: Components, whole: boolean): unknown {
  return new Examples(components, whole).of(schema, '');
}

class Examples {
  private readonly components: Components;
  private readonly whole: boolean;
  /** A category holds categories: each name is opened once on the way down. */
  private readonly open = new Set<string>();

  constructor(components: Components, whole: boolean) {
    this.components = components;
    this.whole = whole;
  }

  of(schema: JsonSchema, name: string): unknown {
    const { $ref, examples, anyOf, oneOf, allOf } = schema as {
      $ref?: string;
      examples?: unknown[];
      anyOf?: JsonSchema[];
      oneOf?: JsonSchema[];
      allOf?: JsonSchema[];
    };
    if ($ref !== undefined) return this.named($ref, name);
    if (examples !== undefined) return examples[0];
    for (const word of ['const', 'default']) {
      // An empty text shows nothing of what belongs there.
      if (word in schema && schema[word] !== '') return schema[word];
    }
    if ('enum' in schema) return (schema['enum'] as unknown[])[0];
    const choices = anyOf ?? oneOf;
    if (choices) return this.of(choices.find(({ type }) => type !== 'null') ?? {}, name);
    if (allOf) return Object.assign({}, ...allOf.map((part) => this.of(part, name)));
    const type = ([] as unknown[]).concat(schema['type']).find((one) => one !== 'null');
    switch (type) {
      case 'object':
        return this.object(schema);
      case 'array':
        return this.array(schema, name);
      case 'string':
        return text(schema, name);
      case 'integer':
      case 'number':
        return number(schema, name);
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return {};
    }
  }

  private named(reference: string, name: string): unknown {
    const component = reference.slice('#/components/schemas/'.length);
    if (this.open.has(component)) return undefined;
    this.open.add(component);
    const value = this.of(this.components[component] ?? {}, name);
    this.open.delete(component);
    return value;
  }

  private object(schema: JsonSchema): object {
    const required = new Set((schema['required'] ?? []) as string[]);
    const fields = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>)
      .filter(([name]) => this.whole || required.has(name))
      .map(([name, field]) => [name, this.of(field, name)] as const)
      .filter(([, value]) => value !== undefined);
    return Object.fromEntries(fields);
  }

  private array(schema: JsonSchema, name: string): unknown[] {
    const items = schema['items'] as JsonSchema | undefined;
    const item = items && this.of(items, name.replace(/s$/, ''));
    return item === undefined || schema['maxItems'] === 0 ? [] : [item];
  }
}

function text(schema: JsonSchema, name: string): string {
  const {
    format,
    pattern,
    minLength = 0,
    maxLength = Infinity,
  } = schema as {
    format?: string;
    pattern?: string;
    minLength?: number;
    maxLength?: number;
  };
  const fits = (value: unknown): value is string =>
    typeof value === 'string' &&
    value.length >= minLength &&
    value.length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(value));
  const suggested = [known[name], byFormat[format ?? ''], name, `${name}-1`, 'abc', 'AB', '12'];
  return suggested.find(fits) ?? 'x'.repeat(Math.max(1, Math.min(minLength, 64)));
}

function number(schema: JsonSchema, name: string): number {
  const { minimum = 0, maximum = Infinity } = schema as { minimum?: number; maximum?: number };
  const fits = (value: unknown): value is number =>
    typeof value === 'number' && value >= minimum && value <= maximum;
  const suggested = [known[name], name.endsWith('Minor') ? 1290 : undefined, 1, minimum];
  return suggested.find(fits) ?? maximum;
}
