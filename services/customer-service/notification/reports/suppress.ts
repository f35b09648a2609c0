import { writtenEmail, writtenForms } from '#kernel/email-address/email-address.ts';
import { sql, sqlTerm, type Statement } from '#platform/ground/sql.ts';
import type { ClaimedMessage } from '../messages/message-store.ts';

/** Why an address is written to no more. */
export type StopReason = 'hard_bounce' | 'complaint' | 'unsubscribed' | 'stop';

/** A complaint or a wish stops what nobody needs; what takes no mails, or wants no texts, takes none. */
const stopsAll: Readonly<Record<StopReason, boolean>> = {
  hard_bounce: true,
  complaint: false,
  unsubscribed: false,
  stop: true,
};

export interface Stop {
  readonly part: 'email' | 'sms';
  readonly address: string;
  readonly reason: StopReason;
  /** Of which channel; all unless told. */
  readonly channel?: string;
  /** Who told it. */
  readonly source: string;
  readonly messageId: string | null;
  readonly detail?: string | null;
  /** Now unless told: what people ask of us is told by the clock that notes what is lifted. */
  readonly since?: string;
}

/** As it is looked for: a mail's domain as DNS knows it, which is how messages have it. */
function stopped(part: Stop['part'], address: string): string {
  return (part === 'email' ? writtenEmail(address) : address).toLowerCase();
}

const again = sql`
  on conflict (part, address, reason, channel) do update set since = excluded.since,
    source = excluded.source, message_id = excluded.message_id, detail = excluded.detail,
    lifted_at = null, lifted_by = null
  where suppression.lifted_at <= excluded.since`;

/** Writes to an address no more. What was lifted since is not stopped by what happened before. */
export function suppress(stop: Stop): Statement {
  const { part, address, reason, channel = '', source, messageId, detail = null } = stop;
  const since = stop.since === undefined ? sql`kontor_now()` : sql`${stop.since}::timestamptz`;
  return sql`
    insert into suppression (part, address, reason, channel, stops_all, source, message_id, detail,
                             since)
    values (${part}, ${stopped(part, address)}, ${reason}, ${channel}, ${stopsAll[reason]}, ${source},
            ${messageId}, ${detail}, ${since})
    ${again}`;
}

/** All that an address may be kept as: before it was known by DNS alone, it was as somebody wrote it. */
export function formsOf(address: string): string[] {
  return [...new Set([address.toLowerCase(), ...writtenForms(address)])];
}

/** As a part of the statement that records how a text came out. */
export function suppressedAlong({ id, phone }: ClaimedMessage, reason: StopReason): Statement {
  return sql`
    stopped as (
      insert into suppression (part, address, reason, stops_all, source, message_id, since)
      select 'sms', ${phone}::text, ${sqlTerm(reason)}, true, 'provider', ${id}::uuid, kontor_now()
      from moved ${again})`;
}

/** Writes to an address again. */
export function liftStops(
  { part, address, reason }: Pick<Stop, 'part' | 'address' | 'reason'>,
  at: string,
  by: string,
): Statement {
  return sql`
    update suppression set lifted_at = kontor_now(), lifted_by = ${by}
    where part = ${part} and address = ${stopped(part, address)} and reason = ${reason}
      and lifted_at is null and since <= ${at}`;
}
