import type { z } from 'zod';
import type { messageShape } from '#contracts/notification/message-shapes.ts';
import type { Actor } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import { sql, sqlWord, type Statement } from '#platform/ground/sql.ts';

export type MessageView = z.output<typeof messageShape>;

function deliveryOf(part: 'email' | 'sms'): Statement {
  const [state, at, error] = ['delivery_state', 'delivery_at', 'delivery_error'].map((column) =>
    sqlWord(`${part}_${column}`),
  ) as [Statement, Statement, Statement];
  return sql`jsonb_build_object('delivery', case when ${state} <> 'none' then
    jsonb_build_object('state', ${state}, 'error', ${error},
      'at', to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end)`;
}

/** A message as staff see it: never what it was filled with. */
export const messageColumns = sql`
  id as message_id, template, channel, locale, customer_id, email, phone, state,
  jsonb_build_object('state', email_state, 'attempts', email_attempts, 'error', email_error,
    'sentAt', to_char(email_sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    || ${deliveryOf('email')} as email_part,
  jsonb_build_object('state', sms_state, 'attempts', sms_attempts, 'error', sms_error,
    'sentAt', to_char(sms_sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    || ${deliveryOf('sms')} as sms_part,
  subject, template_version, template_notice, created_at, updated_at, resent_of,
  case when files is null then
    (select coalesce(jsonb_agg(jsonb_build_object('fileName', a.file_name, 'bytes', a.bytes)
                               order by a.position), '[]')
     from message_attachment a where a.message_id = message.id)
  else
    (select coalesce(jsonb_agg(jsonb_build_object('fileName', f.file_name, 'bytes', f.bytes)
                               order by named.position), '[]')
     from unnest(files) with ordinality as named (hash, position)
     join message_file f on f.hash = named.hash) end as attachments`;

/** Of the channels in which the actor may act. */
export function inChannelsOf({ channels }: Actor): Statement {
  return channels === '*' ? sql`true` : sql`channel = any(${channels}::text[])`;
}

export function messageNotFound() {
  return fail('message_not_found', 'There is no message of this id in your channels.');
}
