import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contracts } from '#contracts/index.ts';
import { defineContract, query } from '#kernel/contract.ts';
import { leftOut, open, opennessOf } from '#kernel/open-values.ts';
import { tolerant } from '#kernel/tolerant-contract.ts';
import { closedUnions, closedWords } from './closed-words.ts';
import { wordsOfInputs, wordsOfOutputs, type FoundWords } from './words.ts';

const later = 'of_a_later_version';
const all = Object.values(contracts);
const reported = wordsOfOutputs(all);

/** One of each declaration, with the first place where it stands. */
const opened = [
  ...new Map(
    reported
      .filter(({ schema }) => opennessOf(schema))
      .map(({ place, schema }) => [schema, place] as const)
      .toReversed(),
  ),
].map(([schema, place]): [string, FoundWords['schema']] => [place, schema]);

describe('a word that only a later version knows', () => {
  test.each(opened)('is read at %s as declared', (_place, schema) => {
    const { unknownAs } = opennessOf(schema)!;
    if (unknownAs === leftOut) {
      expect(tolerant(z.array(schema)).parse([later])).toEqual([]);
      const item = z.strictObject({ id: z.string(), word: schema });
      expect(tolerant(z.array(item)).parse([{ id: 'x', word: later }])).toEqual([]);
    } else {
      expect(tolerant(schema).parse(later)).toBe(unknownAs);
      expect(schema.safeParse(unknownAs).success).toBe(true);
    }
    expect(schema.safeParse(later).success).toBe(false);
  });

  test('leaves those items of a list there that are known, whatever else is new of them', () => {
    const kind = open(z.enum(['refund', 'surplus']), { unknownAs: leftOut });
    const list = tolerant(z.array(z.strictObject({ id: z.string(), kind })));
    const items = [
      { id: 'a', kind: 'refund', more: 1 },
      { id: 'b', kind: later },
      { id: 'c', kind: 'surplus' },
    ];
    expect(list.parse(items)).toEqual([
      { id: 'a', kind: 'refund' },
      { id: 'c', kind: 'surplus' },
    ]);
    expect(list.safeParse([{ id: 'd' }]).success).toBe(false);
    expect(list.safeParse([{ id: 'e', kind: 1 }]).success).toBe(false);
  });

  test('is refused where one thing is asked for that cannot be left out', () => {
    const kind = open(z.enum(['refund', 'surplus']), { unknownAs: leftOut });
    expect(tolerant(z.strictObject({ kind })).safeParse({ kind: later }).success).toBe(false);
  });
});

/** A sentence for each choice of words that is told closed and nobody says why. */
function unexplained(found: readonly FoundWords[]): string[] {
  return found
    .filter(({ schema }) => !opennessOf(schema))
    .filter(({ place, schema }) =>
      schema instanceof z.ZodEnum
        ? !Object.hasOwn(closedWords, schema.options.join(' '))
        : !Object.keys(closedUnions).some((ending) => place.endsWith(ending)),
    )
    .map(
      ({ place }) =>
        `${place}: declare it open with what readers of this version take for a word that they do not know, or say in tools/contracts/closed-words.ts why there is nothing to take`,
    );
}

test('what is answered or told in words is open, or says why not', () => {
  expect(unexplained(reported)).toEqual([]);
});

test('nobody explains words that are not told any more', () => {
  const closed = reported.flatMap(({ schema }) =>
    schema instanceof z.ZodEnum && !opennessOf(schema) ? [schema.options.join(' ')] : [],
  );
  expect(Object.keys(closedWords).filter((words) => !closed.includes(words))).toEqual([]);
});

/** What is asked for is never taken for something else: a higher version of the operation says it. */
function openInputs(found: readonly FoundWords[]): string[] {
  return found.filter(({ schema }) => opennessOf(schema)).map(({ place }) => place);
}

test('what is asked with is never open', () => {
  expect(openInputs(wordsOfInputs(all))).toEqual([]);
});

test('the rules find what they are about', () => {
  const words = z.enum(['one', 'two']);
  const sample = defineContract({
    service: 'cart',
    operations: {
      ask: query({
        access: 'public',
        input: z.strictObject({ deep: z.array(open(words, { unknownAs: 'one' })).optional() }),
        output: z.strictObject({ deep: z.array(z.strictObject({ state: words.nullable() })) }),
      }),
    },
    events: {},
  });
  expect(openInputs(wordsOfInputs([sample]))).toEqual(['cart.ask input.deep[]']);
  expect(unexplained(wordsOfOutputs([sample]))).toHaveLength(1);
});
