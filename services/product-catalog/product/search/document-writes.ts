import type { Transaction } from '#platform/data/transaction.ts';
import type { Database } from '#platform/data/database.ts';

/** More shelves are not told apart: all begin anew. */
const mostShelves = 20_000;

interface Writes {
  /** How often this process has changed what searches read. */
  count: number;
  /** The last of these that named no shelf: it may have changed any. */
  anywhere: number;
  /** The last one of each shelf, by its term. */
  readonly on: Map<string, number>;
}

const writes = new WeakMap<object, Writes>();

/**
 * Says that documents, or the words that they are found by, are changed by this transaction.
 * @param terms all that the documents had before and have now, where it changes nothing else
 */
export function changesDocuments(tx: Transaction, terms?: readonly string[]): void {
  tx.afterwards(() => {
    const known = writesOf(tx.stored);
    known.count += 1;
    if (terms === undefined || known.on.size + terms.length > mostShelves) {
      known.anywhere = known.count;
      known.on.clear();
      return;
    }
    for (const term of terms) known.on.set(term, known.count);
  });
}

/** Grows with each change of this process; of others it knows nothing. */
export function documentWrites({ stored }: Database): number {
  return writesOf(stored).count;
}

/** Grows with each change of this process to what stands on a shelf, stood there or is put there. */
export function shelfWrites({ stored }: Database, term: string): number {
  const { anywhere, on } = writesOf(stored);
  return Math.max(anywhere, on.get(term) ?? 0);
}

function writesOf(stored: object): Writes {
  let known = writes.get(stored);
  if (known === undefined) {
    known = { count: 0, anywhere: 0, on: new Map() };
    writes.set(stored, known);
  }
  return known;
}
