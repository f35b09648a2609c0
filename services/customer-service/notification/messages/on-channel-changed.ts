import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';

/**
 * Keeps in which time zone a channel's days are, its language, and who sells there; an older telling
 * never overwrites a newer one.
 */
export async function onChannelChanged(
  { data, aggregateVersion }: ReceivedEvent<'product.channel_changed'>,
  tx: Transaction,
): Promise<void> {
  const { code, timeZone, defaultLocale, company } = data;
  tx.last(sql`
    insert into channel_time_zone (channel, version, time_zone, default_locale, name, legal_name,
      street, postal_code, city, country_code, tax_id, email, phone, website_url)
    values (${code}, ${aggregateVersion}, ${timeZone}, ${defaultLocale},
      ${company?.name ?? null}, ${company?.legalName ?? null}, ${company?.street ?? null},
      ${company?.postalCode ?? null}, ${company?.city ?? null}, ${company?.countryCode ?? null},
      ${company?.taxIds[0]?.value ?? null}, ${company?.email ?? null}, ${company?.phone ?? null},
      ${company?.websiteUrl ?? null})
    on conflict (channel) do update
      set version = excluded.version, time_zone = excluded.time_zone,
          default_locale = excluded.default_locale, name = excluded.name,
          legal_name = excluded.legal_name, street = excluded.street,
          postal_code = excluded.postal_code, city = excluded.city,
          country_code = excluded.country_code, tax_id = excluded.tax_id,
          email = excluded.email, phone = excluded.phone, website_url = excluded.website_url
      where channel_time_zone.version < excluded.version`);
}
