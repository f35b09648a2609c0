import {
  becomesReported,
  becomesWhereItMay,
  standsBeforeReported,
} from '#platform/data/transition.ts';
import { sql, sqlTerm, type Statement } from '#platform/ground/sql.ts';
import { hiddenLink, orderLinkForm } from '#platform/ground/order-links.ts';
import { story } from '#platform/resting/story.ts';
import { partMoves, partOutcomes, type PartState } from '../message-states.ts';
import {
  templateDefinitions,
  templateNames,
  type TemplateName,
} from '../templates/template-definitions.ts';
import type { MailPlace } from '../templates/mail-look.ts';
import type { FilledMessage } from '../templates/render-message.ts';
import type { TemplateOverride } from '../templates/template-store.ts';
import { dataDocument } from '../stored/documents.ts';
import { placeOf } from './mail-place.ts';
import type { Attachments } from './message-files.ts';

export interface NewMessage {
  readonly messageId: string;
  readonly template: TemplateName;
  readonly channel: string;
  readonly locale: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly customerId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly sealed: string | null;
  readonly expiresAt: string | null;
  /** Hashes of what goes along. */
  readonly files?: readonly string[] | null;
  readonly emailState: PartState;
  readonly smsState: PartState;
}

/** Sends a message, by its id. */
export const messageStory = story({ name: 'send_message' });

/** Adds a message; no row where its id is there already. */
export function insertMessage(message: NewMessage): Statement {
  const { messageId, template, channel, locale, email, phone, customerId } = message;
  return sql`
    insert into message (id, template, channel, locale, email, phone, customer_id, data, sealed,
                         expires_at, files, email_state, sms_state)
    values (${messageId}, ${template}, ${channel}, ${locale}, ${email}, ${phone}, ${customerId},
            ${dataDocument.write(message.data)}, ${message.sealed}, ${message.expiresAt},
            ${message.files ?? null}::text[], ${message.emailState}, ${message.smsState})
    on conflict (id) do nothing
    returning id, state`;
}

/** A message that its sender has taken up. */
export interface ClaimedMessage {
  readonly id: string;
  readonly template: TemplateName;
  readonly channel: string;
  readonly locale: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly sealed: string | null;
  readonly expired: boolean;
  readonly ageSeconds: number;
  readonly emailState: PartState;
  readonly emailAttempts: number;
  readonly smsState: PartState;
  readonly smsAttempts: number;
  /** Whether the person wants an SMS of this kind. */
  readonly smsWanted: boolean;
  /** Whether the person agreed to what is no part of a contract or an account. */
  readonly consent: { readonly email: boolean; readonly sms: boolean } | null;
  /** Why nothing more is sent to the address. */
  readonly emailStopped: string | null;
  readonly smsStopped: string | null;
  /** The text as it was tried first. */
  readonly smsText: string | null;
  readonly customerId: string | null;
  /** Of the order that it is about. */
  readonly orderId: string | null;
  /** Of its channel, where product has told of it. */
  readonly place: MailPlace | null;
  readonly override: TemplateOverride | null;
  /** Hashes of what goes with the e-mail. */
  readonly files: readonly string[] | null;
  /** The same, where the version before wrote the message. */
  readonly attachments: Attachments | null;
}

/**
 * Takes a message up: its parts move to `sending` and count an attempt, by which the outcome is
 * recorded. The commit waits for the disk, and for a synchronous standby: a try that was forgotten
 * is a mail that arrives once more than anybody knows of.
 */
export function claimMessage(id: string, localeFallbacks: string): Statement {
  return sql`
    update message m set
      ${becomesWhereItMay(partMoves.take_up, 'email_state')},
      email_attempts = email_attempts + (email_state in ('queued', 'sending'))::int,
      ${becomesWhereItMay(partMoves.take_up, 'sms_state')},
      sms_attempts = sms_attempts + (sms_state in ('queued', 'sending'))::int
    where m.id = ${id} and m.state = 'queued'
    returning m.id, m.template, m.channel, m.locale, m.email, m.phone, m.data, m.sealed,
      m.customer_id, m.data ->> 'orderId' as order_id, m.sms_text, m.files,
      ${stoppedFor('email', sql`lower(m.email)`)} as email_stopped,
      ${stoppedFor('sms', sql`m.phone`)} as sms_stopped,
      (select jsonb_build_object(
          'email', r.marketing_email and coalesce(p.marketing_email, true),
          'sms', r.marketing_sms and coalesce(p.marketing_sms, true))
        from recipient r
        left join preference p on p.customer_id = r.customer_id and p.channel = m.channel
        where r.customer_id = m.customer_id) as consent,
      coalesce(m.expires_at <= kontor_now(), false) as expired,
      extract(epoch from kontor_now() - m.created_at)::int as age_seconds,
      m.email_state, m.email_attempts,
      m.sms_state, m.sms_attempts,
      coalesce((select p.transactional_sms from preference p
                where p.customer_id = m.customer_id and p.channel = m.channel), true) as sms_wanted,
      ${placeOf(sql`m.channel`)} as place,
      (select jsonb_build_object('locale', o.locale, 'subject', o.subject, 'text', o.body_text,
                'html', o.body_html, 'sms', o.sms, 'version', o.version)
       from template_override o
       where o.template = m.template and o.channel = m.channel
         and o.locale in (m.locale, split_part(m.locale, '-', 1), ${localeFallbacks})
       order by o.locale = m.locale desc, o.locale = split_part(m.locale, '-', 1) desc
       limit 1) as override,
      (select jsonb_agg(jsonb_build_object('fileName', a.file_name, 'contentType', a.content_type,
                'base64', translate(encode(a.content, 'base64'), e'\n', '')) order by a.position)
       from message_attachment a
       where m.files is null and a.message_id = m.id and a.content is not null) as attachments`;
}

