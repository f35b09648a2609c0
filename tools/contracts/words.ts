import { z } from 'zod';
import type { Contract } from '#kernel/contract.ts';

/** Words, or shapes, of which a schema lets one through, and where they stand. */
export interface FoundWords {
  readonly place: string;
  readonly schema: z.ZodEnum | z.ZodUnion;
}

/** What services ask each other with. */
export function wordsOfInputs(contracts: readonly Contract[]): FoundWords[] {
  return contracts.flatMap(({ service, operations }) =>
    Object.entries(operations).flatMap(([name, { input }]) =>
      wordsIn(input, `${service}.${name} input`),
    ),
  );
}

/** What they answer, refuse with and tell. */
export function wordsOfOutputs(contracts: readonly Contract[]): FoundWords[] {
  return contracts.flatMap(({ service, operations, events }) => [
    ...Object.entries(operations).flatMap(([name, { output, failures }]) => [
      ...wordsIn(output, `${service}.${name}`),
      ...Object.entries(failures).flatMap(([code, { detail }]) =>
        wordsIn(detail, `${service}.${name} ${code}`),
      ),
    ]),
    ...Object.entries(events).flatMap(([type, { data }]) => wordsIn(data, type)),
  ]);
}

/** A single word is no choice: a literal is not looked at. */
function wordsIn(schema: z.core.$ZodType, place: string): FoundWords[] {
  const own: FoundWords[] =
    (schema instanceof z.ZodEnum && schema.options.length > 1) || schema instanceof z.ZodUnion
      ? [{ place, schema }]
      : [];
  if (schema instanceof z.ZodArray) return wordsIn(schema.def.element, `${place}[]`);
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, field]) =>
      wordsIn(field as z.ZodType, `${place}.${name}`),
    );
  if (schema instanceof z.ZodUnion)
    return [...own, ...schema.def.options.flatMap((option) => wordsIn(option, place))];
  if (schema instanceof z.ZodRecord) return wordsIn(schema.def.valueType, `${place}{}`);
  if (schema instanceof z.ZodPipe)
    return [...wordsIn(schema.def.in, place), ...wordsIn(schema.def.out, place)];
  const inner = (schema as { def?: { innerType?: z.core.$ZodType } }).def?.innerType;
  return inner ? wordsIn(inner, place) : own;
}
