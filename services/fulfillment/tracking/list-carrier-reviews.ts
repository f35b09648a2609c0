import type { z } from 'zod';
import type { carrierReviewShape } from '#contracts/tracking/index.ts';
import { ok } from '#kernel/result.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

type Row = z.output<typeof carrierReviewShape> & { cursorAt: string };

/** News of a parcel may come some moments before its label is told here; what nobody claims is strange. */
const claimedWithinMinutes = 60;

const pages = new PageOrder('carrier reviews', timeAndId);

export function listCarrierReviews({
  database,
}: ServiceContext<'tracking'>): Handler<'tracking', 'listCarrierReviews'> {
  return async ({ limit, cursor }, invocation) => {
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const older = after.value
      ? sql`(received_at, review_id) < (${after.value[0]}::timestamptz, ${after.value[1]}::uuid)`
      : sql`true`;
    const rows = await database.query<Row>(
      sql`
        select review_id, coalesce(reason, 'parcel_unknown') as reason,
          jsonb_strip_nulls(jsonb_build_object('event', id, 'kind', kind, 'body', body,
            'trackingNumber', tracking_number, 'tracking', tracking)) as detail,
          received_at as created_at, received_at::text as cursor_at
        from carrier_event
        where (body is not null or tracking is not null and
            received_at < kontor_now() - ${claimedWithinMinutes} * interval '1 minute')
          and ${older}
        order by received_at desc, review_id desc limit ${limit + 1}`,
      invocation,
    );
    const keyOf = ({ cursorAt, reviewId }: Row): [string, string] => [cursorAt, reviewId];
    return ok(pages.pageOf(rows, limit, keyOf, ({ cursorAt: _cursorAt, ...review }) => review));
  };
}
