import type { Outdated } from '#platform/service.ts';
import { sql } from '#platform/sql.ts';

/** As long as a carrier may send an update again. */
export const outdatedWebhooks: Outdated = (kept, rows) => [
  sql`
    delete from carrier_event where id in (
      select id from carrier_event
      where received_at < (select kontor_now()) - ${kept.webhooks} * interval '1 second'
      limit ${rows} for update skip locked)
    returning 1`,
];
