import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/**
 * Waits for all changes of products that are under way, and lets none begin before the commit: those have
 * followed the rules of before, and what they did is seen from here on; those that come follow the new ones.
 */
export async function holdProducts(tx: Transaction): Promise<void> {
  await tx.query(sql`lock table product in exclusive mode`);
}
