import { z } from 'zod';
import type { Contract, FailureShape } from '#kernel/contract.ts';
import { opennessOf } from '#kernel/open-values.ts';

/** What a schema lets through, as data that can be kept and compared. */
export type Told =
  /** `name` must be there, `name?` may be missing, `name=` is always told and has a default for who reads. */
  | { readonly fields: Readonly<Record<string, Told>>; readonly more?: Told }
  | { readonly list: Told; readonly bounds?: Bounds }
  | { readonly values: Told; readonly keys: Told }
  | { readonly words: readonly unknown[]; readonly open?: true }
  | { readonly oneOf: readonly Told[]; readonly open?: true }
  | { readonly orNull: Told }
  | { readonly anything: true }
  | { readonly type: string; readonly form?: string; readonly bounds?: Bounds };

export interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

export interface ToldOperation {
  readonly kind: string;
  readonly version: number;
  readonly idempotency: string;
  readonly input: Told;
  readonly output: Told;
  readonly failures: Readonly<Record<string, { readonly kind: string; readonly detail: Told }>>;
}

export interface Promises {
  readonly operations: Readonly<Record<string, ToldOperation>>;
  readonly events: Readonly<Record<string, { readonly version: number; readonly data: Told }>>;
}

/** Everything that services promise each other and the world, by `<service>.<operation>`. */
export function promisesOf(contracts: readonly Contract[]): Promises {
  const operations: Record<string, ToldOperation> = {};
  const events: Record<string, { version: number; data: Told }> = {};
  for (const contract of contracts) {
    for (const [name, shape] of Object.entries(contract.operations)) {
      const { kind, version, idempotency, input, output, failures } = shape;
      operations[`${contract.service}.${name}`] = {
        kind,
        version,
        idempotency,
        input: toldBy(input),
        output: toldBy(output),
        failures: mapFailures(failures),
      };
    }
    for (const [type, { version, data }] of Object.entries(contract.events))
      events[type] = { version, data: toldBy(data) };
  }
  return { operations, events };
}

function mapFailures(failures: Readonly<Record<string, FailureShape>>) {
  return Object.fromEntries(
    Object.entries(failures).map(([code, { kind, detail }]) => [
      code,
      { kind, detail: toldBy(detail) },
    ]),
  );
}

export function toldBy(schema: z.core.$ZodType): Told {
  const open = opennessOf(schema as z.ZodType) ? { open: true as const } : {};
  if (schema instanceof z.ZodObject) return toldFields(schema);
  if (schema instanceof z.ZodArray) {
    const bare = z.array(z.unknown()).check(...((schema.def.checks ?? []) as never[]));
    const { minItems, maxItems } = z.toJSONSchema(bare);
    return { list: toldBy(schema.def.element), ...boundsOf(minItems, maxItems) };
  }
  if (schema instanceof z.ZodRecord)
    return { values: toldBy(schema.def.valueType), keys: toldBy(schema.def.keyType) };
  if (schema instanceof z.ZodEnum) return { words: schema.options, ...open };
  if (schema instanceof z.ZodLiteral) return { words: [...schema.values], ...open };
  if (schema instanceof z.ZodUnion) return { oneOf: schema.def.options.map(toldBy), ...open };
  if (schema instanceof z.ZodNullable) return { orNull: toldBy(schema.def.innerType) };
  if (schema instanceof z.ZodPipe) {
    const isPrepared = schema.def.in instanceof z.ZodTransform;
    return toldBy(isPrepared ? schema.def.out : schema.def.in);
  }
  if (schema instanceof z.ZodLazy) return { anything: true };
  const inner = (schema as { def?: { innerType?: z.core.$ZodType } }).def?.innerType;
  return inner ? toldBy(inner) : toldLeaf(schema);
}

function toldFields(schema: z.ZodObject): Told {
  const fields = Object.entries(schema.shape).map(([name, field]): [string, Told] => {
    // oxlint-disable-next-line no-underscore-dangle -- where zod keeps whether a field may be missing
    const { optin, optout } = field._zod;
    const mark = optin === undefined ? '' : optout === 'optional' ? '?' : '=';
    return [`${name}${mark}`, toldBy(field)];
  });
  const others = schema.def.catchall;
  const isClosed = others === undefined || others instanceof z.ZodNever;
  return {
    fields: Object.fromEntries(fields),
    ...(isClosed ? {} : { more: toldBy(others) }),
  };
}

/** Texts, numbers and the like, as JSON Schema has them. */
function toldLeaf(schema: z.core.$ZodType): Told {
  const leaf = z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' });
  const { type, pattern, format, minLength, maxLength, minimum, maximum } = leaf;
  if (type === undefined) return { anything: true };
  const form = pattern ?? format;
  return {
    type: String(type),
    ...(form === undefined ? {} : { form }),
    ...boundsOf(minLength ?? minimum, maxLength ?? maximum),
  };
}

function boundsOf(least: number | undefined, most: number | undefined): { bounds?: Bounds } {
  const bounds = {
    ...(least === undefined ? {} : { least }),
    ...(most === undefined ? {} : { most }),
  };
  return Object.keys(bounds).length > 0 ? { bounds } : {};
}
