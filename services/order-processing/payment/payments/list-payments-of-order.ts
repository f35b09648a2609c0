import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { paymentColumns, toPayment, type Context, type PaymentRow } from './payment-store.ts';

export function listPaymentsOfOrder({
  database,
}: Context): Handler<'payment', 'listPaymentsOfOrder'> {
  return async ({ orderId }, invocation) => {
    const rows = await database.query<PaymentRow>(
      sql`select ${paymentColumns} from payment p where p.order_id = ${orderId}
          order by p.created_at, p.payment_id`,
      invocation,
    );
    return ok(wholeList(rows.map(toShown)));
  };
}

/** Nobody captures what costs nothing: it is paid as it is placed. */
function toShown(row: PaymentRow) {
  const payment = toPayment(row);
  const isFree = row.state === 'authorized' && row.amountMinor === 0;
  return isFree ? { ...payment, state: 'captured' as const } : payment;
}
