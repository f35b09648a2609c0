import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contracts } from '#contracts/index.ts';
import { leftOut, open } from './open-values.ts';
import { tolerant, tolerantContract } from './tolerant-contract.ts';

const thing = z.strictObject({ id: z.string(), note: z.string().optional() });
const recursive = z.strictObject({
  name: z.string(),
  get parts() {
    return z.array(recursive).optional();
  },
});
type Tree = { name: string; branches?: Tree[] | undefined };
const tree: z.ZodType<Tree> = z.lazy(() =>
  z.strictObject({ name: z.string(), branches: z.array(tree).optional() }),
);
const union = z.union([z.strictObject({ id: z.string() }), thing.extend({ price: z.int() })]);
const byKind = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('a'), thing }),
  z.strictObject({ kind: z.literal('b') }),
]);
const more = { addedLater: 1 };
const it = { id: 'x', ...more };

describe('keys that the reader does not know are dropped', () => {
  test.each<[string, z.ZodType, unknown, unknown]>([
    ['of an object', thing, it, { id: 'x' }],
    ['of one inside', z.strictObject({ thing }), { thing: it, ...more }, { thing: { id: 'x' } }],
    ['of items', z.array(thing), [it, it], [{ id: 'x' }, { id: 'x' }]],
    ['of a tuple', z.tuple([thing], thing), [it, it], [{ id: 'x' }, { id: 'x' }]],
    ['of the values of a record', z.record(z.string(), thing), { k: it }, { k: { id: 'x' } }],
    ['of a record of words', z.record(z.enum(['k']), thing), { k: it, l: it }, { k: { id: 'x' } }],
    ['of some words', z.partialRecord(z.enum(['k', 'm']), thing), { l: it }, {}],
    ['of a map', z.map(z.string(), thing), new Map([['k', it]]), new Map([['k', { id: 'x' }]])],
    ['behind optional', thing.optional(), it, { id: 'x' }],
    ['behind nullable', thing.nullable(), it, { id: 'x' }],
    ['behind a default', thing.default({ id: 'd' }), it, { id: 'x' }],
    ['behind a prefault', thing.prefault({ id: 'd' }), it, { id: 'x' }],
    ['behind readonly', thing.readonly(), it, { id: 'x' }],
    ['behind a catch', thing.catch({ id: 'c' }), it, { id: 'x' }],
    ['before a transform', thing.transform(({ id }) => id), it, 'x'],
    ['after a preparation', z.preprocess((value) => value, thing), it, { id: 'x' }],
    ['of both sides of a pipe', thing.pipe(thing), it, { id: 'x' }],
    [
      'of an intersection',
      z.intersection(thing, z.strictObject({ id: z.string(), no: z.int() })),
      { ...it, no: 1 },
      { id: 'x', no: 1 },
    ],
    [
      'of what holds itself',
      recursive,
      { name: 'r', parts: [{ name: 's', ...more }], ...more },
      { name: 'r', parts: [{ name: 's' }] },
    ],
    [
      'of a lazy one',
      tree,
      { name: 'r', branches: [{ name: 's', ...more }], ...more },
      { name: 'r', branches: [{ name: 's' }] },
    ],
    [
      'of a union by a word',
      byKind,
      { kind: 'a', thing: it, ...more },
      { kind: 'a', thing: { id: 'x' } },
    ],
    ['of the first of a union', union, it, { id: 'x' }],
    [
      'of the one that knows most',
      union,
      { ...it, price: 2, note: 'n' },
      { id: 'x', note: 'n', price: 2 },
    ],
    ['with a name', thing.meta({ id: 'TolerantSample' }), it, { id: 'x' }],
    [
      'of a discriminated union in a union',
      z.union([byKind, z.string()]),
      { kind: 'b', ...more },
      { kind: 'b' },
    ],
  ])('%s', (_name, schema, given, expected) => {
    expect(tolerant(schema).parse(given)).toEqual(expected);
    expect(schema.safeParse(given).success).toBe(schema instanceof z.ZodCatch);
  });

  test('and what is loose keeps them', () => {
    const loose = z.looseObject({ id: z.string() });
    expect(tolerant(loose).parse(it)).toEqual(it);
    expect(
      tolerant(z.object({ id: z.string() }).catchall(thing)).parse({ id: 'x', k: it }),
    ).toEqual({ id: 'x', k: { id: 'x' } });
  });
});

