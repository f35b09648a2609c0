import type { Channel } from '../use-channels.ts';
import { fixedBecause, isThere, type Column, type Edit, type Reading } from './columns.ts';
import type { Area } from './use-grid.ts';
import type { ProductRow } from './use-products.ts';

interface Sheet {
  readonly rows: readonly ProductRow[];
  readonly columns: readonly Column[];
  readonly channel: Channel;
}

/** What a paste changes, and how many of its cells it leaves out. */
export interface Filled {
  readonly edits: readonly Edit[];
  /** They would lie below the last row that is there, or beside the last column. */
  readonly beyond: number;
  /** Cells that are not changed in a sheet. */
  readonly fixed: number;
  /** An empty cell empties nothing: who means that empties the cell itself. */
  readonly empty: number;
}

/** One value fills all that is marked, several as many cells as they are, from the first marked on. */
export function filledBy(
  pasted: readonly (readonly string[])[],
  { top, bottom, start, end }: Area,
  { rows, columns, channel }: Sheet,
  reading: Reading,
): Filled {
  const one = pasted.length === 1 && pasted[0]!.length === 1 ? pasted[0]![0]! : undefined;
  const wide = Array.from({ length: end - start + 1 });
  const values =
    one === undefined
      ? pasted
      : Array.from({ length: bottom - top + 1 }, () => wide.map(() => one));
  const edits: Edit[] = [];
  const left = { beyond: 0, fixed: 0, empty: 0 };
  for (const [down, line] of values.entries()) {
    for (const [right, typed] of line.entries()) {
      const row = rows[top + down];
      const column = columns[start + right];
      const isEmpty = typed.trim() === '';
      if (!row || !column) {
        if (!isEmpty) left.beyond += 1;
        continue;
      }
      const edit = { row, column, typed, channel };
      if (isThere(edit, reading)) edits.push(edit);
      else if (isEmpty) left.empty += 1;
      else if (fixedBecause(row, column)) left.fixed += 1;
      else edits.push(edit);
    }
  }
  return { edits, ...left };
}
