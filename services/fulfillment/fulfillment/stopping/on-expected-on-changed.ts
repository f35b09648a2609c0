import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { json, sql } from '#platform/ground/sql.ts';
import type { FulfillmentRow } from '../fulfillments/fulfillment-store.ts';

type Waiting = Pick<FulfillmentRow, 'orderId' | 'channel' | 'locale' | 'lines'>;

/** Orders with parts that wait for units of the SKU are told its new day, each once. */
export async function onExpectedOnChanged(
  { data, aggregateVersion: change, traceparent }: ReceivedEvent<'inventory.expected_on_changed'>,
  tx: Transaction,
): Promise<void> {
  const { sku, expectedOn } = data;
  const waiting = await tx.query<Waiting>(sql`
    select order_id, channel, locale, lines from fulfillment
    where state = 'on_hold' and hold_reason = 'awaiting_stock'
      and lines @> ${json([{ sku }])}::jsonb`);
  for (const [orderId, parts] of Map.groupBy(waiting, (part) => part.orderId)) {
    const lines = parts.flatMap((part) => part.lines.filter((line) => line.sku === sku));
    const { channel, locale } = parts[0]!;
    tx.inScopeOf({ channel, locale, traceparent });
    tx.emit({
      type: 'fulfillment.expected_on_changed',
      aggregateId: `${orderId} ${sku}`,
      aggregateVersion: change,
      data: { orderId, sku, lineIds: lines.map(({ lineId }) => lineId), expectedOn, change },
    });
  }
}
