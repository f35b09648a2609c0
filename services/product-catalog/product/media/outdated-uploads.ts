import type { Outdated } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/** What was not sent to its end, and what was no picture, is looked at within a week or not at all. */
export const outdatedUploads: Outdated = (_retention, rows) => [
  sql`
    delete from media_upload where (channel, sha256) in (
      select channel, sha256 from media_upload
      where created_at < (select kontor_now()) - interval '7 days'
      order by created_at limit ${rows} for update skip locked)
    returning 1`,
];