describe('everything else is refused as before', () => {
  test.each<[z.ZodType, unknown]>([
    [thing, { note: 'n' }],
    [thing, { id: 1 }],
    [z.strictObject({ thing }), { thing: { ...more } }],
    [union, { note: 'n' }],
    [byKind, { kind: 'c' }],
    [thing.refine(({ id }) => id !== 'x'), it],
    [z.record(z.enum(['k']), thing), { l: it }],
    [z.array(thing).max(1), [it, it]],
    [z.enum(['a']), 'b'],
  ])('%#', (schema, given) => {
    expect(tolerant(schema).safeParse(given).success).toBe(false);
  });

  test('and a default that is made anew each time still is', () => {
    let count = 0;
    const schema = tolerant(z.strictObject({ thing, no: z.int().default(() => (count += 1)) }));
    expect([schema.parse({ thing: it }), schema.parse({ thing: it })]).toEqual([
      { thing: { id: 'x' }, no: 1 },
      { thing: { id: 'x' }, no: 2 },
    ]);
  });
});

describe('a word that is not known yet', () => {
  const state = open(z.enum(['open', 'done']), { unknownAs: 'open' });
  const shapes = open(byKind, { unknownAs: { kind: 'b' } });
  const flags = z.array(open(z.enum(['a', 'b']), { unknownAs: leftOut }));

  test.each<[string, z.ZodType, unknown, unknown]>([
    ['of an enum', state, 'held', 'open'],
    ['of an enum with a description', state.meta({ description: 'd' }), 'held', 'open'],
    [
      'that may be missing',
      z.strictObject({ state: state.optional() }),
      { state: 'held' },
      { state: 'open' },
    ],
    ['that is missing', z.strictObject({ state: state.optional() }), {}, {}],
    ['of a union', shapes, { kind: 'c', what: 1 }, { kind: 'b' }],
    ['of a plain union', open(union, { unknownAs: { id: 'none' } }), { other: 1 }, { id: 'none' }],
    ['in a list', flags, ['a', 'c', 'b'], ['a', 'b']],
    [
      'in a list of shapes',
      z.array(open(byKind, { unknownAs: leftOut })),
      [{ kind: 'c' }, { kind: 'b' }],
      [{ kind: 'b' }],
    ],
    [
      'in a list of plain shapes',
      z.array(open(union, { unknownAs: leftOut })),
      [it, { other: 1 }],
      [{ id: 'x' }],
    ],
  ])('%s is taken as declared', (_name, schema, given, expected) => {
    expect(tolerant(schema).parse(given)).toEqual(expected);
  });

  test.each<[z.ZodType, unknown]>([
    [state, 1],
    [state, undefined],
    [shapes, { kind: 'a' }],
    [shapes, {}],
    [flags, ['a', 1]],
  ])('is no excuse for what is wrong: %#', (schema, given) => {
    expect(tolerant(schema).safeParse(given).success).toBe(false);
  });

  test('is refused at the public door', () => {
    expect(state.safeParse('held').success).toBe(false);
    expect(shapes.safeParse({ kind: 'c' }).success).toBe(false);
  });
});

test('no promise between services refuses a key more', () => {
  const strict: string[] = [];
  for (const contract of Object.values(contracts).map(tolerantContract)) {
    const { operations, events, service } = contract;
    for (const [name, { input, output, failures }] of Object.entries(operations)) {
      const details = Object.values(failures).map(({ detail }) => detail);
      if ([input, output, ...details].some(refusesKeys)) strict.push(`${service}.${name}`);
    }
    strict.push(
      ...Object.entries(events).flatMap(([type, { data }]) => (refusesKeys(data) ? type : [])),
    );
  }
  expect(strict).toEqual([]);
});

function refusesKeys(schema: z.ZodType): boolean {
  const refused = schema.safeParse({ addedLater: 1 }).error?.issues ?? [];
  return refused.some(({ code }) => code === 'unrecognized_keys');
}
