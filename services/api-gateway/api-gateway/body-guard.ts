import { isUtf8 } from 'node:buffer';
import { looksLikeCardNumber } from './card-number.ts';
import type { Refusal } from './problem.ts';
import { bodyMalformed, bodyRefused, cardNumberRefused } from './refusals.ts';

const depthLimit = 10;
const itemsLimit = 100;
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

const jsonType = /^application\/json(?:[ \t]*;[ \t]*charset=(?:utf-8|"utf-8"))?[ \t]*$/i;

/** Exactly JSON in UTF-8: what looks nearly like it would be validated by one rule and read by another. */
export function isJsonType(contentType: string | undefined): boolean {
  return contentType !== undefined && jsonType.test(contentType);
}

export type ParsedBody = { readonly value: unknown } | { readonly refused: Refusal };

/** Parses a body and refuses what no schema needs to see: depth, length, dangerous keys, card numbers. */
export function parseJsonBody(bytes: Buffer): ParsedBody {
  if (!isUtf8(bytes)) return { refused: bodyMalformed };
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return { refused: bodyMalformed };
  }
  const refused = guard(value, '', '', 1);
  return refused ? { refused } : { value };
}

/** Looks through a parsed value; `name` is the key it stands under. */
function guard(value: unknown, path: string, name: string, depth: number): Refusal | undefined {
  if (typeof value === 'string') return guardText(value, path, name);
  if (typeof value === 'number') {
    return looksLikeCardNumber(value, name) ? cardNumberRefused : undefined;
  }
  if (value === null || typeof value !== 'object') return undefined;
  if (depth > depthLimit) {
    return bodyRefused(path, 'too_deep', `At most ${depthLimit} levels of nesting are accepted.`);
  }
  if (Array.isArray(value)) return guardItems(value, path, name, depth);
  for (const key of Object.keys(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (forbiddenKeys.has(key)) {
      return bodyRefused(path, 'key_forbidden', `The key "${key}" is never accepted.`);
    }
    const refused = guard((value as Record<string, unknown>)[key], at, key, depth + 1);
    if (refused) return refused;
  }
  return undefined;
}

function guardText(value: string, path: string, name: string): Refusal | undefined {
  if (value.includes('\0') || !value.isWellFormed()) {
    return bodyRefused(path, 'text_malformed', 'Text must be well-formed Unicode without NUL.');
  }
  return looksLikeCardNumber(value, name) ? cardNumberRefused : undefined;
}

function guardItems(
  items: readonly unknown[],
  path: string,
  name: string,
  depth: number,
): Refusal | undefined {
  if (items.length > itemsLimit) {
    return bodyRefused(path, 'too_many_items', `At most ${itemsLimit} items are accepted.`);
  }
  for (let index = 0; index < items.length; index += 1) {
    const refused = guard(items[index], `${path}.${index}`, name, depth + 1);
    if (refused) return refused;
  }
  return undefined;
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
