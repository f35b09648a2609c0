import { z } from 'zod';

/**
 * What the reader does not know is not there for it: an item of a list, also one that has the word
 * in a field of its own. Elsewhere there is nothing to leave out, and it is refused.
 */
export const leftOut = Symbol('left out');

interface Openness<Value> {
  /** What a reader takes that does not know the value; `leftOut` in lists. */
  readonly unknownAs: Value | typeof leftOut;
}

/** What has words that may become more: values of an enum, or the shapes of a union. */
type Words = z.ZodEnum | z.ZodUnion;

const openness = z.registry<Openness<unknown>>();

/**
 * Declares that later versions may know more values than these. A reader of this version takes
 * `unknownAs` instead, so say what is harmless: what waits, or what shows least. Without it no
 * value may be added to what is answered or told, since the readers of before would refuse it.
 */
export function open<S extends Words>(schema: S, { unknownAs }: Openness<z.input<S>>): S {
  const opened = schema.clone() as S;
  openness.add(opened, { unknownAs });
  return opened;
}

/** What is taken instead of a value that is not known; undefined where that is refused. */
export function opennessOf(schema: z.ZodType): Openness<unknown> | undefined {
  return openness.get(schema);
}

/**
 * Whether a reader knows the word; what is no word at all is not judged here. `tolerant` is the same
 * schema as it reads what others tell.
 */
export function recognizes(schema: z.ZodType, value: unknown, tolerant: z.ZodType): boolean {
  if (schema instanceof z.ZodEnum)
    return typeof value !== 'string' || schema.options.includes(value);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    const word = (value as Readonly<Record<string, unknown>> | null | undefined)?.[discriminator];
    return typeof word !== 'string' || (wordsOf(schema, discriminator)?.has(word) ?? true);
  }
  return !(schema instanceof z.ZodUnion) || tolerant.safeParse(value).success;
}

/** Whether a reader knows the item of a list: itself, or the words of its fields, as declared. */
export function isKnownItem(item: z.ZodType, value: unknown, tolerant: z.ZodType): boolean {
  if (opennessOf(item)?.unknownAs === leftOut) return recognizes(item, value, tolerant);
  if (!(item instanceof z.ZodObject) || typeof value !== 'object' || value === null) return true;
  return wordsToKnow(item).every(([name, field]) =>
    recognizes(field, (value as Readonly<Record<string, unknown>>)[name], field),
  );
}

/** The fields of a thing without whose words it is not there. */
export function wordsToKnow(item: z.ZodObject): [string, z.ZodType][] {
  return Object.entries(item.shape as Readonly<Record<string, z.ZodType>>).filter(
    ([, field]) => opennessOf(field)?.unknownAs === leftOut,
  );
}

function wordsOf(schema: z.ZodType, discriminator: string): ReadonlySet<unknown> | undefined {
  // oxlint-disable-next-line no-underscore-dangle -- where zod keeps what its own union reads
  return schema._zod.propValues?.[discriminator];
}
