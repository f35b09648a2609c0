import { z } from 'zod';
import type { Contract, FailureShape } from '#kernel/contract.ts';
import { opennessOf } from '#kernel/open-values.ts';

/** What a schema lets through, as data that can be kept and compared. */
export type Reported =
  /** `name` must be there, `name?` may be missing, `name=` is always told and has a default for who reads. */
  | { readonly fields: Readonly<Record<string, Reported>>; readonly more?: Reported }
  | { readonly list: Reported; readonly bounds?: Bounds }
  | { readonly values: Reported; readonly keys: Reported }
  | { readonly words: readonly unknown[]; readonly open?: true }
  | { readonly oneOf: readonly Reported[]; readonly open?: true }
  | { readonly orNull: Reported }
  | { readonly anything: true }
  | { readonly type: string; readonly form?: string; readonly bounds?: Bounds };

export interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

export interface PromisedOperation {
  readonly kind: string;
  readonly version: number;
  readonly idempotency: string;
  readonly input: Reported;
  readonly output: Reported;
  readonly failures: Readonly<Record<string, { readonly kind: string; readonly detail: Reported }>>;
}

export interface Promises {
  readonly operations: Readonly<Record<string, PromisedOperation>>;
  readonly events: Readonly<Record<string, { readonly version: number; readonly data: Reported }>>;
}

/** Everything that services promise each other and the world, by `<service>.<operation>`. */
export function promisesOf(contracts: readonly Contract[]): Promises {
  const operations: Record<string, PromisedOperation> = {};
  const events: Record<string, { version: number; data: Reported }> = {};
  for (const contract of contracts) {
    for (const [name, shape] of Object.entries(contract.operations)) {
      const { kind, version, idempotency, input, output, failures } = shape;
      operations[`${contract.service}.${name}`] = {
        kind,
        version,
        idempotency,
        input: limitedTo(input),
        output: limitedTo(output),
        failures: mapFailures(failures),
      };
    }
    for (const [type, { version, data }] of Object.entries(contract.events))
      events[type] = { version, data: limitedTo(data) };
  }
  return { operations, events };
}

function mapFailures(failures: Readonly<Record<string, FailureShape>>) {
  return Object.fromEntries(
    Object.entries(failures).map(([code, { kind, detail }]) => [
      code,
      { kind, detail: limitedTo(detail) },
    ]),
  );
}

export function limitedTo(schema: z.core.$ZodType): Reported {
  const open = opennessOf(schema as z.ZodType) ? { open: true as const } : {};
  if (schema instanceof z.ZodObject) return outputFields(schema);
  if (schema instanceof z.ZodArray) {
    const bare = z.array(z.unknown()).check(...((schema.def.checks ?? []) as never[]));
    const { minItems, maxItems } = z.toJSONSchema(bare);
    return { list: limitedTo(schema.def.element), ...boundsOf(minItems, maxItems) };
  }
  if (schema instanceof z.ZodRecord)
    return { values: limitedTo(schema.def.valueType), keys: limitedTo(schema.def.keyType) };
  if (schema instanceof z.ZodEnum) return { words: schema.options, ...open };
  if (schema instanceof z.ZodLiteral) return { words: [...schema.values], ...open };
  if (schema instanceof z.ZodUnion) return { oneOf: schema.def.options.map(limitedTo), ...open };
  if (schema instanceof z.ZodNullable) return { orNull: limitedTo(schema.def.innerType) };
  if (schema instanceof z.ZodPipe) {
    const isPrepared = schema.def.in instanceof z.ZodTransform;
    return limitedTo(isPrepared ? schema.def.out : schema.def.in);
  }
  if (schema instanceof z.ZodLazy) return { anything: true };
  const inner = (schema as { def?: { innerType?: z.core.$ZodType } }).def?.innerType;
  return inner ? limitedTo(inner) : outputLeaf(schema);
}

function outputFields(schema: z.ZodObject): Reported {
  const fields = Object.entries(schema.shape).map(([name, field]): [string, Reported] => {
    // oxlint-disable-next-line no-underscore-dangle -- where zod keeps whether a field may be missing
    const { optin, optout } = field._zod;
    const mark = optin === undefined ? '' : optout === 'optional' ? '?' : '=';
    return [`${name}${mark}`, limitedTo(field)];
  });
  const others = schema.def.catchall;
  const isClosed = others === undefined || others instanceof z.ZodNever;
  return {
    fields: Object.fromEntries(fields),
    ...(isClosed ? {} : { more: limitedTo(others) }),
  };
}

/** Texts, numbers and the like, as JSON Schema has them. */
function outputLeaf(schema: z.core.$ZodType): Reported {
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
