import { fail, ok } from '#kernel/result.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

type Row = OutputOf<'notification', 'listMessageReviews'>['items'][number] & { cursorAt: string };

const pages = new PageOrder('message reviews', timeAndId);

/** What providers of mails and texts reported and nobody understood, word for word. */
export function listMessageReviews({
  database,
}: ServiceContext<'notification'>): Handler<'notification', 'listMessageReviews'> {
  return async ({ limit, cursor }, invocation) => {
    // What is not understood belongs to no channel, so whoever sees one sees all.
    if (invocation.actor.channels !== '*') {
      return fail('all_channels_needed', 'Ask with an account that works for all channels.');
    }
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const older = after.value
      ? sql`(received_at, review_id) < (${after.value[0]}::timestamptz, ${after.value[1]}::uuid)`
      : sql`true`;
    const rows = await database.query<Row>(
      sql`
        select review_id, 'webhook_unknown' as reason,
          jsonb_strip_nulls(jsonb_build_object('provider', provider, 'report', id,
            'messageId', message_id, 'address', nullif(address, ''), 'said', detail,
            'body', body)) as detail,
          received_at as created_at, received_at::text as cursor_at
        from provider_report
        where body is not null and ${older}
        order by received_at desc, review_id desc limit ${limit + 1}`,
      invocation,
    );
    const keyOf = ({ cursorAt, reviewId }: Row): [string, string] => [cursorAt, reviewId];
    return ok(pages.pageOf(rows, limit, keyOf, ({ cursorAt: _cursorAt, ...review }) => review));
  };
}
