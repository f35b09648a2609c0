import type { z } from 'zod';
import type { paymentReviewShape } from '#contracts/payment/shapes.ts';
import { ReviewList } from '#platform/data/page-statement.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from '../payments/payment-store.ts';

const reviews = new ReviewList<z.output<typeof paymentReviewShape>>('payment reviews', {
  columns: sql`
    r.review_id, p.order_id, r.payment_id, r.reason,
    r.detail || case when r.object is null then '{}' else jsonb_build_object('object', r.object) end
      as detail`,
  from: sql`payment_review r left join payment p using (payment_id)`,
  at: sql`r.created_at`,
  id: sql`r.review_id`,
});

export function listPaymentReviews({
  database,
}: Context): Handler<'payment', 'listPaymentReviews'> {
  return ({ limit, cursor }, invocation) =>
    reviews.page(database, { limit, cursor, where: sql`true` }, invocation);
}
