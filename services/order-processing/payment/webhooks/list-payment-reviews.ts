import type { z } from 'zod';
import type { paymentReviewShape } from '#contracts/payment/shapes.ts';
import { ok } from '#kernel/result.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from '../payments/payment-store.ts';

type Row = z.output<typeof paymentReviewShape> & { cursorAt: string };

const pages = new PageOrder('payment reviews', timeAndId);

export function listPaymentReviews({
  database,
}: Context): Handler<'payment', 'listPaymentReviews'> {
  return async ({ limit, cursor }, invocation) => {
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const older = after.value
      ? sql`(r.created_at, r.review_id) < (${after.value[0]}::timestamptz, ${after.value[1]}::uuid)`
      : sql`true`;
    const rows = await database.query<Row>(
      sql`
        select r.review_id, p.order_id, r.payment_id,
          r.reason,
          r.detail || case when r.object is null then '{}' else jsonb_build_object('object', r.object) end
            as detail, r.created_at, r.created_at::text as cursor_at
        from payment_review r left join payment p using (payment_id) where ${older}
        order by r.created_at desc, r.review_id desc limit ${limit + 1}`,
      invocation,
    );
    const keyOf = ({ cursorAt, reviewId }: Row): [string, string] => [cursorAt, reviewId];
    return ok(pages.pageOf(rows, limit, keyOf, ({ cursorAt: _cursorAt, ...review }) => review));
  };
}
