import { sql } from '#platform/ground/sql.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { capturedEntry, partCapturedEntry } from './capture-whole.ts';
import { placingStory, refundStory } from '../orders/order-stories.ts';
import { waitsToGoOut } from '../refunding/refund-store.ts';
import { addToTimelines, amountText, type TimelineEntry } from '../orders/timeline.ts';

type Changed = ReceivedEvent<'payment.changed'>;

interface ChangedOrder {
  id: string;
  totalMinor: number;
}

/**
 * Keeps what payment says of orders' money, one statement for all of them. The newest word of a
 * payment counts, so it does not matter whether this or the order's own story learns it first, nor
 * whether it is told again. A payment whose checkout
 * never became an order changes nothing here.
 */
export async function onPaymentChanged(events: Changed[], tx: Transaction): Promise<void> {
  const ids = events.map(({ data }) => data.orderId);
  const [orders, , underWay] = await Promise.all([
    tx.query<ChangedOrder>(sql`
      update orders set version = orders.version + 1,
        captured_minor = case
          when heard.version = 0 then greatest(captured_minor, heard.captured)
          when heard.version >= payment_version then heard.captured else captured_minor end,
        refunded_minor = case
          when heard.version = 0 then greatest(refunded_minor, heard.refunded)
          when heard.version >= payment_version then heard.refunded else refunded_minor end,
        payment_version = greatest(payment_version, heard.version),
        voided = voided or (heard.voids and captured_minor = 0),
        disputed = case
          when heard.version > 0 and heard.version >= payment_version and heard.disputed_sum is not null
            then heard.disputed_sum > 0
          else disputed or coalesce(
            heard.disputed_version = 0 or heard.disputed_version >= payment_version, false) end,
        disputed_minor = case
          when heard.version > 0 and heard.version >= payment_version and heard.disputed_sum is not null
            then heard.disputed_sum
          when heard.disputed_version > 0 and heard.disputed_version >= payment_version
            then greatest(disputed_minor, heard.disputed_amount) else disputed_minor end,
        credited_minor = greatest(credited_minor, heard.credited),
        written_off_minor = greatest(written_off_minor, heard.written_off)
      from (
        select distinct on (order_id) order_id, captured, refunded, disputed_sum, version,
          bool_or(change = 'voided') over same as voids,
          max(version) filter (where change = 'disputed') over same as disputed_version,
          max(amount) filter (where change = 'disputed') over same as disputed_amount,
          max(credited) over same as credited, max(written_off) over same as written_off
        from unnest(${ids}::uuid[], ${events.map(({ data }) => data.change)}::text[],
                    ${events.map(({ data }) => data.amountMinor)}::bigint[],
                    ${events.map(({ data }) => data.capturedMinor)}::bigint[],
                    ${events.map(({ data }) => data.refundedMinor)}::bigint[],
                    ${events.map(({ data }) => data.disputedMinor ?? null)}::bigint[],
                    ${events.map(({ data }) => data.paymentVersion ?? 0)}::int[],
                    ${events.map(({ data }) => data.creditedMinor ?? 0)}::bigint[],
                    ${events.map(({ data }) => data.writtenOffMinor ?? 0)}::bigint[])
             with ordinality as told (order_id, change, amount, captured, refunded, disputed_sum, version,
                                      credited, written_off, place)
        window same as (partition by order_id)
        order by order_id, version desc, place desc) heard
      where orders.id = heard.order_id
      returning orders.id, total_minor`),
    tx.stories.reopen(placingStory, ids, 'payment_in_review'),
    tx.query<{ id: string; orderId: string }>(sql`
      select r.id, r.order_id from refund r
      where r.order_id = any(${ids}::uuid[]) and r.state = 'pending' and not ${waitsToGoOut}`),
  ]);
  for (const event of events) {
    tx.inScopeOf(event);
    const { orderId, change } = event.data;
    if (change !== 'refunded') continue;
    for (const refund of underWay) {
      if (refund.orderId === orderId) tx.stories.restart(refundStory, refund.id);
    }
  }
  const totals = new Map(orders.map(({ id, totalMinor }) => [id, totalMinor]));
  const entries = events.flatMap((event) => {
    const { orderId } = event.data;
    const totalMinor = totals.get(orderId);
    if (totalMinor === undefined) return [];
    const { occurredAt: at, traceparent } = event;
    return entriesOf(event, totalMinor).map((entry) => ({ orderId, traceparent, at, ...entry }));
  });
  if (entries.length > 0) tx.last(addToTimelines(entries));
}

function entriesOf({ id, data, occurredAt }: Changed, totalMinor: number): TimelineEntry[] {
  const { change, amountMinor, capturedMinor, currency, reason } = data;
  const amount = amountText(amountMinor, currency);
  if (change === 'captured') {
    const entry = { ...capturedEntry(capturedMinor, currency), at: occurredAt };
    if (capturedMinor === totalMinor) return [entry];
    const message = `${amountText(capturedMinor, currency)} were captured, the order costs ${amountText(totalMinor, currency)}.`;
    return [
      entry,
      { key: `capture_differs:${id}`, kind: 'capture_differs', message, internal: true },
    ];
  }
  if (change === 'part_captured') {
    return [{ ...partCapturedEntry({ capturedMinor, totalMinor, currency }), at: occurredAt }];
  }
  const messages = {
    voided: 'The authorization of the payment was given back.',
    refunded: `${amount} were paid back.`,
    part_received: `${amount} of what is owed came in.`,
    credited: `${amount} are owed no more.`,
    written_off: `${amount} that were owed are given up${reason === undefined ? '' : `: ${reason}`}.`,
    disputed: `The payment of ${amount} is disputed at the bank.`,
  };
  const entry = { key: `payment:${id}`, kind: `payment_${change}`, message: messages[change] };
  const isInternal = change === 'disputed' || change === 'written_off';
  return [isInternal ? { ...entry, internal: true } : entry];
}
