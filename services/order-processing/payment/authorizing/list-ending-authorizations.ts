import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from '../payments/payment-store.ts';

interface Ending {
  paymentId: string;
  authorizedUntil: string;
  /** How often the part that was asked for last was refused. */
  refusedCaptures: number;
}

/** Of these, what is held still and ends within so many hours, or has ended. */
export function listEndingAuthorizations({
  database,
}: Context): Handler<'payment', 'listEndingAuthorizations'> {
  return async ({ paymentIds, withinHours }, invocation) => {
    const items = await database.query<Ending>(
      sql`
        select payment_id, authorized_until,
          (select count(*)::int from capture c
           where c.payment_id = payment.payment_id and c.state = 'refused'
             and c.total_minor > payment.captured_minor
             and c.total_minor = (
               select newest.total_minor from capture newest
               where newest.payment_id = payment.payment_id
               order by newest.requested_at desc limit 1)) as refused_captures
        from payment
        where payment_id = any(${paymentIds}::uuid[]) and state in ('authorized', 'part_captured')
          and authorized_until <= kontor_now() + ${withinHours} * interval '1 hour'
        order by authorized_until, payment_id`,
      invocation,
    );
    return ok(wholeList(items));
  };
}
