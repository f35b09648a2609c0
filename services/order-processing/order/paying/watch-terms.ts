import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { JobShape } from '#platform/stories/jobs.ts';
import { addToTimelines } from '../orders/timeline.ts';

const batchSize = 200;

type Awaited = OutputOf<'payment', 'listAwaitedDeliveries'>['items'][number];

interface Delivered {
  orderId: string;
  paymentId: string;
  deliveredAt: string;
  /** The carrier told it, or the days after shipment are over. */
  told: boolean;
}

/**
 * Where what is owed counts from the delivery: tells payment of orders whose last parcel came, or of
 * which nobody has told that it came for too long.
 */
export function watchTerms({ call, database }: ServiceContext<'order'>): JobShape {
  return {
    cron: '37 * * * *',
    run: async () => {
      const scope = { channel: 'default', locale: 'en' };
      const invocation = systemInvocation(systemActor('order'), scope);
      let after: string | null = null;
      do {
        const asked = { after, limit: batchSize };
        const reply = await call.payment.listAwaitedDeliveries(asked, invocation);
        const { items } = must(reply, 'awaited deliveries');
        const came = await database.query<Delivered>(deliveredOf(items), invocation);
        if (came.length > 0) {
          // Told first: what payment knows is awaited no more, and would be told to nobody.
          const { traceparent } = invocation;
          const entries = came.map(({ orderId, ...one }) => ({
            orderId,
            ...begun(one),
            traceparent,
          }));
          await database.write('report_terms', addToTimelines(entries), invocation);
          const deliveries = came.map(({ paymentId, deliveredAt }) => ({ paymentId, deliveredAt }));
          must(await call.payment.startTermsOfDelivery({ deliveries }, invocation), 'terms');
        }
        after = items.length === batchSize ? items.at(-1)!.paymentId : null;
      } while (after !== null);
    },
  };
}

/** Of these orders, those of which everything that was sent has come. */
function deliveredOf(awaited: readonly Awaited[]): Statement {
  return sql`
    select o.id as order_id, awaited.payment_id, o.state = 'delivered' as told,
      case when o.state = 'delivered' then news.came_at
           else news.left_at + awaited.days * interval '1 day' end as delivered_at
    from unnest(${awaited.map(({ orderId }) => orderId)}::uuid[],
      ${awaited.map(({ paymentId }) => paymentId)}::uuid[],
      ${awaited.map(({ deliveredAfterDays }) => deliveredAfterDays)}::int[])
      as awaited (order_id, payment_id, days)
    join orders o on o.id = awaited.order_id and o.state in ('shipped', 'delivered')
    cross join lateral (
      select max(at) filter (where kind = 'fulfillment_shipped') as left_at, max(at) as came_at
      from timeline_entry t
      where t.order_id = o.id and t.kind in ('fulfillment_shipped', 'parcel_delivered')) news
    where news.left_at is not null and (o.state = 'delivered'
      or news.left_at + awaited.days * interval '1 day' <= kontor_now())`;
}

function begun({ deliveredAt, told }: Omit<Delivered, 'orderId'>) {
  const since = `The days to pay count from ${deliveredAt}`;
  const message = told
    ? `${since}, when the goods came.`
    : `${since}: no carrier told that the goods came, and they left long enough before.`;
  return { key: 'term_began', kind: 'term_began', message, internal: true };
}
