import { z } from 'zod';
import { kindOf, type TextKind } from '#contracts/text-kinds.ts';

/** A text of a body, its path as refusals name it, and the path of what it is a part of. */
export interface GivenText {
  readonly path: string;
  readonly whole: string;
  readonly kind: TextKind;
  readonly text: string;
}

type Look = (value: unknown, path: string, whole: string, texts: GivenText[]) => void;

/** Finds in what was given, before anybody has checked it, the texts whose kinds a schema says. */
export class GivenTexts {
  private readonly look: Look | undefined;

  constructor(schema: z.core.$ZodType, kinds: ReadonlySet<TextKind>) {
    this.look = lookOf(schema, kinds);
  }

  in(value: unknown): GivenText[] {
    const texts: GivenText[] = [];
    this.look?.(value, '', '', texts);
    return texts;
  }
}

/** Undefined where the schema has no such text. */
function lookOf(schema: z.core.$ZodType, kinds: ReadonlySet<TextKind>): Look | undefined {
  if (schema instanceof z.ZodString) return lookOfText(kindOf(schema), kinds);
  if (schema instanceof z.ZodObject) return lookOfFields(schema.shape, kinds);
  if (schema instanceof z.ZodArray) return lookOfMany(lookOf(schema.def.element, kinds));
  if (schema instanceof z.ZodRecord) return lookOfMany(lookOf(schema.def.valueType, kinds));
  if (schema instanceof z.ZodUnion)
    return lookOfFirst(schema.def.options.map((option) => lookOf(option, kinds)));
  if (schema instanceof z.ZodPipe) return lookOf(schema.def.in, kinds);
  const inner = (schema as { def?: { innerType?: z.core.$ZodType } }).def?.innerType;
  return inner && lookOf(inner, kinds);
}

function lookOfText(kind: TextKind | undefined, kinds: ReadonlySet<TextKind>): Look | undefined {
  if (kind === undefined || !kinds.has(kind)) return undefined;
  return (text, path, whole, texts) => {
    if (typeof text === 'string') texts.push({ path, whole, kind, text });
  };
}

function lookOfFields(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  kinds: ReadonlySet<TextKind>,
): Look | undefined {
  const fields = Object.entries(shape).flatMap(([name, field]) => {
    const look = lookOf(field, kinds);
    return look ? [{ name, look }] : [];
  });
  if (fields.length === 0) return undefined;
  return (value, path, _whole, texts) => {
    if (!isObject(value)) return;
    for (const { name, look } of fields) {
      if (Object.hasOwn(value, name)) look(value[name], at(path, name), path, texts);
    }
  };
}

/** Of a list, and of fields whose names are whoever's who gives them. */
function lookOfMany(look: Look | undefined): Look | undefined {
  if (!look) return undefined;
  return (value, path, _whole, texts) => {
    if (!isObject(value)) return;
    for (const name of Object.keys(value)) look(value[name], at(path, name), path, texts);
  };
}

/** Each text once, though several forms may know it. */
function lookOfFirst(looks: readonly (Look | undefined)[]): Look | undefined {
  const known = looks.filter((look) => look !== undefined);
  if (known.length < 2) return known[0];
  return (value, path, whole, texts) => {
    const seen = new Set<string>();
    for (const look of known) {
      const found: GivenText[] = [];
      look(value, path, whole, found);
      texts.push(...found.filter((text) => !seen.has(text.path)));
      for (const text of found) seen.add(text.path);
    }
  };
}

function at(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
