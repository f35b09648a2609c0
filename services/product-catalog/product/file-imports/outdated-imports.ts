import type { Outdated } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/** A file and its report are there for 30 days; what is under way stays. */
export const outdatedImports: Outdated = (_retention, rows) => [
  sql`
    delete from file_import where id in (
      select id from file_import
      where created_at < (select kontor_now()) - interval '30 days'
        and state not in ('checking', 'running')
      order by created_at limit ${rows} for update skip locked)
    returning 1`,
];
