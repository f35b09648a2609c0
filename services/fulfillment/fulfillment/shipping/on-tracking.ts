import { sql } from '#platform/ground/sql.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { becomesWhereItMay } from '#platform/data/transition.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { fulfillmentMoves } from '../fulfillment-states.ts';

/** The carrier has the parcel. */
export async function onTrackingShipped(
  { data }: ReceivedEvent<'tracking.shipped'>,
  tx: Transaction,
): Promise<void> {
  await tx.change(sql`
    update fulfillment set handed_over_at = coalesce(handed_over_at, ${data.occurredAt}::timestamptz)
    where id = ${data.fulfillmentId}`);
}

/** Kept also while the shipping is not committed yet: that commit then goes on to delivered. */
export async function onTrackingDelivered(
  { data }: ReceivedEvent<'tracking.delivered'>,
  tx: Transaction,
): Promise<void> {
  await tx.change(sql`
    update fulfillment set ${becomesWhereItMay(fulfillmentMoves.deliver)},
      delivered_at = coalesce(delivered_at, ${data.occurredAt}::timestamptz)
    where id = ${data.fulfillmentId}`);
}
