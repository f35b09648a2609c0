import { once } from 'node:events';
import type { WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileFit, FileRejection, Fit } from '#product-files/importing/product-file.ts';

const columns = 'line,handle,sku,field,outcome,reason,given,kept,message';

interface Entry {
  readonly line: number;
  readonly handle?: string | undefined;
  readonly sku?: string | undefined;
  readonly field?: string | undefined;
  readonly outcome: 'changed' | 'left_out';
  readonly reason: string;
  readonly given?: string | undefined;
  readonly kept?: string | undefined;
  readonly message?: string | undefined;
}

/** All that an import changed and left out, as a CSV with a line for each. */
export class ImportReport {
  readonly path: string;
  private readonly file: WriteStream;
  private entries = 0;

  private constructor(path: string, file: WriteStream) {
    this.path = path;
    this.file = file;
    this.file.write(`${columns}\n`);
  }

  /** At the first of these places that can be written to. */
  static async open(paths: readonly string[]): Promise<ImportReport> {
    for (const path of paths) {
      const file = await open(path, 'w', 0o600).catch(() => undefined);
      if (file) return new ImportReport(path, file.createWriteStream());
    }
    throw new Error(`${paths[0]} cannot be written. Say with --report where the report may be.`);
  }

  changed(fit: FileFit | Fit, words: string): void {
    const { line = 1, sku, field, reason, given, kept } = fit;
    const handle = 'handle' in fit ? fit.handle : undefined;
    const outcome = 'changed';
    this.write({ line, handle, sku, field, outcome, reason, given, kept, message: words });
  }

  leftOut({ line, column, scope, reason, detail, suggestion }: FileRejection): void {
    const message = `${detail}. ${suggestion}`;
    this.write({ line, field: column ?? scope, outcome: 'left_out', reason, message });
  }

  /** How many lines it has, when all of them are written. */
  async close(): Promise<number> {
    this.file.end();
    await once(this.file, 'close');
    return this.entries;
  }

  private write(entry: Entry): void {
    this.entries += 1;
    const { line, handle, sku, field, outcome, reason, given, kept, message } = entry;
    const cells = [line, handle, sku, field, outcome, reason, given, kept, message];
    this.file.write(`${cells.map(cellOf).join(',')}\n`);
  }
}

/** A text that a spreadsheet program would take for a formula begins with an apostrophe. */
function cellOf(value: string | number | undefined): string {
  const text = String(value ?? '').replaceAll(/\p{Cc}/gu, ' ');
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
