import { neededForAll } from '#kernel/channel-wall.ts';
import { ReviewList } from '#platform/data/page-statement.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

type Review = OutputOf<'notification', 'listMessageReviews'>['items'][number];

const reviews = new ReviewList<Review>('message reviews', {
  columns: sql`
    review_id, 'webhook_unknown' as reason,
    jsonb_strip_nulls(jsonb_build_object('provider', provider, 'report', id,
      'messageId', message_id, 'address', nullif(address, ''), 'said', detail,
      'body', body)) as detail`,
  from: sql`provider_report`,
  at: sql`received_at`,
  id: sql`review_id`,
});

/** What providers of mails and texts reported and nobody understood, word for word. */
export function listMessageReviews({
  database,
}: ServiceContext<'notification'>): Handler<'notification', 'listMessageReviews'> {
  return async ({ limit, cursor }, invocation) =>
    // What is not understood belongs to no channel, so whoever sees one sees all.
    neededForAll(invocation.actor) ??
    reviews.page(database, { limit, cursor, where: sql`body is not null` }, invocation);
}
