import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contracts } from '#contracts/index.ts';
import { command, defineContract, failure, query, type FailureShape } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { brokenPromises } from './growth.ts';
import { promisesOf } from './promise.ts';
import { lastRelease } from './released.ts';

const project = resolve(import.meta.dirname, '../..');

test('contracts only grow: who runs the last release can run beside this one', () => {
  const before = lastRelease(project);
  expect(before ? brokenPromises(before, promisesOf(Object.values(contracts))) : []).toEqual([]);
});

const state = z.enum(['open', 'done']);
const openState = open(state, { unknownAs: 'open' });
const shapes = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('a'), no: z.int() }),
]);
const moreShapes = z.discriminatedUnion('kind', [
  ...shapes.options,
  z.strictObject({ kind: z.literal('b') }),
]);
const line = z.strictObject({ sku: z.string(), note: z.string().optional() });
const fields = {
  id: z.string(),
  count: z.int().min(1).max(10),
  note: z.string().optional(),
  stored: z.string().default('x'),
  state,
  openState,
  line,
  lines: z.array(line).max(3),
  maybe: z.string().nullable(),
  shapes,
  openShapes: open(shapes, { unknownAs: { kind: 'a', no: 0 } }),
  names: z.record(z.string(), z.string()),
};
const before = z.strictObject(fields);
const sold = { sold_out: failure('conflict', line) };

interface Version {
  readonly input?: z.ZodType;
  readonly output?: z.ZodType;
  readonly event?: z.ZodType;
  readonly failures?: Readonly<Record<string, FailureShape>>;
  readonly version?: number;
  readonly eventVersion?: number;
  readonly idempotency?: 'key' | 'natural';
}

function promises(now: Version) {
  const { input = before, output = before, event = before, failures = sold, version = 1 } = now;
  const { idempotency = 'key', eventVersion = 1 } = now;
  const shape = { access: 'public', version, idempotency, input, output, failures } as const;
  return promisesOf([
    defineContract({
      service: 'cart',
      operations: { act: command(shape), ask: query({ access: 'public', input, output }) },
      events: { 'cart.told': { version: eventVersion, data: event } },
    }),
  ]);
}

/** Each is refused of what is asked with, answered and told alike. */
const breaking: Readonly<Record<string, z.ZodType>> = {
  'a field less': before.omit({ id: true }),
  'a field less that was optional': before.omit({ note: true }),
  'a field less further in': before.extend({ line: line.omit({ note: true }) }),
  'a field more that must be there': before.extend({ more: z.string() }),
  'a field more in items that must be there': before.extend({
    lines: z.array(line.extend({ more: z.string() })).max(3),
  }),
  'a field that must be there now': before.extend({ note: z.string() }),
  'another type': before.extend({ id: z.int() }),
  'a form': before.extend({ id: z.uuid() }),
  'a list instead': before.extend({ line: z.array(line) }),
  'an object instead': before.extend({ id: z.strictObject({}) }),
  'a word less': before.extend({ state: z.enum(['open']) }),
  'narrower bounds': before.extend({ count: z.int().min(1).max(5) }),
  'fewer items': before.extend({ lines: z.array(line).max(2) }),
  'never null': before.extend({ maybe: z.string() }),
  'a record of other things': before.extend({ names: z.record(z.string(), z.int()) }),
};

/** Each is refused unless who knows the version of before is left out by a higher one. */
const loosening: Readonly<Record<string, z.ZodType>> = {
  'a word more': before.extend({ state: z.enum(['open', 'done', 'held']) }),
  'a shape more': before.extend({ shapes: moreShapes }),
  null: before.extend({ id: z.string().nullable() }),
  'wider bounds': before.extend({ count: z.int().min(1).max(20) }),
  'more items': before.extend({ lines: z.array(line).max(30) }),
  'what may be missing': before.extend({ id: z.string().optional() }),
};

const growing: Readonly<Record<string, z.ZodType>> = {
  nothing: before,
  'an optional field': before.extend({ more: z.string().optional() }),
  'a field with a default': before.extend({ more: z.array(line).default([]) }),
  'an optional field further in': before.extend({
    line: line.extend({ more: z.int().optional() }),
  }),
  'a word more where it is open': before.extend({
    openState: open(z.enum(['open', 'done', 'held']), { unknownAs: 'open' }),
  }),
  'a shape more where it is open': before.extend({
    openShapes: open(moreShapes, { unknownAs: { kind: 'b' } }),
  }),
  'words that become open': before.extend({ state: openState }),
  'a description': before.meta({ description: 'Told' }),
};

