import type { OutputOf } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';

export type Channel = OutputOf<'product', 'putChannel'>;

export const channelColumns = sql`code, name, currency, default_locale, locales,
  prices_include_tax, active, version, time_zone, company, mails_documents, look,
  array(select host from channel_domain where channel_domain.channel = channel.code order by position) as domains`;

/** Tells the channel as it is now. */
export function emitChannel(tx: Transaction, channel: Channel): void {
  const { code, name, currency, defaultLocale, locales, active, version } = channel;
  const { timeZone = null, company = null, mailsDocuments = false, look = null } = channel;
  const { domains = [] } = channel;
  tx.emit({
    type: 'product.channel_changed',
    aggregateId: code,
    aggregateVersion: version,
    channel: code,
    locale: defaultLocale,
    data: {
      code,
      name,
      currency,
      defaultLocale,
      locales,
      active,
      timeZone,
      company,
      mailsDocuments,
      look,
      domains,
    },
  });
}

/** What the trail keeps: a picture is no words. */
export function auditedOf(channel: Channel | undefined) {
  if (!channel?.company?.logo) return channel;
  return { ...channel, company: { ...channel.company, logo: 'a picture' } };
}
