import type { FileFit } from '../importing/product-file.ts';

/** What programs write into cells that have nothing: dumps of databases, and spreadsheets. */
const nothing = /^(?:NULL|\(null\)|\\N|#N\/A|#NV)$/;
/** A formula of the spreadsheet failed here: what it should have said is lost. */
const failed = /^#(?:REF|VALUE|NAME|NULL|NUM|DIV\/0|WERT|BEZUG|ZAHL)[!?]$/;

/** Takes such words for empty cells. Each column of them is said once, each failed formula by itself. */
export class EmptyWords {
  private readonly columns = new Map<number, { line: number; rows: number; given: string }>();
  private readonly headings: readonly string[];

  constructor(headings: readonly string[]) {
    this.headings = headings;
  }

  /** The same array where no cell is one. */
  taken(fields: readonly string[], line: number): { fields: readonly string[]; fits: FileFit[] } {
    if (!fields.some(isWord)) return { fields, fits: [] };
    const fits: FileFit[] = [];
    const kept = fields.map((field, at) => {
      if (!isWord(field)) return field;
      const before = this.columns.get(at);
      if (failed.test(field)) fits.push(this.fit(line, at, field, ''));
      else if (before) before.rows += 1;
      else this.columns.set(at, { line, rows: 1, given: field });
      return '';
    });
    return { fields: kept, fits };
  }

  notes(): FileFit[] {
    return [...this.columns].map(([at, { line, rows, given }]) =>
      this.fit(line, at, `${given} in ${rows === 1 ? '1 row' : `${rows} rows`}`, 'nothing'),
    );
  }

  private fit(line: number, at: number, given: string, kept: string): FileFit {
    const field = this.headings[at]?.trim() || 'file';
    return { line, field, reason: 'left_out', given, kept };
  }
}

function isWord(field: string): boolean {
  const first = field.charCodeAt(0);
  // `#`, `(`, `N`, `\`: nearly every cell begins otherwise.
  if (first !== 35 && first !== 40 && first !== 78 && first !== 92) return false;
  return nothing.test(field) || failed.test(field);
}
