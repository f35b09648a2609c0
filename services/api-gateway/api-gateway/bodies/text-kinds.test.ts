import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { linedFields } from '#kernel/plain-text.ts';
import { contracts } from '#contracts/index.ts';
import { kindOf, ofKind } from '#contracts/text-kinds.ts';
import { prepareRoutes } from '../declaring/prepared-route.ts';
import type { GatewayCalls } from '../desk/use-case.ts';
import { routes } from '../routes/index.ts';
import { guardGiven } from './body-guard.ts';
import { refuseCardNumbers } from './refuse-card-numbers.ts';

/**
 * Every text that the public API takes says in its contract what kind it is, unless its form alone
 * keeps sentences out. What path and query ask for is never looked through.
 */

const sentence = 'Pay 4242 4242 4242 4242, please';
const cards = [sentence, '4242424242424242', '4242 4242 4242 4242'];

interface Text {
  readonly place: string;
  /** The name of its field; of texts in lists and records that of the whole. */
  readonly name: string;
  readonly kind: string | undefined;
  /** Characters. */
  readonly longest: number;
}

/** The texts of a body that could hold a card's number, and what nobody can see into. */
function textsOf(schema: z.core.$ZodType, place: string, name = ''): Text[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([field, inner]) =>
      textsOf(inner, `${place}.${field}`, field),
    );
  }
  if (schema instanceof z.ZodArray) return textsOf(schema.def.element, `${place}[]`, name);
  if (schema instanceof z.ZodRecord) {
    return [
      ...textsOf(schema.def.keyType, `${place}{key}`, `${name}{key}`),
      ...textsOf(schema.def.valueType, `${place}{}`, name),
    ];
  }
  if (schema instanceof z.ZodUnion)
    return schema.def.options.flatMap((option) => textsOf(option, place, name));
  if (schema instanceof z.ZodPipe) return textsOf(schema.def.in, place, name);
  const inner = (schema as { def?: { innerType?: z.core.$ZodType } }).def?.innerType;
  if (inner) return textsOf(inner, place, name);
  if (isFormed(schema)) return [];
  const longest = (schema as z.ZodString).maxLength ?? Infinity;
  return [{ place, name, kind: kindOf(schema), longest }];
}

/** Of a pattern or a form of zod's own (an id, a moment, an address) that takes no sentence; or short. */
function isFormed(schema: z.core.$ZodType): boolean {
  const takes = (text: string) => z.safeParse(schema, text).success;
  const isFree = schema instanceof z.ZodString && !/"(?:pattern|format)":/.test(written(schema));
  return isFree ? !cards.some(takes) : !takes(sentence);
}

function written(schema: z.ZodString): string {
  return JSON.stringify(z.toJSONSchema(schema, { io: 'input' }));
}

const unconnected = Object.fromEntries(
  Object.keys(contracts).map((service) => [service, {}]),
) as unknown as GatewayCalls;
const bodies = prepareRoutes(routes, contracts, unconnected).flatMap(
  ({ body, takesJson, route }): [string, z.ZodType][] =>
    body && takesJson ? [[route.operationId, body]] : [],
);
const texts = bodies.flatMap(([name, body]) => textsOf(body, name));

test('every text of the public API says what kind it is', () => {
  const unsaid = texts.filter(({ kind }) => kind === undefined).map(({ place }) => place);
  expect(unsaid, 'say what kind of text it is: see contracts/text-kinds.ts').toEqual([]);
  expect(texts.length).toBeGreaterThan(200);
});

/** Control characters, ends of lines that are no `\n`, and marks that turn the direction of a text. */
const unwanted =
  '\u0000 \u0007 \u001b \r \u007f \u0085 \u2028 \u2029 \u202a \u202e \u2066 \u2069'.split(' ');
const unread = new Set(['password', 'newPassword', 'currentPassword']);
const foreignBodies = new Map(
  prepareRoutes(routes, contracts, unconnected).map(({ route }) => [
    route.operationId,
    (route as { foreign?: readonly string[] }).foreign ?? [],
  ]),
);

