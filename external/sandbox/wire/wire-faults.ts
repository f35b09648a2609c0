import type { Shape } from './wire-shape.ts';

/** The first thing that is wrong with a request, and where. */
export interface WireFault {
  readonly kind:
    | 'unknown'
    | 'missing'
    | 'empty'
    | 'not_integer'
    | 'not_number'
    | 'not_boolean'
    | 'not_text'
    | 'not_list'
    | 'not_fields'
    | 'not_among'
    | 'not_like'
    | 'too_long'
    | 'too_short'
    | 'too_small'
    | 'too_many';
  readonly path: readonly string[];
  readonly value: unknown;
  readonly shape: Shape;
}

/** In a form everything is text, in JSON nothing is but text. */
export type Encoding = 'form' | 'json';

type Names = Readonly<Record<string, unknown>>;

/** Names that are unknown are told first, as a vendor does that reads names before values. */
export function firstFault(
  shape: Shape,
  value: unknown,
  encoding: Encoding,
): WireFault | undefined {
  const faults = faultsOf(shape, value, encoding, []);
  return faults.find(({ kind }) => kind === 'unknown') ?? faults[0];
}

function faultsOf(
  shape: Shape,
  value: unknown,
  encoding: Encoding,
  path: readonly string[],
): WireFault[] {
  const fault = (kind: WireFault['kind']): WireFault[] => [{ kind, path, value, shape }];
  if (shape.kind === 'emptiable') {
    const empty = value === null || (encoding === 'form' && value === '');
    return empty ? [] : faultsOf(shape.of, value, encoding, path);
  }
  if (shape.kind === 'either') {
    const tried = shape.of.map((one) => faultsOf(one, value, encoding, path));
    // What went furthest into the value speaks of the alternative that was meant.
    const deepest = tried.toSorted((a, b) => depthOf(b) - depthOf(a))[0] ?? [];
    return tried.some((found) => found.length === 0) ? [] : deepest;
  }
  if (encoding === 'form' && value === '') return fault('empty');
  switch (shape.kind) {
    case 'boolean':
      return isBoolean(value, encoding) ? [] : fault('not_boolean');
    case 'integer':
    case 'number': {
      const read = numberOf(value, encoding);
      if (read === undefined) return fault(`not_${shape.kind}`);
      if (shape.kind === 'integer' && !Number.isSafeInteger(read)) return fault('not_integer');
      return shape.min !== undefined && read < shape.min ? fault('too_small') : [];
    }
    case 'text':
      return textFault(shape, value).flatMap(fault);
    case 'list': {
      const parts = Array.isArray(value) ? value : undefined;
      if (parts === undefined) return fault('not_list');
      if (parts.length < (shape.min ?? 0)) return fault('too_short');
      return parts.flatMap((one, at) => faultsOf(shape.of, one, encoding, [...path, String(at)]));
    }
    case 'map':
    case 'fields':
      return faultsOfNames(shape, value, encoding, path);
  }
}

function faultsOfNames(
  shape: Extract<Shape, { kind: 'map' | 'fields' }>,
  value: unknown,
  encoding: Encoding,
  path: readonly string[],
): WireFault[] {
  const at = (kind: WireFault['kind'], name: string, found: unknown): WireFault => ({
    kind,
    path: [...path, name],
    value: found,
    shape,
  });
  const isForm = encoding === 'form';
  if (typeof value !== 'object' || value === null || (Array.isArray(value) && !isForm)) {
    return [{ kind: 'not_fields', path, value, shape }];
  }
  const reported = Object.entries(value as Names);
  if (shape.kind === 'map') {
    const { of, nameMax = Infinity, namesMax = Infinity } = shape;
    if (reported.length > namesMax) return [{ kind: 'too_many', path, value, shape }];
    return reported.flatMap(([name, one]) => {
      if (name.length > nameMax) return [at('too_long', name, name)];
      return isForm && one === '' ? [] : faultsOf(of, one, encoding, [...path, name]);
    });
  }
  const missing = Object.entries(shape.fields)
    .filter(([name, { required }]) => required === true && !Object.hasOwn(value, name))
    .map(([name]) => at('missing', name, undefined));
  const wrong = reported.flatMap(([name, one]) => {
    const known = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    if (known !== undefined) return faultsOf(known, one, encoding, [...path, name]);
    return shape.open === true ? [] : [at('unknown', name, one)];
  });
  return [...missing, ...wrong];
}

function textFault(
  { min, max, among, like, format }: Extract<Shape, { kind: 'text' }>,
  value: unknown,
): WireFault['kind'][] {
  if (typeof value !== 'string') return ['not_text'];
  if (among !== undefined) return among.includes(value) ? [] : ['not_among'];
  if (value.length < (min ?? 0)) return ['empty'];
  if (value.length > (max ?? Infinity)) return ['too_long'];
  if (format !== undefined && Number.isNaN(Date.parse(value))) return ['not_like'];
  return like === undefined || like.test(value) ? [] : ['not_like'];
}

function numberOf(value: unknown, encoding: Encoding): number | undefined {
  if (encoding === 'json') return typeof value === 'number' ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,15}(\.\d+)?$/.test(value)) return undefined;
  return Number(value);
}

function isBoolean(value: unknown, encoding: Encoding): boolean {
  return encoding === 'json' ? typeof value === 'boolean' : value === 'true' || value === 'false';
}

function depthOf(faults: readonly WireFault[]): number {
  return Math.max(0, ...faults.map(({ path }) => path.length));
}
