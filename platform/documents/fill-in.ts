import { z } from 'zod';
import { leftOut, opennessOf, recognizes } from '#kernel/open-values.ts';

/**
 * Reading what was stored by another version of a schema that only grows: fields that it did not
 * know get their default, words that this one does not know become what the declaration of the open
 * words says, and what is not known is left where it is, so that it is still there when the value is
 * written again. Nothing is checked a second time.
 */
export type FillIn = (value: unknown) => unknown;

/** Undefined where a schema has nothing to fill in. What it is given it may change. */
export function fillIn(schema: z.ZodType): FillIn | undefined {
  return fillerOf(schema, new Map());
}

type Known = Map<z.ZodType, { readonly fill: FillIn | undefined } | 'being made'>;

function fillerOf(schema: z.ZodType, known: Known): FillIn | undefined {
  const already = known.get(schema);
  if (already === 'being made') return lazily(schema, known);
  if (already) return already.fill;
  known.set(schema, 'being made');
  const fill = wordsFilled(schema, partsFilled(schema, known));
  known.set(schema, { fill });
  return fill;
}

/** What leads back to itself is looked up when a value comes. */
function lazily(schema: z.ZodType, known: Known): FillIn {
  return (value) => {
    const made = known.get(schema);
    return made === undefined || made === 'being made' ? value : (made.fill?.(value) ?? value);
  };
}

function partsFilled(schema: z.ZodType, known: Known): FillIn | undefined {
  if (schema instanceof z.ZodObject) return fieldsFilled(schema, known);
  if (schema instanceof z.ZodArray) return itemsFilled(schema.def.element as z.ZodType, known);
  if (schema instanceof z.ZodRecord) return valuesFilled(schema.def.valueType as z.ZodType, known);
  if (schema instanceof z.ZodDefault) {
    const inner = fillerOf(schema.def.innerType as z.ZodType, known);
    // Read anew each time: a default may be made for each value.
    return (value) => (value === undefined ? schema.def.defaultValue : fillWith(inner, value));
  }
  if (schema instanceof z.ZodDiscriminatedUnion) return optionFilled(schema, known);
  if (schema instanceof z.ZodUnion) return fittingFilled(schema, known);
  if (schema instanceof z.ZodLazy) return fillerOf(schema.def.getter() as z.ZodType, known);
  const { innerType } = schema.def as { innerType?: unknown };
  return innerType instanceof z.ZodType ? fillerOf(innerType, known) : undefined;
}

function fieldsFilled(schema: z.ZodObject, known: Known): FillIn | undefined {
  const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
  const fields = Object.entries(shape).flatMap(([name, field]) => {
    const fill = fillerOf(field, known);
    return fill ? [{ name, fill }] : [];
  });
  if (fields.length === 0) return undefined;
  return (value) => {
    if (!isFields(value)) return value;
    for (const { name, fill } of fields) {
      const filled = fill(value[name]);
      if (filled !== undefined) value[name] = filled;
    }
    return value;
  };
}

function itemsFilled(item: z.ZodType, known: Known): FillIn | undefined {
  const fill = fillerOf(item, known);
  const isLeftOut = opennessOf(item)?.unknownAs === leftOut;
  if (!fill && !isLeftOut) return undefined;
  return (value) => {
    if (!Array.isArray(value)) return value;
    const stored = isLeftOut ? value.filter((one) => recognizes(item, one, item)) : value;
    return fill ? stored.map((one: unknown) => fill(one)) : stored;
  };
}

function valuesFilled(schema: z.ZodType, known: Known): FillIn | undefined {
  const fill = fillerOf(schema, known);
  if (!fill) return undefined;
  return (value) =>
    isFields(value)
      ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one)]))
      : value;
}

function optionFilled(schema: z.ZodDiscriminatedUnion, known: Known): FillIn | undefined {
  const { discriminator } = schema.def;
  const options = (schema.options as readonly z.ZodObject[]).map((option) => ({
    // oxlint-disable-next-line no-underscore-dangle -- where zod keeps what its own union reads
    words: option._zod.propValues?.[discriminator],
    fill: fillerOf(option, known),
  }));
  if (options.every(({ fill }) => !fill)) return undefined;
  return (value) => {
    const word = isFields(value) ? value[discriminator] : undefined;
    return fillWith(options.find(({ words }) => words?.has(word as never))?.fill, value);
  };
}

/** Of several shapes without a word that tells them apart the first that fits. */
function fittingFilled(schema: z.ZodUnion, known: Known): FillIn | undefined {
  const options = (schema.options as readonly z.ZodType[]).map((option) => ({
    option,
    fill: fillerOf(option, known),
  }));
  if (options.every(({ fill }) => !fill)) return undefined;
  return (value) =>
    fillWith(options.find(({ option }) => option.safeParse(value).success)?.fill, value);
}

function wordsFilled(schema: z.ZodType, fill: FillIn | undefined): FillIn | undefined {
  const openness = opennessOf(schema);
  if (!openness || openness.unknownAs === leftOut) return fill;
  return (value) =>
    recognizes(schema, value, schema) ? fillWith(fill, value) : openness.unknownAs;
}

function fillWith(fill: FillIn | undefined, value: unknown): unknown {
  return fill ? fill(value) : value;
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
