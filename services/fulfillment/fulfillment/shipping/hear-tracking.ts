import { sql } from '#platform/ground/sql.ts';
import type { HeardEvent } from '#platform/events/event-types.ts';
import { becomesWhereItMay } from '#platform/data/transition.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { fulfillmentMoves } from '../fulfillment-states.ts';

/** The carrier has the parcel. */
export async function hearTrackingShipped(
  { data }: HeardEvent<'tracking.shipped'>,
  tx: Transaction,
): Promise<void> {
  await tx.change(sql`
    update fulfillment set handed_over_at = coalesce(handed_over_at, ${data.occurredAt}::timestamptz)
    where id = ${data.fulfillmentId}`);
}

/** Kept also while the shipping is not committed yet: that commit then goes on to delivered. */
export async function hearTrackingDelivered(
  { data }: HeardEvent<'tracking.delivered'>,
  tx: Transaction,
): Promise<void> {
  await tx.change(sql`
    update fulfillment set ${becomesWhereItMay(fulfillmentMoves.deliver)},
      delivered_at = coalesce(delivered_at, ${data.occurredAt}::timestamptz)
    where id = ${data.fulfillmentId}`);
}
