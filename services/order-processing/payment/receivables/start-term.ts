import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from '../payments/payment-store.ts';

/** The days of the method count from the invoice, not from the promise. Nothing for other payments. */
export function startTerm({ database }: Context): Handler<'payment', 'startTerm'> {
  return async ({ paymentId, invoicedAt }, invocation) => {
    await database.write(
      'start_term',
      sql`
        update receivable set invoiced_at = ${invoicedAt}::timestamptz,
          due_at = ${invoicedAt}::timestamptz + due_days * interval '1 day'
        where payment_id = ${paymentId} and invoiced_at is null and due_days is not null`,
      invocation,
    );
    const row = await database.first<{ dueAt: string }>(
      sql`select due_at from receivable where payment_id = ${paymentId}`,
      invocation,
    );
    return ok({ dueAt: row?.dueAt ?? null });
  };
}
