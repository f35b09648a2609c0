import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import { isPlainLine, isPlainText, linedFields } from '#kernel/plain-text.ts';
import type { Refusal } from '../replies/problem.ts';
import { bodyMalformed, bodyRefused } from '../replies/refusals.ts';
import { refuseCardNumbers } from './refuse-card-numbers.ts';

const depthLimit = 10;
/** No contract takes more: a count has up to 500 lines. What most of them say is less. */
const itemsLimit = 500;
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

const jsonType = /^application\/json(?:[ \t]*;[ \t]*charset=(?:utf-8|"utf-8"))?[ \t]*$/i;

/** Exactly JSON in UTF-8: what looks nearly like it would be validated by one rule and read by another. */
export function isJsonType(contentType: string | undefined): boolean {
  return contentType !== undefined && jsonType.test(contentType);
}

/** What nobody reads, and what was chosen before it was looked at. */
const unreadFields = new Set(['password', 'newPassword', 'currentPassword']);

export type ParsedBody = { readonly value: unknown } | { readonly refused: Refusal };

export interface Expected {
  /** Says what kinds of text there are, and so where numbers of cards are looked for. */
  readonly schema?: z.ZodType | undefined;
  /** Fields whose texts are another shop's: their service makes them fit and says so. */
  readonly foreign?: readonly string[] | undefined;
}

/**
 * Parses a body and refuses what no schema needs to judge: depth, length, dangerous keys, control
 * characters, card numbers. Of foreign texts only what no database takes is refused.
 */
export function parseJsonBody(bytes: Buffer, expected: Expected = {}): ParsedBody {
  if (!isUtf8(bytes)) return { refused: bodyMalformed };
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return { refused: bodyMalformed };
  }
  const refused = guardGiven(value, expected);
  return refused ? { refused } : { value };
}

/** The same of what a door was given otherwise than as a body. */
export function guardGiven(value: unknown, { foreign, schema }: Expected): Refusal | undefined {
  const refused = new BodyGuard(foreign ?? []).guard(value, '', '', 1);
  return refused ?? (schema && refuseCardNumbers(schema, value));
}

class BodyGuard {
  private readonly foreign: ReadonlySet<string>;

  constructor(foreign: readonly string[]) {
    this.foreign = new Set(foreign);
  }

  /** Looks through a parsed value; `name` is the key it stands under. */
  guard(value: unknown, path: string, name: string, depth: number): Refusal | undefined {
    if (typeof value === 'string') {
      if (this.foreign.has(name)) return guardForm(value, path);
      return guardText(value, path, name);
    }
    if (value === null || typeof value !== 'object') return undefined;
    if (depth > depthLimit) {
      return bodyRefused(path, 'too_deep', `At most ${depthLimit} levels of nesting are accepted.`);
    }
    if (Array.isArray(value)) return this.guardItems(value, path, name, depth);
    for (const key of Object.keys(value)) {
      const at = path === '' ? key : `${path}.${key}`;
      if (forbiddenKeys.has(key)) {
        return bodyRefused(path, 'key_forbidden', `The key "${key}" is never accepted.`);
      }
      // Keys below are the shop's own: what kind of text each is, its field says.
      const under = name === 'attributes' ? name : key;
      const refused = this.guard((value as Record<string, unknown>)[key], at, under, depth + 1);
      if (refused) return refused;
    }
    return undefined;
  }

  private guardItems(
    items: readonly unknown[],
    path: string,
    name: string,
    depth: number,
  ): Refusal | undefined {
    if (items.length > itemsLimit) {
      return bodyRefused(path, 'too_many_items', `At most ${itemsLimit} items are accepted.`);
    }
    for (let index = 0; index < items.length; index += 1) {
      const refused = this.guard(items[index], `${path}.${index}`, name, depth + 1);
      if (refused) return refused;
    }
    return undefined;
  }
}

function guardForm(value: string, path: string): Refusal | undefined {
  if (!value.includes('\0') && value.isWellFormed()) return undefined;
  return bodyRefused(path, 'text_malformed', 'Text must be well-formed Unicode without NUL.');
}

function guardText(value: string, path: string, name: string): Refusal | undefined {
  const malformed = guardForm(value, path);
  if (malformed) return malformed;
  if (!unreadFields.has(name) && !isPlain(value, name)) {
    const message = linedFields.has(name)
      ? 'Text must be without control characters, but for \\n and \\t, and without bidi overrides.'
      : 'One line of text must be without control characters and bidi overrides.';
    return bodyRefused(path, 'control_character', message);
  }
  return undefined;
}

function isPlain(value: string, name: string): boolean {
  return linedFields.has(name) ? isPlainText(value) : isPlainLine(value);
}

/** Text in the query or path is refused like that in a body; `place` is `query` or `path`. */
export function guardFields(
  fields: Readonly<Record<string, unknown>>,
  place: string,
): Refusal | undefined {
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    const refused =
      typeof value === 'string' ? guardText(value, `${place}.${name}`, name) : undefined;
    if (refused) return refused;
  }
  return undefined;
}
