import { placingStory } from '../orders/order-stories.ts';
import { sql } from '#platform/ground/sql.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { wordsOf } from '../orders/order-words.ts';
import { checkTenders, tendersOf } from '../orders/tenders.ts';
import { addToTimelines } from '../orders/timeline.ts';
import { snapshotDocument, tendersDocument } from '../stored/documents.ts';

/**
 * Makes orders of completed checkouts: one statement for all of them, a story and an event each.
 * An order that is there already is left as it is.
 */
export async function placeOrders(
  events: ReceivedEvent<'checkout.completed'>[],
  tx: Transaction,
): Promise<void> {
  // Amounts that are not the order's total make no order: the event is kept for a person to look at.
  for (const { data } of events) checkTenders(data);
  const placed = await tx.query<{ id: string }>(sql`
    insert into orders (id, number, state, channel, locale, owner_kind, owner_id, access_token_hash,
                        email, payment_id, tenders, currency, total_minor, snapshot,
                        placed_at, words)
    select (snapshot ->> 'orderId')::uuid, snapshot ->> 'orderNumber', 'placed',
           snapshot ->> 'channel', snapshot ->> 'locale',
           snapshot -> 'owner' ->> 'kind', snapshot -> 'owner' ->> 'id',
           snapshot ->> 'accessTokenHash', snapshot ->> 'email', (snapshot ->> 'paymentId')::uuid,
           tenders, snapshot -> 'totals' ->> 'currency', (snapshot -> 'totals' ->> 'totalMinor')::bigint,
           snapshot, (snapshot ->> 'placedAt')::timestamptz, words::tsvector
    from unnest(${events.map(({ data }) => snapshotDocument.write(data))}::jsonb[],
                ${events.map(({ data }) => tendersDocument.write(tendersOf(data)))}::jsonb[],
                ${events.map(({ data }) => wordsOf(data))}::text[])
      as placed (snapshot, tenders, words)
    on conflict (id) do nothing
    returning id`);
  const fresh = new Set(placed.map(({ id }) => id));
  const orders = events.filter(({ data }) => fresh.has(data.orderId));
  if (orders.length === 0) return;
  tx.last(
    addToTimelines(
      orders.map(({ data, traceparent }) => ({
        orderId: data.orderId,
        traceparent,
        key: 'placed',
        kind: 'order_placed',
        message: `Order ${data.orderNumber} placed.`,
        at: data.placedAt,
      })),
    ),
  );
  for (const event of orders) {
    const { orderId, orderNumber, owner, email, totals, placedAt } = event.data;
    tx.inScopeOf(event);
    tx.stories.begin(placingStory, orderId);
    tx.emit({
      type: 'order.placed',
      aggregateId: orderId,
      aggregateVersion: 1,
      data: {
        orderId,
        orderNumber,
        owner,
        email,
        totalMinor: totals.totalMinor,
        currency: totals.currency,
        placedAt,
      },
    });
  }
}
