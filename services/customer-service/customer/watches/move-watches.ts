import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { isOpen } from './watch-store.ts';

/**
 * What a customer waits for is told to their new address. Where that waits for the same already, as a
 * guest's, it is the customer's now and waits once.
 */
export async function moveWatches(
  tx: Transaction,
  customerId: string,
  address: string,
): Promise<void> {
  const email = address.toLowerCase();
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('watch ' || ${email}, 0))`);
  await tx.query(sql`
    delete from stock_watch guest using stock_watch own
    where guest.email = ${email} and guest.told_at is null and guest.ended_at is null
      and own.customer_id = ${customerId}::uuid and own.told_at is null and own.ended_at is null
      and own.id <> guest.id and own.sku = guest.sku and own.channel = guest.channel`);
  await tx.query(sql`
    update stock_watch set email = ${email} where customer_id = ${customerId}::uuid and ${isOpen}`);
}
