import type { Outdated } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { longestWindowSeconds } from './send-test-mail.ts';

/** As long as they count, and a provider may tell of one, or its key may be used again. */
export const outdatedTestMails: Outdated = (retention, rows) => [
  sql`
    delete from test_mail_try where message_id in (
      select message_id from test_mail_try
      where tried_at < (select kontor_now())
        - ${Math.max(retention.webhooks, retention.replies, longestWindowSeconds)} * interval '1 second'
      limit ${rows} for update skip locked)
    returning 1`,
];