describe.each(['input', 'output', 'event'] as const)('%s', (part) => {
  test.each(Object.keys(breaking))('refuses %s', (change) => {
    const now = { [part]: breaking[change]!, version: 2, eventVersion: 2 };
    expect(brokenPromises(promises({}), promises(now))).not.toEqual([]);
  });

  test.each(Object.keys(loosening))('refuses %s, unless a higher version says so', (change) => {
    const now = { [part]: loosening[change]! };
    expect(brokenPromises(promises({}), promises(now))).not.toEqual([]);
    const raised = promises({ ...now, version: 2, eventVersion: 2 });
    const found = brokenPromises(promises({}), raised).filter((one) => !one.includes('ask'));
    expect(found.length > 0).toBe(part === 'output');
  });

  test.each(Object.keys(growing))('accepts %s', (change) => {
    expect(brokenPromises(promises({}), promises({ [part]: growing[change]! }))).toEqual([]);
  });
});

/** What a sentence tells to do about a change of what is asked with, answered and told. */
const ways: [change: string, part: 'input' | 'output' | 'event', way: string][] = [
  ['a word more', 'input', 'raise the version of the operation'],
  ['a word more', 'output', 'declare it open a release before'],
  ['a word more', 'event', 'declare it open a release before, or raise the version of the event'],
  ['a word less', 'input', 'go on reading it'],
  ['a word less', 'output', 'go on reading it'],
  ['a shape more', 'input', 'raise the version of the operation'],
  ['a shape more', 'output', 'declare it open a release before'],
  ['a shape more', 'event', 'declare it open a release before, or raise the version of the event'],
  ['null', 'input', 'raise the version of the operation'],
  ['null', 'output', 'add a field beside it'],
  ['wider bounds', 'input', 'raise the version of the operation'],
  ['wider bounds', 'event', 'add a field beside it, or raise the version of the event'],
  ['what may be missing', 'input', 'raise the version of the operation'],
  ['what may be missing', 'output', 'go on telling it'],
  ['a field that must be there now', 'input', 'make it optional or give it a default'],
  ['a field more that must be there', 'event', 'make it optional or give it a default'],
];

test.each(ways)('of %s in an %s it is told: %s', (change, part, way) => {
  const now = { [part]: (breaking[change] ?? loosening[change])! };
  const reported = brokenPromises(promises({}), promises(now));
  expect(reported.map((one) => one.split('; ')[1])).toContain(way);
  const others = ways.filter(([, of]) => of === part).map(([, , other]) => other);
  for (const one of reported) expect(others).toContain(one.split('; ')[1]);
});

test('a field that an operation may be asked for another way raises its version, and an older caller is still read', () => {
  const input = before.extend({ state: z.enum(['open', 'done', 'held']) });
  const [reported] = brokenPromises(promises({}), promises({ input }));
  expect(reported).toBe(
    'cart.act input.state knows "held": the version before cannot read it; raise the version of the operation',
  );
  const raised = brokenPromises(promises({}), promises({ input, version: 2 }));
  expect(raised.filter((one) => one.startsWith('cart.act'))).toEqual([]);
});

describe('refuses', () => {
  const none = promisesOf([]);
  test.each<[string, ReturnType<typeof promises>]>([
    ['operations and events that are gone', none],
    ['a failure of another kind', promises({ failures: { sold_out: failure('gone', line) } })],
    ['a failure that is gone', promises({ failures: {} })],
    ['a failure that tells less', promises({ failures: { sold_out: failure('conflict') } })],
    ['a command that is repeated in another way', promises({ idempotency: 'natural' })],
  ])('%s', (_name, now) => {
    expect(brokenPromises(promises({}), now)).not.toEqual([]);
  });

  test('versions that go back', () => {
    const raised = promises({ version: 2, eventVersion: 2 });
    expect(brokenPromises(raised, promises({}))).toHaveLength(2);
  });
});

test('accepts operations, events and failures more', () => {
  const more = promises({ failures: { ...sold, held: failure('conflict') } });
  expect(brokenPromises(promises({}), more)).toEqual([]);
  expect(brokenPromises(promisesOf([]), more)).toEqual([]);
});
