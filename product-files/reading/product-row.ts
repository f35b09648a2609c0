import { plainCell } from '../cells/plain-cell.ts';
import type { Column, ColumnMap, FieldColumn } from './product-csv-columns.ts';
import type { Objection, RejectedRow } from './product-csv-events.ts';

/** A row's known fields, trimmed. */
export interface ProductRow {
  readonly line: number;
  readonly lastLine: number;
  /** As the row has it, in one form; empty where it has none. */
  readonly handle: string;
  readonly characters: number;
  /** Whether numbers of the file have a comma before their decimals. */
  readonly decimalComma: boolean;
  /** The field's text; empty where the file does not have the column. */
  get(column: Column): string;
  /** The field as the file has it, when what `get` gives was made of it. */
  raw(column: Column): string;
  /** What the columns of an owner's own fields have, by key; undefined where there are none. */
  fieldsOf(owner: FieldColumn['owner']): Readonly<Record<string, string>> | undefined;
}

/** Checks what can be said of a row by itself: its text and its number of fields. */
export function toProductRow(
  fields: readonly string[],
  { line, lastLine, decimalComma }: Pick<ProductRow, 'line' | 'lastLine' | 'decimalComma'>,
  columns: ColumnMap,
): ProductRow | RejectedRow | null {
  let characters = 0;
  let isEmpty = true;
  for (const field of fields) {
    characters += field.length;
    isEmpty &&= field.trim() === '';
  }
  // Spreadsheet programs write rows of separators alone below the last product.
  if (isEmpty) return null;
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
  const raw = (column: Column) => fields[columns.indexes.get(column) ?? -1] ?? '';
  const get = (column: Column) => plainCell(raw(column));
  const fieldsOf = (owner: FieldColumn['owner']) => {
    const own = columns.fields.filter((field) => field.owner === owner);
    if (own.length === 0) return undefined;
    return Object.fromEntries(own.map(({ key, index }) => [key, plainCell(fields[index] ?? '')]));
  };
  const handle = get('handle').normalize('NFC').toLowerCase();
  return { line, lastLine, handle, characters, decimalComma, get, raw, fieldsOf };
}

function reject(line: number, objection: Objection): RejectedRow {
  return { line, scope: 'row', ...objection };
}
