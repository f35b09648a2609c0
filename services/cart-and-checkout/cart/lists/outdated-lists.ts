import type { Outdated } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/** A guest's, whom nobody can be once their token is over. */
export const outdatedLists: Outdated = (_retention, rows) => [
  sql`
    delete from saved_list where id in (
      select id from saved_list where expires_at <= (select kontor_now())
      limit ${rows} for update skip locked)
    returning 1`,
];
