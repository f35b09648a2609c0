import type { OutputOf } from '#platform/calls/service.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { timeZoneOf, type Settings } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

type Seller = NonNullable<OutputOf<'order', 'getOrder'>['seller']>;

/** Keeps who sells in a channel; an older telling never overwrites a newer one. */
export async function onChannelChanged(
  { data, aggregateVersion }: ReceivedEvent<'product.channel_changed'>,
  tx: Transaction,
): Promise<void> {
  const { code, timeZone, company, mailsDocuments = false } = data;
  const { name = null, legalName = null, email = null } = company ?? {};
  tx.last(sql`
    insert into channel_seller (channel, version, time_zone, name, legal_name, email, mails_documents)
    values (${code}, ${aggregateVersion}, ${timeZone}, ${name}, ${legalName}, ${email},
            ${mailsDocuments})
    on conflict (channel) do update
      set version = excluded.version, time_zone = excluded.time_zone, name = excluded.name,
          legal_name = excluded.legal_name, email = excluded.email,
          mails_documents = excluded.mails_documents
      where channel_seller.version < excluded.version`);
}

/** As a column of a read of `orders`. */
export const sellerColumn = sql`
  (select jsonb_build_object('timeZone', s.time_zone, 'name', s.name, 'legalName', s.legal_name,
            'email', s.email)
   from channel_seller s where s.channel = orders.channel) as seller`;

/** Whether mails about an order carry its documents, as a column of a read of `orders`. */
export const mailsDocumentsColumn = sql`
  coalesce((select s.mails_documents from channel_seller s where s.channel = orders.channel), false)
    as mails_documents`;

/** A company is one as a whole: nothing of the shop's stands beside another's name. */
export function sellerOf(row: object, settings: Settings): Seller {
  const { seller } = row as {
    seller: Record<'timeZone' | 'name' | 'legalName' | 'email', string | null> | null;
  };
  const { shop } = settings;
  const timeZone = seller?.timeZone ?? timeZoneOf(settings);
  const { name, legalName, email } = seller ?? {};
  return name && legalName
    ? { name, legalName, email: email ?? '', timeZone }
    : { name: shop.name, legalName: shop.legalName, email: shop.email, timeZone };
}
