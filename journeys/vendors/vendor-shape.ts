import type { Fields, Shape } from '#external/sandbox/wire/wire-shape.ts';
import type { Schema, VendorFile } from './vendor-file.ts';

type Properties = Readonly<Record<string, Schema>>;

/** A vendor's schema of a request, in the words of our descriptions. */
export function shapeOfSchema(file: VendorFile, schema: Schema): Shape {
  const joined = joinParts(file, schema);
  const shape = plainShape(file, joined);
  return joined['nullable'] === true ? { kind: 'emptiable', of: shape } : shape;
}

function plainShape(file: VendorFile, joined: Schema): Shape {
  const alternatives = ['anyOf', 'oneOf'].flatMap((name) => (joined[name] ?? []) as Schema[]);
  if (joined['properties'] === undefined && alternatives.length > 0) {
    return eitherOf(file, alternatives);
  }
  const words = joined['enum'] as string[] | undefined;
  if (words !== undefined) {
    const of: Shape = { kind: 'text', among: words.filter((word) => word !== '' && word !== null) };
    return words.includes('') ? { kind: 'emptiable', of } : of;
  }
  switch (joined['type']) {
    case 'integer':
    case 'number':
      return { kind: joined['type'] };
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return { kind: 'list', of: shapeOfSchema(file, joined['items'] as Schema) };
    case 'string': {
      const max = joined['maxLength'];
      const like = joined['pattern'];
      return {
        kind: 'text',
        ...(typeof max === 'number' ? { max } : {}),
        ...(typeof like === 'string' ? { like: new RegExp(like) } : {}),
      };
    }
    default:
      return namesOf(file, joined, alternatives);
  }
}

function eitherOf(file: VendorFile, alternatives: readonly Schema[]): Shape {
  const isEmpty = (one: Schema): boolean => {
    const words = one['enum'] as unknown[] | undefined;
    return words?.length === 1 && words[0] === '';
  };
  const reported = alternatives
    .filter((one) => !isEmpty(one))
    .map((one) => shapeOfSchema(file, one));
  const of: Shape = reported.length === 1 ? reported[0]! : { kind: 'either', of: reported };
  return reported.length < alternatives.length ? { kind: 'emptiable', of } : of;
}

function namesOf(file: VendorFile, joined: Schema, alternatives: readonly Schema[]): Shape {
  const more = joined['additionalProperties'];
  const properties = Object.assign(
    {},
    joined['properties'],
    ...alternatives.map((one) => joinParts(file, one)['properties'] ?? {}),
  ) as Properties;
  if (Object.keys(properties).length === 0 && typeof more === 'object') {
    return { kind: 'map', of: shapeOfSchema(file, more as Schema) };
  }
  const required = (joined['required'] ?? []) as string[];
  const named = Object.entries(properties).flatMap(([name, part]): [string, Shape][] => {
    if (joinParts(file, part)['readOnly'] === true) return [];
    const shape = shapeOfSchema(file, part);
    return [[name, required.includes(name) ? { ...shape, required: true } : shape]];
  });
  const fields: Fields = Object.fromEntries(named);
  return more === true ? { kind: 'fields', fields, open: true } : { kind: 'fields', fields };
}

/** References and `allOf` as one schema. */
function joinParts(file: VendorFile, schema: Schema): Schema {
  const { $ref, allOf, ...own } = schema;
  if (typeof $ref === 'string') return joinParts(file, { ...file.resolve($ref), ...own });
  if (!Array.isArray(allOf)) return own;
  const parts = [...(allOf as Schema[]).map((part) => joinParts(file, part)), own];
  const required = parts.flatMap((part) => (part['required'] ?? []) as string[]);
  const properties = Object.assign({}, ...parts.map((part) => part['properties'] ?? {})) as object;
  const joined: Record<string, unknown> = Object.assign({}, ...parts);
  if (Object.keys(properties).length > 0) joined['properties'] = properties;
  return { ...joined, required };
}

/** What two descriptions of one request say differently, each by the place it stands at. */
export function differences(ours: Shape, theirs: Shape, path = ''): string[] {
  if (ours.kind === 'emptiable' || theirs.kind === 'emptiable') {
    const [mine, reported] = [ours, theirs].map((one) => (one.kind === 'emptiable' ? one.of : one));
    const alike = ours.kind === theirs.kind ? [] : [`${path} can${isOf(ours)} be emptied`];
    return [...alike, ...differences(mine!, reported!, path)];
  }
  if (ours.kind === 'either' && theirs.kind === 'either') {
    return ours.of.flatMap((one) => {
      // The alternative that is most alike is the same one.
      const [found] = theirs.of
        .filter(({ kind }) => kind === one.kind)
        .map((twin) => differences(one, twin, path))
        .toSorted((a, b) => a.length - b.length);
      return found ?? [`${path} takes ${one.kind}`];
    });
  }
  if (ours.kind !== theirs.kind) return [`${path} is ${ours.kind}, not ${theirs.kind}`];
  if (ours.kind === 'text' && theirs.kind === 'text') return textDifferences(ours, theirs, path);
  if (ours.kind === 'list' && theirs.kind === 'list') {
    return differences(ours.of, theirs.of, `${path}[]`);
  }
  if (ours.kind === 'map' && theirs.kind === 'map') {
    return differences(ours.of, theirs.of, `${path}.*`);
  }
  if (ours.kind !== 'fields' || theirs.kind !== 'fields') return [];
  const mine: Fields = ours.fields;
  const reported: Fields = theirs.fields;
  return [...new Set([...Object.keys(mine), ...Object.keys(reported)])].flatMap((name) => {
    const at = path === '' ? name : `${path}.${name}`;
    const [one, other] = [mine[name], reported[name]];
    if (one === undefined) return [`${at} is missing`];
    if (other === undefined) return [`${at} is not in the file`];
    const [must, should] = [one.required === true, other.required === true];
    const stored =
      must === should ? [] : [`${at} is ${must ? 'required by us alone' : 'required'}`];
    return [...stored, ...differences(one, other, at)];
  });
}

function isOf(ours: Shape): string {
  return ours.kind === 'emptiable' ? '' : 'not';
}

type Text = Extract<Shape, { kind: 'text' }>;

function textDifferences(ours: Text, theirs: Text, path: string): string[] {
  const mine = new Set(ours.among);
  const reported = new Set(theirs.among);
  const missing = [...reported].filter((word) => !mine.has(word));
  const invented =
    theirs.among === undefined ? [] : [...mine].filter((word) => !reported.has(word));
  return [
    ...missing.map((word) => `${path} may be ${word}`),
    ...invented.map((word) => `${path} may not be ${word} by the file`),
    ...(ours.among !== undefined && theirs.among === undefined ? [`${path} may be any word`] : []),
    ...(ours.among === undefined && ours.like === undefined && ours.max !== theirs.max
      ? [`${path} has up to ${theirs.max} letters, not ${ours.max}`]
      : []),
    ...(theirs.like !== undefined && ours.like === undefined && ours.among === undefined
      ? [`${path} has the form ${theirs.like.source}`]
      : []),
  ];
}

/** How many names a description has, at every depth. */
export function namesIn(shape: Shape): number {
  switch (shape.kind) {
    case 'fields':
      return Object.values(shape.fields).reduce((sum, one) => sum + 1 + namesIn(one), 0);
    case 'list':
    case 'map':
    case 'emptiable':
      return namesIn(shape.of);
    case 'either':
      return shape.of.reduce((sum, one) => sum + namesIn(one), 0);
    case 'text':
    case 'integer':
    case 'number':
    case 'boolean':
      return 0;
  }
}
