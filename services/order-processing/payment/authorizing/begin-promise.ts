import type { InputOf } from '#platform/calls/service.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import {
  methodUnavailable,
  type PaymentMethodRow,
  type Purchase,
} from '../methods/payment-method.ts';
import type { Context, PaymentRow } from '../payments/payment-store.ts';
import { debtorKey, lockDebtor, notBegun, owedBy } from '../receivables/receivable-store.ts';

interface Promised {
  readonly input: InputOf<'payment', 'authorizePayment'>;
  readonly purchase: Purchase;
  readonly ceilingMinor: number;
  /** Begins the payment. */
  readonly statement: Statement;
}

/** Under the debtor's lock, so that of two promises at once the second counts the first. */
export function beginPromise(
  { database }: Context,
  { input, purchase, ceilingMinor, statement }: Promised,
  invocation: Invocation,
): Promise<PaymentRow | ReturnType<typeof methodUnavailable> | undefined> {
  const key = debtorKey(purchase.buyer);
  if (key === undefined) return Promise.resolve(methodUnavailable('account_required'));
  return database.transaction('begin_promise', invocation, async (tx) => {
    await tx.change(lockDebtor(key));
    const owed = await tx.first<{ owedMinor: number }>(
      owedBy(key, input.currency, input.paymentId),
    );
    if (owed!.owedMinor + input.amountMinor > ceilingMinor)
      return methodUnavailable('above_ceiling');
    return tx.first<PaymentRow>(statement);
  });
}

/** Goes into the statement that begins a promise: what is owed, and until when. */
export function receivablePart(
  { dueDays, dueFrom }: PaymentMethodRow,
  { buyer }: Purchase,
): Statement {
  return sql`
    owed as (
      insert into receivable (payment_id, order_id, channel, debtor_key, due_at, due_days,
        due_from)
      select payment_id, order_id, channel, ${debtorKey(buyer) ?? null},
             ${dueFrom === 'delivery' ? notBegun : sql`kontor_now() + ${dueDays} * interval '1 day'`},
             ${dueDays}, ${dueFrom}
      from moved),`;
}