const unneeded = templateNames.filter(
  (name) => templateDefinitions[name].purpose !== 'transactional',
);

/** A complaint stops what nobody needs; an address that takes nothing stops all. */
function stoppedFor(part: 'email' | 'sms', address: Statement): Statement {
  return sql`
    (select s.reason from suppression s
     where s.part = ${sqlTerm(part)} and s.address = ${address} and s.lifted_at is null
       and s.channel in ('', m.channel)
       and (s.stops_all or m.template = any(${unneeded}::text[]))
     order by s.stops_all desc, s.since limit 1)`;
}

/** The same of all forms that an address was written in, before it was kept as DNS knows it. */
export function stoppedAsWritten(id: string, forms: readonly string[]): Statement {
  const reason = stoppedFor('email', sql`any(${forms}::text[])`);
  return sql`select ${reason} as reason from message m where m.id = ${id}`;
}

/** Fixes a text before it is tried; the one that was fixed before stays. */
export function fixText(id: string, text: string): Statement {
  return sql`
    update message set sms_text = coalesce(sms_text, ${text}) where id = ${id}
    returning sms_text`;
}

/** How a part came out; null where the part was not at stake. */
export interface PartOutcome {
  readonly state: 'sent' | 'failed' | 'suppressed' | 'queued';
  readonly error: string | null;
  /** The provider's own id of what was sent. */
  readonly providerMessageId?: string | undefined;
  /** Who took it. */
  readonly carrier?: string;
}

/** Which of these texts of the provider's list are known as those of other messages. */
export function textsOfOthers(id: string, providerMessageIds: readonly string[]): Statement {
  return sql`
    select sms_provider_id as provider_message_id from message
    where sms_provider_id = any(${providerMessageIds}::text[]) and id <> ${id}`;
}

/**
 * Records outcomes by the attempts that they belong to: no row means that somebody else has taken
 * the message up since. Of what was sent it is kept which words they were; secrets go when nothing is
 * left to send, and so do links that open an order: what was sent is shown without them, and what
 * could not be sent is filled anew.
 */
export function settleMessage(
  { id, orderId, emailAttempts, smsAttempts, emailState, smsState }: ClaimedMessage,
  email: PartOutcome | null,
  sms: PartOutcome | null,
  filled: Pick<FilledMessage, 'shown' | 'version' | 'notice' | 'of' | 'timeZone' | 'digest'> | null,
): Statement {
  const states = [email?.state ?? emailState, sms?.state ?? smsState];
  const [mail, text] = states.map((state) => sql`${state}::text`) as [Statement, Statement];
  const over = !states.includes('queued');
  const link = over && orderId !== null ? orderLinkForm(orderId) : null;
  return sql`
    update message set
      ${becomesReported(partOutcomes, mail, 'email_state')}, email_error = ${email ? email.error : null},
      email_sent_at = case when ${email?.state ?? ''} = 'sent' then kontor_now() else email_sent_at end,
      email_carrier = case when ${email?.state ?? ''} = 'sent' then ${email?.carrier ?? null}::text else email_carrier end,
      ${becomesReported(partOutcomes, text, 'sms_state')}, sms_error = ${sms ? sms.error : null},
      sms_sent_at = case when ${sms?.state ?? ''} = 'sent' then kontor_now() else sms_sent_at end,
      sms_provider_id = coalesce(${sms?.providerMessageId ?? null}::text, sms_provider_id),
      sms_text = case
        when ${link}::text is null then sms_text
        when ${text} = 'sent' then regexp_replace(sms_text, ${link}, ${hiddenLink}, 'g')
        when sms_text !~ ${link} then sms_text end,
      subject = coalesce(${filled?.shown.subject ?? null}::text, subject),
      template_version = coalesce(${filled?.version ?? null}::int, template_version),
      template_notice = coalesce(${filled?.notice ?? null}::text, template_notice),
      words = coalesce(${filled?.of.hash ?? null}::text, words),
      words_time_zone = coalesce(${filled?.timeZone ?? null}::text, words_time_zone),
      digest = coalesce(${filled?.digest ?? null}::text, digest),
      sealed = case when ${over} then null else sealed end
    where id = ${id} and state = 'queued'
      and email_attempts = ${emailAttempts} and sms_attempts = ${smsAttempts}
      and (${standsBeforeReported(partOutcomes, mail, undefined, 'email_state')} or email_state = ${mail})
      and (${standsBeforeReported(partOutcomes, text, undefined, 'sms_state')} or sms_state = ${text})
    returning id`;
}
