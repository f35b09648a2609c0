import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from '../payments/payment-store.ts';

/** Of these, what is held still and ends within so many hours, or has ended. */
export function listEndingAuthorizations({
  database,
}: Context): Handler<'payment', 'listEndingAuthorizations'> {
  return async ({ paymentIds, withinHours }, invocation) => {
    const items = await database.query<{ paymentId: string; authorizedUntil: string }>(
      sql`
        select payment_id, authorized_until from payment
        where payment_id = any(${paymentIds}::uuid[]) and state in ('authorized', 'part_captured')
          and authorized_until <= kontor_now() + ${withinHours} * interval '1 hour'
        order by authorized_until, payment_id`,
      invocation,
    );
    return ok(wholeList(items));
  };
}
