import type { z } from 'zod';
import type { understood } from '#contracts/product/files/imports.ts';
import { maskedCardNumbers } from '#kernel/card-number.ts';
import { json, sql, type Statement } from '#platform/ground/sql.ts';
import type { MadeOnLine } from '#product-files/importing/import-batch.ts';
import type {
  FileFit,
  FileProduct,
  FileRefusal,
  FileRejection,
  Fit,
} from '#product-files/importing/product-file.ts';
import { changedEntry, leftOutEntry } from '#product-files/importing/report-lines.ts';
import type { ImportRow } from './import-rows.ts';

type Understood = z.output<typeof understood>;

interface Entry {
  readonly number: number;
  readonly line: number;
  readonly outcome: string;
  readonly handle?: string | undefined;
  readonly sku?: string | undefined;
  readonly field?: string | undefined;
  readonly reason?: string | undefined;
  readonly given?: string | undefined;
  readonly kept?: string | undefined;
  readonly message?: string | undefined;
}

const productsShown = 20;
const columnsShown = 100;

/** What an import says while it goes on; each reading of the file says the same in the same order. */
export class ImportNotes {
  fitted = 0;
  private readonly importId: string;
  private number = 0;
  private told: Entry[] = [];
  private readonly products: Understood['products'] = [];
  private readonly ignoredColumns = new Set<string>();
  private refusal: FileRefusal | null = null;

  constructor({ importId }: Pick<ImportRow, 'importId'>) {
    this.importId = importId;
  }

  changed(fit: FileFit | Fit): void {
    this.fitted += 1;
    this.add(changedEntry(fit));
  }

  leftOut(rejection: FileRejection): void {
    this.add(leftOutEntry(rejection));
  }

  made(made: readonly MadeOnLine[]): void {
    for (const { handle, outcome, line } of made) this.add({ handle, outcome, line });
  }

  ignored(columns: readonly string[]): void {
    for (const column of columns)
      if (this.ignoredColumns.size < columnsShown)
        this.ignoredColumns.add(storable(column.slice(0, 200)));
  }

  refuse(refusal: FileRefusal | undefined): void {
    this.refusal = refusal ? storableTexts(refusal) : null;
  }

  understand({ handle, title, vendor, status, variants, lines }: FileProduct): void {
    if (this.products.length >= productsShown) return;
    const [first] = variants;
    const told = variants.flatMap(({ quantity, stock = {} }) => [
      ...(quantity === null ? [] : [quantity]),
      ...Object.values(stock),
    ]);
    const [shownTitle, shownVendor] = maskedCardNumbers([title, vendor]);
    const shown = {
      line: lines.first,
      handle,
      title: shownTitle!,
      vendor: shownVendor!,
      status,
      variants: variants.length,
      sku: first?.sku ?? null,
      priceMinor: first?.priceMinor ?? null,
      quantity: told.length === 0 ? null : told.reduce((sum, units) => sum + units, 0),
    };
    this.products.push(storableTexts(shown));
  }

  understood(): Understood {
    const { products, refusal } = this;
    return { products, ignoredColumns: [...this.ignoredColumns], refusal };
  }

  /** How much was told and is not taken yet. */
  get waiting(): number {
    return this.told.length;
  }

  /** Writes what was told since the last time: whoever takes it has it written, or begins anew. */
  take(): Statement {
    const taken = this.told;
    this.told = [];
    return sql`
      insert into file_import_entry (import_id, number, line, outcome, handle, sku, field, reason,
        given, kept, message)
      select ${this.importId}, x.* from json_to_recordset(${json(taken)}::json) as x (
        number int, line int, outcome text, handle text, sku text, field text, reason text,
        given text, kept text, message text)
      on conflict do nothing`;
  }

  private add(entry: Omit<Entry, 'number'>): void {
    this.number += 1;
    const { given = '', kept = '', message = '' } = entry;
    const texts = maskedCardNumbers([given, kept, message]);
    const [shownGiven, shownKept, shownMessage] = texts;
    const shown = {
      ...entry,
      number: this.number,
      given: shownGiven || undefined,
      kept: shownKept || undefined,
      message: shownMessage || undefined,
    };
    this.told.push(storableTexts(shown));
  }
}

/** PostgreSQL keeps no NUL, and nothing that is half a character, as where a text was cut. */
export function storable(text: string): string {
  return text.replaceAll('\0', ' ').toWellFormed();
}

function storableTexts<Value extends object>(value: Value): Value {
  const entries = Object.entries(value).map(([name, each]: [string, unknown]) => [
    name,
    typeof each === 'string' ? storable(each) : each,
  ]);
  return Object.fromEntries(entries) as Value;
}
