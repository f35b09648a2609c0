import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql, sqlTerm, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { suppress } from '../reports/suppress.ts';
import { messageOfLink } from './unsubscribe-links.ts';

type Context = ServiceContext<'notification'>;
type Subscription = OutputOf<'notification', 'getMailSubscription'>;

interface Asked {
  readonly messageId: string;
  readonly email: string;
  readonly channel: string;
  readonly locale: string;
  readonly subscribed: boolean;
  readonly keptBack: boolean;
  readonly seller: Subscription['seller'] | null;
}

/** Stops of an address that count in a channel; one of all channels comes from a provider. */
export function stopsOf(part: 'email' | 'sms', address: Statement, channel: Statement): Statement {
  return sql`
    from suppression s
    where s.part = ${sqlTerm(part)} and s.address = lower(${address})
      and s.channel in ('', ${channel}) and s.lifted_at is null`;
}

function select(messageId: string): Statement {
  return sql`
    select m.id as message_id, lower(m.email) as email, m.channel, m.locale,
      not exists (select ${stopsOf('email', sql`m.email`, sql`m.channel`)}) as subscribed,
      exists (select ${stopsOf('email', sql`m.email`, sql`m.channel`)}
        and not (s.reason = 'unsubscribed' and s.channel = m.channel)) as kept_back,
      (select jsonb_build_object('name', z.name, 'legalName', coalesce(z.legal_name, ''),
                'email', coalesce(z.email, ''))
       from channel_time_zone z where z.channel = m.channel and z.name is not null) as seller
    from message m where m.id = ${messageId} and m.email is not null`;
}

/** What the page of a mail's link shows: nothing changes by looking, which mail programs do too. */
export function getMailSubscription({
  database,
  settings,
}: Context): Handler<'notification', 'getMailSubscription'> {
  return async ({ token }, invocation) => {
    const messageId = messageOfLink(settings.secrets, token);
    if (messageId === undefined) return linkInvalid();
    const asked = await database.first<Asked>(select(messageId), invocation);
    return asked ? ok(shown(asked, settings)) : linkInvalid();
  };
}

/** For the address that the mail went to and its channel; asked again it changes nothing. */
export function putMailSubscription({
  database,
  settings,
}: Context): Handler<'notification', 'putMailSubscription'> {
  return async ({ token, subscribed }, invocation) => {
    const messageId = messageOfLink(settings.secrets, token);
    if (messageId === undefined) return linkInvalid();
    return database.transaction('put_mail_subscription', invocation, async (tx) => {
      const asked = await tx.first<Asked>(select(messageId));
      if (!asked) return linkInvalid();
      const { email, channel } = asked;
      if (subscribed) await subscribeAgain(tx, { email, channel }, 'person');
      else {
        const stop = { part: 'email', address: email, reason: 'unsubscribed', channel } as const;
        await tx.change(suppress({ ...stop, source: 'person', messageId }));
      }
      return ok(shown({ ...asked, subscribed: subscribed && !asked.keptBack }, settings));
    });
  };
}

/**
 * What a person asked for is asked for no more. What a provider told is not lifted by it: of all
 * channels, and it would send nothing; staff lift that once the provider sends again.
 */
export async function subscribeAgain(
  tx: Transaction,
  { email, channel }: { email: string; channel: string },
  by: string,
): Promise<void> {
  await tx.change(sql`
    update suppression set lifted_at = kontor_now(), lifted_by = ${by}
    where part = 'email' and address = lower(${email}) and reason = 'unsubscribed'
      and channel = ${channel} and lifted_at is null`);
}

function shown(
  { email, channel, locale, subscribed, keptBack, seller }: Asked,
  { shop }: Context['settings'],
): Subscription {
  const { name, legalName, email: ours } = shop;
  const address = email.replace(/^(.)[^@]*/u, '$1…');
  return {
    subscribed,
    keptBack,
    address,
    channel,
    locale,
    seller: seller ?? { name, legalName, email: ours },
  };
}

function linkInvalid() {
  return fail('link_invalid', 'This link is none of ours, or it is not whole.');
}
