import type { Outdated } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/** What was done to many orders at once is told, and taken back, for 30 days. */
export const outdatedBulks: Outdated = (_retention, rows) => [
  sql`
    delete from order_bulk where id in (
      select id from order_bulk
      where created_at < (select kontor_now()) - interval '30 days' and state <> 'running'
      order by created_at limit ${rows} for update skip locked)
    returning 1`,
];
