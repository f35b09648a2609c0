import type { Transaction } from '#platform/data/transaction.ts';
import type { Database } from '#platform/data/database.ts';

/** How often this process has changed what searches read, by database. */
const writes = new WeakMap<object, number>();

/** Says that documents, or the words that they are found by, are changed by this transaction. */
export function changesDocuments(tx: Transaction): void {
  tx.afterwards(() => writes.set(tx.stored, (writes.get(tx.stored) ?? 0) + 1));
}

/** Grows with each change of this process; of others it knows nothing. */
export function documentWrites({ stored }: Database): number {
  return writes.get(stored) ?? 0;
}
