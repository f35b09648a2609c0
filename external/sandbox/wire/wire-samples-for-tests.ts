import type { Encoding } from './wire-faults.ts';
import type { Shape } from './wire-shape.ts';

/** A request that is wrong in one place, and how. */
export interface Spoiled {
  readonly how: 'missing' | 'mistyped' | 'unknown' | 'too_long';
  readonly path: readonly string[];
  readonly data: object;
}

/** A request that tells one more name than the least, as the description allows. */
export interface Allowed {
  readonly path: readonly string[];
  readonly data: object;
}

type Data = { [name: string]: unknown } | unknown[];

/** Texts of which one fits every form that is asked for. */
const texts = [
  'sandbox_standard',
  'a',
  'eur',
  'DE',
  'se-100',
  '2026-01-01T00:00:00Z',
  'https://example.org/back',
  'ten letter',
  ...['AP', 'MG', 'HX'].map((prefix) => prefix + '0'.repeat(32)),
  '192.0.2.1',
];

/** A value that is taken, with what is required of it alone. */
function fitting(shape: Shape): unknown {
  switch (shape.kind) {
    case 'text': {
      const { among, like, max = Infinity, format } = shape;
      if (among !== undefined) return among[0];
      if (format !== undefined) return '2026-01-01T00:00:00Z';
      return texts.find((one) => one.length <= max && (like === undefined || like.test(one)));
    }
    case 'integer':
    case 'number':
      return Math.max(1, shape.min ?? 1);
    case 'boolean':
      return true;
    case 'list':
      return [fitting(shape.of)];
    case 'map':
      return { a: fitting(shape.of) };
    case 'either':
      return fitting(shape.of[0]!);
    case 'emptiable':
      return fitting(shape.of);
    case 'fields': {
      const all = Object.entries(shape.fields);
      const required = all.filter(([, one]) => one.required === true);
      // A form cannot tell of an object without names.
      const reported = required.length > 0 ? required : all.slice(0, 1);
      return Object.fromEntries(reported.map(([name, one]) => [name, fitting(one)]));
    }
  }
}

/** A value of another kind. */
function misfitting(shape: Shape, encoding: Encoding): unknown {
  const isForm = encoding === 'form';
  switch (shape.kind) {
    case 'text':
      if (shape.among !== undefined || shape.like !== undefined) return '§ none of them';
      return isForm ? { nonsense: 'x' } : 7;
    case 'integer':
    case 'number':
      return 'many';
    case 'boolean':
      return isForm ? 'perhaps' : 'true';
    case 'either':
      return shape.of.some(({ kind }) => kind === 'fields') ? 'many' : { nonsense: 'x' };
    case 'emptiable':
      return misfitting(shape.of, encoding);
    case 'list':
      return isForm ? { nonsense: 'x' } : 'text';
    case 'map':
    case 'fields':
      return 'text';
  }
}

/** Every place of a description, with what leads to it. */
function placesOf(shape: Shape, path: readonly string[] = []): [readonly string[], Shape][] {
  switch (shape.kind) {
    case 'emptiable':
      return placesOf(shape.of, path);
    case 'either':
      return shape.of.filter(({ kind }) => kind === 'fields').flatMap((one) => placesOf(one, path));
    case 'list':
      return placesOf(shape.of, [...path, '0']);
    case 'fields':
      return Object.entries(shape.fields).flatMap(([name, one]): [readonly string[], Shape][] => {
        const at = [...path, name];
        return [[at, one], ...placesOf(one, at)];
      });
    case 'text':
    case 'integer':
    case 'number':
    case 'boolean':
    case 'map':
      return [];
  }
}

function partOf(shape: Shape, name: string): Shape {
  if (shape.kind === 'emptiable') return partOf(shape.of, name);
  if (shape.kind === 'either')
    return partOf(
      shape.of.find(({ kind }) => kind === 'fields')!,
      name,
    );
  if (shape.kind === 'list') return shape.of;
  if (shape.kind === 'fields') return shape.fields[name]!;
  throw new Error(`${shape.kind} has no ${name}`);
}

/** The least with a value at a place; `undefined` takes away what is there. */
function withAt(shape: Shape, least: object, path: readonly string[], value: unknown): object {
  // Not by reference: two places may hold the same object.
  const data = JSON.parse(JSON.stringify(least)) as Data;
  let at = data as Record<string, unknown>;
  let part = shape;
  for (const [depth, name] of path.entries()) {
    if (depth === path.length - 1) {
      if (value === undefined) delete at[name];
      else at[name] = value;
      break;
    }
    part = partOf(part, name);
    at[name] ??= fitting(part);
    at = at[name] as Record<string, unknown>;
  }
  return data;
}

/** In a form there is no object without names: it says nothing. */
function isReported(data: object, path: readonly string[], encoding: Encoding): boolean {
  if (encoding === 'json') return true;
  let at: unknown = data;
  for (const name of path.slice(0, -1)) {
    at = (at as Record<string, unknown>)[name];
    if (Object.keys(at as object).length === 0) return false;
  }
  return true;
}

/** The least of a request, wrong in each place by turns. */
export function spoiledRequests(shape: Shape, least: object, encoding: Encoding): Spoiled[] {
  const unknown = (path: readonly string[]): Spoiled => ({
    how: 'unknown',
    path: [...path, 'nonsense'],
    data: withAt(shape, least, [...path, 'nonsense'], 'x'),
  });
  const found = placesOf(shape).flatMap(([path, part]): Spoiled[] => {
    const at = (how: Spoiled['how'], value: unknown): Spoiled => ({
      how,
      path,
      data: withAt(shape, least, path, value),
    });
    const plain = part.kind === 'emptiable' ? part.of : part;
    const max = plain.kind === 'text' && plain.among === undefined ? plain.max : undefined;
    const open = plain.kind !== 'fields' || plain.open === true;
    return [
      ...(part.required === true ? [at('missing', undefined)] : []),
      at('mistyped', misfitting(part, encoding)),
      ...(max === undefined ? [] : [at('too_long', 'x'.repeat(max + 1))]),
      ...(open ? [] : [unknown(path)]),
    ];
  });
  return [unknown([]), ...found].filter(({ data, path }) => isReported(data, path, encoding));
}

/** The least of a request with each further name by turns. */
export function allowedRequests(shape: Shape, least: object): Allowed[] {
  return placesOf(shape).map(([path, part]) => ({
    path,
    data: withAt(shape, least, path, fitting(part)),
  }));
}
