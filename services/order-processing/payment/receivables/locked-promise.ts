import { fail } from '#kernel/result.ts';
import { stateConflict } from '#kernel/states.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { paymentColumns, type PaymentRow } from '../payments/payment-store.ts';
import { paymentMoves } from '../payment-states.ts';

/** A promise under its lock: a receipt, a credit and a cancellation come one after the other. */
export interface Promised extends PaymentRow {
  readonly creditedMinor: number;
  readonly writtenOffMinor: number;
  /** What reminders cost and nobody has paid. */
  readonly feesOpenMinor: number;
}

export async function lockPromise(
  tx: Transaction,
  paymentId: string,
): Promise<Promised | undefined> {
  await tx.change(sql`select from payment where payment_id = ${paymentId} for update`);
  return tx.first<Promised>(sql`
    select ${paymentColumns}, coalesce(r.credited_minor, 0) as credited_minor,
           coalesce(r.written_off_minor, 0) as written_off_minor,
           coalesce(r.fees_open_minor, 0) as fees_open_minor
    from payment p left join receivable r on r.payment_id = p.payment_id
    where p.payment_id = ${paymentId}`);
}

/** What is still waited for. */
export function openOf(row: Promised): number {
  if (row.state !== 'authorized' && row.state !== 'part_received') return 0;
  return row.authorizedMinor - row.capturedMinor - row.creditedMinor;
}

export function paymentNotFound() {
  return fail('payment_not_found', 'There is no such payment.');
}

export function conflict({ state }: PaymentRow) {
  const message = `The payment is ${state}: nothing of it is open.`;
  return stateConflict(paymentMoves, state, message);
}
