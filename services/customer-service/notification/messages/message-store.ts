import {
  becomesReported,
  becomesWhereItMay,
  standsBeforeReported,
} from '#platform/data/transition.ts';
import type { ShopDetails } from '#platform/ground/settings.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { story } from '#platform/resting/story.ts';
import { partMoves, partOutcomes, type PartState } from '../message-states.ts';
import type { TemplateName } from '../templates/template-definitions.ts';
import type { TemplateOverride } from '../templates/template-store.ts';
import { dataDocument } from '../stored/documents.ts';

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
                         expires_at, email_state, sms_state)
    values (${messageId}, ${template}, ${channel}, ${locale}, ${email}, ${phone}, ${customerId},
            ${dataDocument.write(message.data)}, ${message.sealed}, ${message.expiresAt},
            ${message.emailState}, ${message.smsState})
    on conflict (id) do nothing
    returning state`;
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
  /** Of the channel, where it has one of its own. */
  readonly timeZone: string | null;
  /** Who sells in the channel, where that is a company of its own. */
  readonly company: ShopDetails | null;
  readonly override: TemplateOverride | null;
}

/**
 * Takes a message up: its parts move to `sending` and count an attempt, by which the outcome is
 * recorded. The commit waits for the disk, and for a synchronous standby: a try that was forgotten
 * is a mail that arrives once more than anybody knows of. Both parts of every template are
 * transactional, so only the SMS can be switched off.
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
      coalesce(m.expires_at <= kontor_now(), false) as expired,
      extract(epoch from kontor_now() - m.created_at)::int as age_seconds,
      m.email_state, m.email_attempts,
      m.sms_state, m.sms_attempts,
      coalesce((select p.transactional_sms from preference p
                where p.customer_id = m.customer_id and p.channel = m.channel), true) as sms_wanted,
      (select z.time_zone from channel_time_zone z where z.channel = m.channel) as time_zone,
      (select jsonb_build_object('name', z.name, 'legalName', coalesce(z.legal_name, ''),
                'street', coalesce(z.street, ''), 'postalCode', coalesce(z.postal_code, ''),
                'city', coalesce(z.city, ''), 'countryCode', coalesce(z.country_code, ''),
                'taxId', coalesce(z.tax_id, ''), 'email', coalesce(z.email, ''),
                'phone', coalesce(z.phone, ''), 'websiteUrl', coalesce(z.website_url, ''))
       from channel_time_zone z where z.channel = m.channel and z.name is not null) as company,
      (select jsonb_build_object('locale', o.locale, 'subject', o.subject, 'text', o.body_text,
                'html', o.body_html, 'sms', o.sms, 'version', o.version)
       from template_override o
       where o.template = m.template and o.channel = m.channel
         and o.locale in (m.locale, split_part(m.locale, '-', 1), ${localeFallbacks})
       order by o.locale = m.locale desc, o.locale = split_part(m.locale, '-', 1) desc
       limit 1) as override`;
}

/** How a part came out; null where the part was not at stake. */
export interface PartOutcome {
  readonly state: 'sent' | 'failed' | 'suppressed' | 'queued';
  readonly error: string | null;
  /** The provider's own id of what was sent. */
  readonly providerMessageId?: string | undefined;
}

/** Which of these texts of the provider's list are known as those of other messages. */
export function textsOfOthers(id: string, providerMessageIds: readonly string[]): Statement {
  return sql`
    select sms_provider_id as provider_message_id from message
    where sms_provider_id = any(${providerMessageIds}::text[]) and id <> ${id}`;
}

/**
 * Records outcomes by the attempts that they belong to: no row means that somebody else has taken
 * the message up since. What the template was filled with goes when nothing is left to send, save
 * for a failed message that may be sent again; secrets always go.
 */
export function settleMessage(
  { id, emailAttempts, smsAttempts, emailState, smsState }: ClaimedMessage,
  email: PartOutcome | null,
  sms: PartOutcome | null,
): Statement {
  const states = [email?.state ?? emailState, sms?.state ?? smsState];
  const [mail, text] = states.map((state) => sql`${state}::text`) as [Statement, Statement];
  const over = !states.includes('queued');
  const failed = states.includes('failed');
  return sql`
    update message set
      ${becomesReported(partOutcomes, mail, 'email_state')}, email_error = ${email ? email.error : null},
      email_sent_at = case when ${email?.state ?? ''} = 'sent' then kontor_now() else email_sent_at end,
      ${becomesReported(partOutcomes, text, 'sms_state')}, sms_error = ${sms ? sms.error : null},
      sms_sent_at = case when ${sms?.state ?? ''} = 'sent' then kontor_now() else sms_sent_at end,
      sms_provider_id = coalesce(${sms?.providerMessageId ?? null}::text, sms_provider_id),
      data = case when ${over && !failed} then null else data end,
      sealed = case when ${over} then null else sealed end
    where id = ${id} and state = 'queued'
      and email_attempts = ${emailAttempts} and sms_attempts = ${smsAttempts}
      and (${standsBeforeReported(partOutcomes, mail, undefined, 'email_state')} or email_state = ${mail})
      and (${standsBeforeReported(partOutcomes, text, undefined, 'sms_state')} or sms_state = ${text})
    returning id`;
}
