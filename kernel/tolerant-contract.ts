import { z } from 'zod';
import type { Contract, FailureShape } from './contract.ts';
import { isKnownItem, leftOut, opennessOf, recognizes, wordsToKnow } from './open-values.ts';

/**
 * Contracts as services read each other: old and new run side by side while a release is rolled
 * out, so keys that the reader does not know are dropped, at every depth, and words of what is
 * declared open are taken as its declaration says. The public door reads the same contracts as
 * they are written, and refuses what it does not know.
 */

const made = new WeakMap<Contract, Contract>();

/** A contract read tolerantly; made once for each, when a process opens its services. */
export function tolerantContract(contract: Contract): Contract {
  const already = made.get(contract);
  if (already) return already;
  const read = tolerantReader();
  const detailsOf = (failures: Readonly<Record<string, FailureShape>>) =>
    mapValues(failures, (shape) => ({ ...shape, detail: read(shape.detail) }));
  const tolerant: Contract = {
    ...contract,
    operations: mapValues(contract.operations, (shape) => ({
      ...shape,
      input: read(shape.input),
      output: read(shape.output),
      failures: detailsOf(shape.failures),
    })),
    events: mapValues(contract.events, (shape) => ({ ...shape, data: read(shape.data) })),
  };
  made.set(contract, tolerant);
  return tolerant;
}

/** Its events alone: what a process reads that calls nobody over a broker. */
export function tolerantEvents(contract: Contract): Contract {
  const events = mapValues(contract.events, (shape) => ({ ...shape, data: tolerant(shape.data) }));
  return { ...contract, events };
}

/** One schema read tolerantly, for what travels between services and is in no contract. */
export function tolerant<S extends z.ZodType>(schema: S): S {
  return tolerantReader()(schema) as S;
}

type Read = (schema: z.ZodType) => z.ZodType;

/** A walk over schemas. What is used in several places is made once, and may hold itself. */
function tolerantReader(): Read {
  const known = new Map<z.ZodType, z.ZodType>();
  const read: Read = (schema) => {
    const already = known.get(schema);
    if (already) return already;
    const tolerated = tolerate(schema, read);
    known.set(schema, tolerated);
    return tolerated;
  };
  return read;
}

function tolerate(schema: z.ZodType, read: Read): z.ZodType {
  const same = rebuilt(schema, read);
  if (schema instanceof z.ZodRecord) return ofKnownKeys(schema, same);
  if (schema instanceof z.ZodArray) return ofKnownItems(schema, same as z.ZodArray);
  const isPlain = schema instanceof z.ZodUnion && !(schema instanceof z.ZodDiscriminatedUnion);
  return ofKnownWords(schema, isPlain ? closestOption(same as z.ZodUnion) : same);
}

/** The same schema over tolerant parts, with its checks; what holds no other schema is kept. */
function rebuilt(schema: z.ZodType, read: Read): z.ZodType {
  if (schema instanceof z.ZodObject) return tolerantObject(schema, read);
  if (schema instanceof z.ZodLazy) return z.lazy(() => read(schema.def.getter() as z.ZodType));
  const changed: PropertyDescriptorMap = {};
  // By descriptors: a default that is made anew each time is a getter, and stays one.
  const given = Object.getOwnPropertyDescriptors(schema.def);
  for (const [name, descriptor] of Object.entries(given)) {
    const part: unknown = descriptor.value;
    const isChecks = name === 'checks';
    if (part instanceof z.ZodType) changed[name] = { ...descriptor, value: read(part) };
    else if (!isChecks && Array.isArray(part) && part.some((one) => one instanceof z.ZodType))
      changed[name] = { ...descriptor, value: part.map((one: z.ZodType) => read(one)) };
  }
  if (Object.keys(changed).length === 0) return schema;
  return schema.clone(Object.create(null, { ...given, ...changed }) as never);
}

/** Its fields are read when they are first asked for: one of them may lead back to it. */
function tolerantObject(schema: z.ZodObject, read: Read): z.ZodType {
  const given: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(schema.def);
  const others = schema.def.catchall as z.ZodType | undefined;
  if (others instanceof z.ZodNever) delete given['catchall'];
  else if (others) given['catchall'] = { ...given['catchall'], value: read(others) };
  let shape: Readonly<Record<string, z.ZodType>> | undefined;
  given['shape'] = {
    enumerable: true,
    configurable: true,
    get: () => (shape ??= mapValues(schema.def.shape as Record<string, z.ZodType>, read)),
  };
  return schema.clone(Object.create(null, given) as never);
}

/** A record whose keys are words holds no others. */
function ofKnownKeys(schema: z.ZodRecord, same: z.ZodType): z.ZodType {
  // oxlint-disable-next-line no-underscore-dangle -- where zod keeps what its own record reads
  const words = schema.def.keyType._zod.values;
  if (!words) return same;
  const isKnown = (key: string) => words.has(key) || words.has(Number(key));
  return z.preprocess(
    (value) =>
      isFields(value)
        ? Object.fromEntries(Object.entries(value).filter(([key]) => isKnown(key)))
        : value,
    same,
  );
}

function ofKnownItems({ def }: z.ZodArray, same: z.ZodArray): z.ZodType {
  const item = def.element as z.ZodType;
  const mayBeLeftOut =
    opennessOf(item)?.unknownAs === leftOut ||
    (item instanceof z.ZodObject && wordsToKnow(item).length > 0);
  if (!mayBeLeftOut) return same;
  const isKnown = (one: unknown) => isKnownItem(item, one, same.def.element as z.ZodType);
  return z.preprocess(
    (value: unknown) => (Array.isArray(value) ? value.filter(isKnown) : value),
    same,
  );
}

function ofKnownWords(schema: z.ZodType, same: z.ZodType): z.ZodType {
  const openness = opennessOf(schema);
  if (!openness || openness.unknownAs === leftOut) return same;
  return z.preprocess(
    (value) => (recognizes(schema, value, same) ? value : openness.unknownAs),
    same,
  );
}

/**
 * Without unknown keys an option may fit that holds fewer of the value's keys than another one: the
 * one counts that knows most of them, of several the first.
 */
function closestOption(union: z.ZodUnion): z.ZodType {
  const options = union.options as readonly z.ZodType[];
  if (!options.some((option) => option instanceof z.ZodObject)) return union;
  const knownKeys = (option: z.ZodType, value: object): number =>
    option instanceof z.ZodObject
      ? Object.keys(value).filter((key) => Object.hasOwn(option.shape as object, key)).length
      : 0;
  return z.unknown().transform((value, context): unknown => {
    const ordered = isFields(value)
      ? options.toSorted((left, right) => knownKeys(right, value) - knownKeys(left, value))
      : options;
    for (const option of ordered) {
      const parsed = option.safeParse(value);
      if (parsed.success) return parsed.data;
    }
    for (const issue of union.safeParse(value).error?.issues ?? [])
      context.issues.push(issue as never);
    return z.NEVER;
  });
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues<From, To>(
  fields: Readonly<Record<string, From>>,
  map: (field: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, map(field)]));
}
