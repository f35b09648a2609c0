import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fillIn } from './fill-in.ts';
import { leftOut, open } from '#kernel/open-values.ts';

const state = open(z.enum(['open', 'done']), { unknownAs: 'open' });
const kinds = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('a'), size: z.int().default(1) }),
  z.strictObject({ kind: z.literal('b') }),
]);
interface Tree {
  name?: string;
  below?: Tree[];
}
const tree: z.ZodType<Tree> = z.lazy(() =>
  z.strictObject({ name: z.string().default('leaf'), below: z.array(tree).optional() }),
);

describe('what an earlier version did not write', () => {
  test.each([
    ['a field', z.strictObject({ note: z.string().default('') }), {}, { note: '' }],
    [
      'one that is there',
      z.strictObject({ note: z.string().default('') }),
      { note: 'x' },
      { note: 'x' },
    ],
    [
      'in a list',
      z.array(z.strictObject({ no: z.int().default(0) })),
      [{}, { no: 2 }],
      [{ no: 0 }, { no: 2 }],
    ],
    [
      'in a nullable',
      z.strictObject({ a: z.strictObject({ b: z.null().default(null) }).nullable() }),
      { a: {} },
      { a: { b: null } },
    ],
    [
      'null itself',
      z.strictObject({ a: z.strictObject({ b: z.int().default(1) }).nullable() }),
      { a: null },
      { a: null },
    ],
    [
      'what is optional stays out',
      z.strictObject({ a: z.strictObject({ b: z.int().default(1) }).optional() }),
      {},
      {},
    ],
    [
      'in a record',
      z.record(z.string(), z.strictObject({ b: z.int().default(1) })),
      { x: {} },
      { x: { b: 1 } },
    ],
    [
      'in the option that its word names',
      z.array(kinds),
      [{ kind: 'a' }, { kind: 'b' }],
      [{ kind: 'a', size: 1 }, { kind: 'b' }],
    ],
    [
      'in the option that fits',
      z.union([z.strictObject({ a: z.int().default(1), of: z.int() }), z.strictObject({})]),
      { of: 1 },
      { of: 1, a: 1 },
    ],
    [
      'in itself',
      tree,
      { below: [{}, { below: [{}] }] },
      { name: 'leaf', below: [{ name: 'leaf' }, { name: 'leaf', below: [{ name: 'leaf' }] }] },
    ],
    [
      'what a default holds in turn',
      z.strictObject({ a: z.strictObject({}).default({}) }),
      {},
      { a: {} },
    ],
  ])('%s', (_what, schema, stored, read) => {
    expect(fillIn(schema)!(stored)).toEqual(read);
  });
});

test('what a later version added stays where it is', () => {
  const schema = z.strictObject({ note: z.string().default('') });
  expect(fillIn(schema)!({ added: 1 })).toEqual({ added: 1, note: '' });
});

test('a word that is not known is taken as its declaration says', () => {
  const schema = z.strictObject({
    state,
    list: z.array(open(z.enum(['x']), { unknownAs: leftOut })),
  });
  expect(fillIn(schema)!({ state: 'later', list: ['x', 'y'] })).toEqual({
    state: 'open',
    list: ['x'],
  });
});

test('nothing is done where nothing can be missing', () => {
  expect(
    fillIn(z.array(z.strictObject({ a: z.string().optional(), b: z.enum(['c']) }))),
  ).toBeUndefined();
});
