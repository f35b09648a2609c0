import type { Outdated } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { fileGraceSeconds } from '../messages/message-files.ts';

/**
 * Reports as long as a provider may tell a thing again. What was sent goes after its time:
 * that it was sent, when and how it went stays.
 */
export const outdatedReports: Outdated = (retention, rows) => [
  sql`
    with gone as (
      update message set data = null, subject = null, sms_text = null
      where id in (
        select id from message
        where data is not null and state <> 'queued'
          and created_at < (select kontor_now()) - ${retention.messages} * interval '1 second'
        order by created_at limit ${rows} for update skip locked)
      returning id),
    emptied as (
      update message_attachment set content = null where message_id in (select id from gone))
    select 1 from gone`,
  sql`
    update message_file set content = null where hash in (
      select hash from message_file
      where content is not null
        and used_at < (select kontor_now()) - ${retention.messages + fileGraceSeconds} * interval '1 second'
      order by used_at limit ${rows} for update skip locked)
    returning 1`,
  sql`
    delete from provider_report where id in (
      select id from provider_report
      where body is null
        and received_at < (select kontor_now()) - ${retention.webhooks} * interval '1 second'
      limit ${rows} for update skip locked)
    returning 1`,
];
