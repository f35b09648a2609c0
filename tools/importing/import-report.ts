import { once } from 'node:events';
import type { WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileFit, FileRejection, Fit } from '#product-files/importing/product-file.ts';
import {
  changedEntry,
  leftOutEntry,
  reportHeading,
  reportLine,
  type ReportEntry,
} from '#product-files/importing/report-lines.ts';

/** All that an import changed and left out, as a CSV with a line for each. */
export class ImportReport {
  readonly path: string;
  private readonly file: WriteStream;
  private entries = 0;

  private constructor(path: string, file: WriteStream) {
    this.path = path;
    this.file = file;
    this.file.write(`${reportHeading}\n`);
  }

  /** At the first of these places that can be written to. */
  static async open(paths: readonly string[]): Promise<ImportReport> {
    for (const path of paths) {
      const file = await open(path, 'w', 0o600).catch(() => undefined);
      if (file) return new ImportReport(path, file.createWriteStream());
    }
    throw new Error(`${paths[0]} cannot be written. Say with --report where the report may be.`);
  }

  changed(fit: FileFit | Fit): void {
    this.write(changedEntry(fit));
  }

  leftOut(rejection: FileRejection): void {
    this.write(leftOutEntry(rejection));
  }

  /** How many lines it has, when all of them are written. */
  async close(): Promise<number> {
    this.file.end();
    await once(this.file, 'close');
    return this.entries;
  }

  private write(entry: ReportEntry): void {
    this.entries += 1;
    this.file.write(`${reportLine(entry)}\n`);
  }
}
