import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { LaterVersion } from '../ground/later-version.ts';
import { defineDocument } from './documents.ts';

const common = { name: 'address', columns: ['thing.address'] };
const first = z.strictObject({ name: z.string(), note: z.string().default('') });
const second = z.strictObject({ names: z.array(z.string()), note: z.string().default('') });
const toNames = ({ name, ...rest }: z.output<typeof first>) => ({ ...rest, names: [name] });
const toName = ({ names, ...rest }: z.output<typeof second>) => ({
  ...rest,
  name: names.join(' '),
});

/** The same document in three releases that follow each other. */
const before = defineDocument({ ...common, v: 1, schema: first });
const reading = defineDocument({ ...common, v: 1, schema: first, next: toName });
const writing = defineDocument({ ...common, v: 2, schema: second, upcast: { 1: toNames } });

describe('a document whose form is changed', () => {
  test('is read a release before it is written', () => {
    const text = writing.write({ names: ['Ada', 'Sievers'], note: 'x' });
    expect(JSON.parse(text)).toEqual({ v: 2, names: ['Ada', 'Sievers'], note: 'x' });
    expect(reading.read(JSON.parse(text))).toEqual({ name: 'Ada Sievers', note: 'x' });
    expect(JSON.parse(reading.write({ name: 'Ada', note: '' }))).toEqual({ name: 'Ada', note: '' });
  });

  test('is read as it was written by all before', () => {
    expect(writing.read({ name: 'Ada' })).toEqual({ names: ['Ada'], note: '' });
    expect(writing.read({ v: 2, names: ['Ada'] })).toEqual({ names: ['Ada'], note: '' });
  });

  test('waits where nobody can read it', () => {
    expect(() => before.read({ v: 2, names: ['Ada'] })).toThrow(LaterVersion);
    expect(() => reading.read({ v: 3 })).toThrow('has version 3; this process reads up to 2');
    expect(() => writing.read({ v: 'x' })).toThrow('has the version x');
  });

  test('as a list lies in items from its second version on', () => {
    const list = defineDocument({
      ...common,
      v: 2,
      schema: z.array(z.strictObject({ names: z.array(z.string()) })),
      upcast: { 1: (names: string[]) => names.map((name) => ({ names: [name] })) },
    });
    expect(JSON.parse(list.write([{ names: ['Ada'] }]))).toEqual({
      v: 2,
      items: [{ names: ['Ada'] }],
    });
    expect(list.read({ v: 2, items: [{ names: ['Ada'] }] })).toEqual([{ names: ['Ada'] }]);
    expect(list.read(['Ada'])).toEqual([{ names: ['Ada'] }]);
    expect(list.wrap([])).toEqual({ v: 2, items: [] });
  });
});

test('what is only added does not raise the version, and is not lost by who does not know it', () => {
  const read = before.read({ name: 'Ada', added: true });
  expect(JSON.parse(before.write(read))).toEqual({ name: 'Ada', note: '', added: true });
});

test.each([
  ['without the way from version 1', () => defineDocument({ ...common, v: 2, schema: second })],
  ['with a gap', () => defineDocument({ ...common, v: 3, schema: second, upcast: { 1: toNames } })],
  [
    'with a field v',
    () => defineDocument({ ...common, v: 1, schema: z.strictObject({ v: z.int() }) }),
  ],
])('a document %s is refused', (_what, define) => {
  expect(define).toThrow(/version/);
});
