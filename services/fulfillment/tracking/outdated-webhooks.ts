import type { Outdated } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/** What a person has to look at is kept for longer than what was understood. */
const reviewRetentionSeconds = 90 * 86_400;

/** As long as a carrier may send an update again. */
export const outdatedWebhooks: Outdated = (retention, rows) => [
  sql`
    delete from carrier_event where id in (
      select id from carrier_event
      where received_at < (select kontor_now()) - ${retention.webhooks} * interval '1 second'
        and (tracking is null and body is null or received_at <
          (select kontor_now()) - ${Math.max(retention.webhooks, reviewRetentionSeconds)} * interval '1 second')
      limit ${rows} for update skip locked)
    returning 1`,
];
