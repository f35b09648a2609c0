import type { Column, ColumnMap, FieldColumn } from './product-csv-columns.ts';
import { shown } from './parse-field.ts';
import type { Objection, RejectedRow } from './product-csv-events.ts';

/** A row's known fields, trimmed. */
export interface ProductRow {
  line: number;
  lastLine: number;
  handle: string;
  characters: number;
  /** The field's text; empty where the file does not have the column. */
  get(column: Column): string;
  /** What the columns of an owner's own fields have, by key; undefined where there are none. */
  fieldsOf(owner: FieldColumn['owner']): Readonly<Record<string, string>> | undefined;
}

const handleForm = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,254}$/u;

/** Checks what can be said of a row by itself: its text, its number of fields, its handle. */
export function toProductRow(
  fields: readonly string[],
  line: number,
  lastLine: number,
  columns: ColumnMap,
): ProductRow | RejectedRow | null {
  const valueOf = (column: Column) => fields[columns.indexes.get(column) ?? -1]?.trim() ?? '';
  let characters = 0;
  for (const field of fields) characters += field.length;
  // Spreadsheet programs write rows of separators alone below the last product.
  if (characters === 0) return null;
  // Quotation marks that are not doubled show as fields that begin with one and are too many.
  if (fields.length > columns.fieldCount && fields.some((field) => field.startsWith('"'))) {
    return reject(line, {
      reason: 'quote_invalid',
      detail: 'A quotation mark inside a quoted field is not doubled',
      suggestion: 'Write "" for each quotation mark that belongs to the text.',
    });
  }
  if (fields.slice(columns.fieldCount).some((field) => field.trim() !== '')) {
    return reject(line, {
      reason: 'too_many_fields',
      detail: `The row has ${fields.length} fields, the first row names ${columns.fieldCount} columns`,
      suggestion: 'Put a field that holds a comma in quotation marks.',
    });
  }
  const named = [...columns.indexes].map(
    ([column, index]) => [columns.headingOf(column), index] as const,
  );
  const ofFields = columns.fields.map(({ heading, index }) => [heading, index] as const);
  for (const [heading, index] of [...named, ...ofFields]) {
    if (!/[\0\ufffd]/.test(fields[index] ?? '')) continue;
    return reject(
      line,
      {
        reason: 'text_undecodable',
        detail: 'The text holds characters that are not UTF-8',
        suggestion: 'Save the file as "CSV UTF-8 (comma delimited)".',
      },
      heading,
    );
  }
  const handle = valueOf('handle').normalize('NFC').toLowerCase();
  const objection = objectionToHandle(handle);
  if (objection !== null) return reject(line, objection, columns.headingOf('handle'));
  const fieldsOf = (owner: FieldColumn['owner']) => {
    const own = columns.fields.filter((field) => field.owner === owner);
    if (own.length === 0) return undefined;
    return Object.fromEntries(own.map(({ key, index }) => [key, fields[index]?.trim() ?? '']));
  };
  return { line, lastLine, handle, characters, get: valueOf, fieldsOf };
}

function objectionToHandle(handle: string): Objection | null {
  if (handle === '') {
    return {
      reason: 'handle_missing',
      detail: 'The row does not say which product it belongs to',
      suggestion: 'Repeat the handle of the product on each of its rows.',
    };
  }
  if (handleForm.test(handle)) return null;
  const usable = handle.replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  return {
    reason: 'handle_invalid',
    detail: `"${shown(handle)}" is not a handle`,
    suggestion:
      usable === ''
        ? 'Use letters, digits and hyphens.'
        : `Use letters, digits and hyphens, such as "${usable.slice(0, 255)}".`,
  };
}

function reject(line: number, objection: Objection, column?: string): RejectedRow {
  return { line, ...(column === undefined ? {} : { column }), scope: 'row', ...objection };
}
