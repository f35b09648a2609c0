import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { JobShape } from '#platform/stories/jobs.ts';
import { addToTimelines, amountText } from '../orders/timeline.ts';

const batchSize = 200;
const warnedHoursAhead = 24;

interface Unpaid {
  id: string;
  paymentId: string;
  placedAt: string;
  currency: string;
  totalMinor: number;
}

/**
 * Where payments are captured at shipment, a provider holds the money for some days alone. Staff are
 * told a day before it gives it up, once for each payment.
 */
export function watchAuthorizations(context: ServiceContext<'order'>): JobShape {
  return {
    cron: '23 * * * *',
    run: async () => {
      let last: Unpaid | undefined;
      do {
        last = await watchBatch(context, last);
      } while (last);
    },
  };
}

/** The last order that was looked at; undefined where there are no more. */
async function watchBatch(
  { call, database }: ServiceContext<'order'>,
  after: Unpaid | undefined,
): Promise<Unpaid | undefined> {
  const invocation = systemInvocation(systemActor('order'), { channel: 'default', locale: 'en' });
  const orders = await database.query<Unpaid>(sql`
    select id, payment_id, placed_at, currency, total_minor from orders
    where payment_state = 'authorized' and state in ('confirmed', 'partially_shipped')
      and captured_minor = 0 and total_minor > 0
      and (placed_at, id) > (${after?.placedAt ?? '-infinity'}::timestamptz,
        ${after?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid)
    order by placed_at, id limit ${batchSize}`);
  if (orders.length === 0) return undefined;
  const paymentIds = orders.map(({ paymentId }) => paymentId);
  const asked = { paymentIds, withinHours: warnedHoursAhead };
  const ending = must(await call.payment.listEndingAuthorizations(asked, invocation), 'ending');
  const entries = ending.items.map(({ paymentId, authorizedUntil }) => {
    const { id, totalMinor, currency } = orders.find((order) => order.paymentId === paymentId)!;
    const amount = amountText(totalMinor, currency);
    return {
      orderId: id,
      key: `authorization_ends:${paymentId}`,
      kind: 'authorization_ends',
      message: `The payment of ${amount} is held until ${authorizedUntil} and not captured yet. Ship what is ready before, or cancel the order: afterwards the customer has to pay anew.`,
      internal: true,
      traceparent: invocation.traceparent,
    };
  });
  if (entries.length > 0) {
    await database.transaction('report_authorizations', invocation, async (tx) => {
      tx.last(addToTimelines(entries));
    });
  }
  return orders.length === batchSize ? orders.at(-1) : undefined;
}
