import type { z } from 'zod';
import type { taxReview } from '#contracts/tax/tax-review.ts';
import { ReviewList } from '#platform/data/page-statement.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

export const reviewColumns = sql`
  document_id, order_id, kind, number, reason, ended_at, ended_by, ended_note`;

const reviews = new ReviewList<z.output<typeof taxReview>>('tax reviews', {
  columns: reviewColumns,
  from: sql`reported_document`,
  at: sql`created_at`,
  id: sql`document_id`,
});

/** Of the invocation's channel. */
export function listReviews({ database }: ServiceContext<'tax'>): Handler<'tax', 'listReviews'> {
  return ({ limit, cursor, state }, invocation) => {
    const isEnded = state === 'ended';
    const where = sql`
      state = 'review' and channel = ${invocation.channel}
      and (ended_at is not null) = ${isEnded}::boolean`;
    const filters = isEnded ? { state } : {};
    return reviews.page(database, { limit, cursor, filters, where }, invocation);
  };
}
