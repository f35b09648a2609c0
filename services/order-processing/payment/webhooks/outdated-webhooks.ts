import type { Outdated } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/** A gateway sends an event again for some days; the ids of those that were taken are kept longer. */
export const outdatedWebhooks: Outdated = (retention, rows) => [
  sql`
    delete from webhook_inbox where event_id in (
      select event_id from webhook_inbox
      where received_at < (select kontor_now()) - ${retention.webhooks} * interval '1 second'
      order by received_at limit ${rows} for update skip locked)
    returning 1`,
];