test.each(bodies)(
  'each text of %s is one line, or plain lines where it has lines',
  (name, body) => {
    const foreign = foreignBodies.get(name)!;
    for (const { place, name: field } of textsOf(body, '')) {
      if (place.includes('{key}') || unread.has(field) || foreign.includes(field)) continue;
      const path = place.slice(1).replaceAll('[]', '.0').replaceAll('{}', '.de');
      const told = (text: string) =>
        guardGiven(givenAt(path.split('.'), text), {})?.errors?.[0]?.field;
      for (const one of unwanted) expect([path, one, told(`a${one}b`)]).toEqual([path, one, path]);
      for (const one of '\n\t') {
        const refused = linedFields.has(field) ? undefined : path;
        expect([path, one, told(`a${one}b`)]).toEqual([path, one, refused]);
      }
    }
  },
);

test('what is longer than a line has lines', () => {
  const long = texts.filter(
    ({ kind, longest }) => ['written', 'goods', 'markup'].includes(kind!) && longest >= 500,
  );
  // A code of a region is made of it before its length is looked at.
  const lines = new Set([...linedFields, 'regionCode']);
  expect(long.filter(({ name }) => !lines.has(name)).map(({ place }) => place)).toEqual([]);
  expect(long.length).toBeGreaterThan(20);
});

const lookedThrough = new Set(['written', 'goods', 'markup', 'number']);

test.each(bodies)(
  'in each field of %s a card number is refused or taken by its kind',
  (_name, body) => {
    for (const { place, kind } of textsOf(body, '')) {
      if (place.includes('{key}')) continue;
      const path = place.slice(1).replaceAll('[]', '.0').replaceAll('{}', '.de');
      for (const card of ['4242424242424242', '5555 5555\n5555 4444']) {
        const refused = refuseCardNumbers(body, givenAt(path.split('.'), card));
        const told = refused?.errors?.map(({ field, code }) => [field, code]);
        expect([path, told]).toEqual([
          path,
          lookedThrough.has(kind!) ? [[path, 'card_number']] : undefined,
        ]);
      }
      for (const code of ['4006381000093', '490154203237518', 'DE89 3704 0044 0532 0130 00']) {
        expect([path, refuseCardNumbers(body, givenAt(path.split('.'), code))]).toEqual([
          path,
          undefined,
        ]);
      }
    }
  },
);

function givenAt([name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return text;
  return name === '0' ? [givenAt(rest, text)] : { [name]: givenAt(rest, text) };
}

test('docs/card-numbers.md lists the fields of each kind', () => {
  const byKind = new Map<string, Set<string>>();
  for (const { kind, name } of texts) {
    byKind.set(kind!, (byKind.get(kind!) ?? new Set()).add(name));
  }
  const rows = [...byKind]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, names]) => {
      const listed = [...names].toSorted().map((name) => `\`${name}\``);
      return `- **${kind}**: ${listed.join(', ')}`;
    });
  const page = readFileSync(new URL('../../../../docs/card-numbers.md', import.meta.url), 'utf8');
  const listed = page.split('\n').filter((line) => /^- \*\*\w+\*\*: `/.test(line));
  expect(listed).toEqual(rows);
});

test('a new text without a kind is found, wherever it stands', () => {
  const body = z.strictObject({
    free: z.string().max(100).optional(),
    list: z.array(z.strictObject({ inner: z.union([z.null(), z.string().trim()]) })),
    byLanguage: z.record(z.enum(['en']), z.string().nullable()),
    pattern: z.string().regex(/^.{1,80}$/),
    anything: z.unknown(),
    said: ofKind('code', z.string()).max(100).optional(),
    id: z.uuid(),
    slug: z.string().regex(/^[a-z0-9-]+$/),
    short: z.string().max(10),
    word: z.enum(['a', 'b']),
  });
  const found = textsOf(body, 'op').filter(({ kind }) => kind === undefined);
  expect(found.map(({ place }) => place)).toEqual(
    ['free', 'list[].inner', 'byLanguage{}', 'pattern', 'anything'].map((name) => `op.${name}`),
  );
});
