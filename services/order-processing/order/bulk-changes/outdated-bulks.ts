import type { Outdated } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/** What was done to many orders at once is told, and taken back, for 30 days; one that was taken back goes no earlier than that. */
export const outdatedBulks: Outdated = (_retention, rows) => [
  sql`
    delete from order_bulk where id in (
      select b.id from order_bulk b
      where b.created_at < (select kontor_now()) - interval '30 days' and b.state <> 'running'
        and not exists (
          select from order_bulk u
          where u.undoes = b.id
            and (u.state = 'running' or u.created_at >= (select kontor_now()) - interval '30 days'))
      order by b.created_at limit ${rows} for update skip locked)
    returning 1`,
];
