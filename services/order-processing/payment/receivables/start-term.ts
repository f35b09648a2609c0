import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handlers } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from '../payments/payment-store.ts';
import { awaitsDelivery, openMinor } from './receivable-store.ts';

interface Term {
  readonly dueAt: string;
  readonly dueDays: number | null;
  readonly dueFrom: 'invoice' | 'delivery' | null;
}

interface Overdue {
  paymentId: string;
  orderId: string;
  currency: string;
  openMinor: number;
  dueAt: string;
  reminderDays: number[];
}

interface Awaited {
  paymentId: string;
  orderId: string;
  deliveredAfterDays: number;
}

type Names = 'startTerm' | 'listToRemind' | 'listAwaitedDeliveries' | 'startTermsOfDelivery';

/** The days of the method count from the invoice or the delivery, not from the promise. */
export function terms({ database }: Context): Pick<Handlers<'payment'>, Names> {
  return {
    async startTerm({ paymentId, invoicedAt }, invocation) {
      await database.write(
        'start_term',
        sql`
          update receivable set invoiced_at = ${invoicedAt}::timestamptz,
            due_at = case when due_from = 'delivery' then due_at
              else ${invoicedAt}::timestamptz + due_days * interval '1 day' end
          where payment_id = ${paymentId} and invoiced_at is null and due_days is not null`,
        invocation,
      );
      const row = await database.first<Term>(
        sql`select due_at, due_days, due_from from receivable where payment_id = ${paymentId}`,
        invocation,
      );
      // The invoice says the same however late it is asked for again: days, though the goods came.
      if (row?.dueFrom === 'delivery' && row.dueDays !== null) {
        return ok({ dueAt: null, dueDaysFromDelivery: row.dueDays });
      }
      return ok({ dueAt: row?.dueAt ?? null });
    },
    async listAwaitedDeliveries({ after, limit }, invocation) {
      const items = await database.query<Awaited>(
        sql`
          select r.payment_id, r.order_id, coalesce(m.delivered_after_days, 14) as delivered_after_days
          from receivable r join payment p on p.payment_id = r.payment_id
          left join payment_method m on m.channel = p.channel and m.code = p.method_code
          where r.due_from = 'delivery' and r.delivered_at is null and not r.settled
            and p.state in ('authorized', 'part_received')
            and (${after}::uuid is null or r.payment_id > ${after}::uuid)
          order by r.payment_id limit ${limit}`,
        invocation,
      );
      return ok(wholeList(items));
    },
    // What an earlier version let go is not reminded of: nobody asked for it then.
    async listToRemind({ paymentId, after, limit }, invocation) {
      const items = await database.query<Overdue>(
        sql`
          select p.payment_id, p.order_id, p.currency, ${openMinor} as open_minor, r.due_at,
            m.reminder_days
          from receivable r join payment p on p.payment_id = r.payment_id
          join payment_method m on m.channel = p.channel and m.code = p.method_code
          where not r.settled and p.state in ('authorized', 'part_received') and p.amount_minor > 0
            and m.kind = 'invoice' and r.due_from is not null and not ${awaitsDelivery}
            and r.due_at + m.reminder_days[1] * interval '1 day' <= kontor_now()
            and (${paymentId ?? null}::uuid is null or r.payment_id = ${paymentId ?? null}::uuid)
            and (${after}::uuid is null or r.payment_id > ${after}::uuid)
          order by r.payment_id limit ${limit}`,
        invocation,
      );
      return ok(wholeList(items));
    },
    async startTermsOfDelivery({ deliveries }, invocation) {
      const started = await database.write(
        'start_terms_of_delivery',
        sql`
          update receivable set delivered_at = told.at, due_at = told.at + due_days * interval '1 day'
          from unnest(${deliveries.map(({ paymentId }) => paymentId)}::uuid[],
            ${deliveries.map(({ deliveredAt }) => deliveredAt)}::timestamptz[]) as told (id, at)
          where payment_id = told.id and due_from = 'delivery' and delivered_at is null
          returning payment_id`,
        invocation,
      );
      return ok({ started: started.length });
    },
  };
}
