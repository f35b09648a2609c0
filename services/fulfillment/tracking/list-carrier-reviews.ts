import type { z } from 'zod';
import type { carrierReviewShape } from '#contracts/tracking/index.ts';
import { ReviewList } from '#platform/data/page-statement.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/** News of a parcel may come some moments before its label is told here; what nobody claims is strange. */
const claimedWithinMinutes = 60;

const reviews = new ReviewList<z.output<typeof carrierReviewShape>>('carrier reviews', {
  columns: sql`
    review_id, coalesce(reason, 'parcel_unknown') as reason,
    jsonb_strip_nulls(jsonb_build_object('event', id, 'kind', kind, 'body', body,
      'trackingNumber', tracking_number, 'tracking', tracking)) as detail`,
  from: sql`carrier_event`,
  at: sql`received_at`,
  id: sql`review_id`,
});

export function listCarrierReviews({
  database,
}: ServiceContext<'tracking'>): Handler<'tracking', 'listCarrierReviews'> {
  return ({ limit, cursor }, invocation) => {
    const where = sql`
      body is not null or tracking is not null and
        received_at < kontor_now() - ${claimedWithinMinutes} * interval '1 minute'`;
    return reviews.page(database, { limit, cursor, where }, invocation);
  };
}
