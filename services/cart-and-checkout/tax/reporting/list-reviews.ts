import type { z } from 'zod';
import type { taxReview } from '#contracts/tax/index.ts';
import { ok } from '#kernel/result.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

type Row = z.output<typeof taxReview> & { cursorAt: string };

const pages = new PageOrder('tax reviews', timeAndId);

/** Of the invocation's channel, newest first. */
export function listReviews({ database }: ServiceContext<'tax'>): Handler<'tax', 'listReviews'> {
  return async ({ limit, cursor }, invocation) => {
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const older = after.value
      ? sql`(created_at, document_id) < (${after.value[0]}::timestamptz, ${after.value[1]}::uuid)`
      : sql`true`;
    const rows = await database.query<Row>(
      sql`
        select document_id, order_id, kind, number, reason, created_at, created_at::text as cursor_at
        from reported_document
        where state = 'review' and channel = ${invocation.channel} and ${older}
        order by created_at desc, document_id desc limit ${limit + 1}`,
      invocation,
    );
    const keyOf = ({ cursorAt, documentId }: Row): [string, string] => [cursorAt, documentId];
    return ok(pages.pageOf(rows, limit, keyOf, ({ cursorAt: _cursorAt, ...review }) => review));
  };
}
