import type { EventData, ReceivedEvent } from '#platform/events/event-types.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';

/**
 * Keeps what a channel's mails take of it: its days and language, who sells there, how it looks and where
 * its pages are; an older telling never overwrites a newer one.
 */
export async function onChannelChanged(
  { data, aggregateVersion }: ReceivedEvent<'product.channel_changed'>,
  tx: Transaction,
): Promise<void> {
  const { code, name, timeZone, defaultLocale, company, look, domains = [] } = data;
  const { logo = null, colours } = look ?? {};
  const { action = null, link = null, sale = null } = colours ?? {};
  tx.last(sql`
    insert into channel_time_zone (channel, version, time_zone, default_locale, name, legal_name,
      street, postal_code, city, country_code, tax_id, email, phone, website_url, imprint,
      channel_name, domain, logo_url, logo_alt, logo_width, logo_height,
      action_light, action_dark, link_light, link_dark, sale_light, sale_dark)
    values (${code}, ${aggregateVersion}, ${timeZone}, ${defaultLocale},
      ${company?.name ?? null}, ${company?.legalName ?? null}, ${company?.street ?? null},
      ${company?.postalCode ?? null}, ${company?.city ?? null}, ${company?.countryCode ?? null},
      ${company?.taxIds[0]?.value ?? null}, ${company?.email ?? null}, ${company?.phone ?? null},
      ${company?.websiteUrl ?? null}, ${company ? imprintOf(company) : null},
      ${name}, ${domains[0] ?? null}, ${logo?.url ?? null}, ${logo?.altText ?? null},
      ${logo?.width ?? null}, ${logo?.height ?? null},
      ${action?.light ?? null}, ${action?.dark ?? null}, ${link?.light ?? null},
      ${link?.dark ?? null}, ${sale?.light ?? null}, ${sale?.dark ?? null})
    on conflict (channel) do update
      set version = excluded.version, time_zone = excluded.time_zone,
          default_locale = excluded.default_locale, name = excluded.name,
          legal_name = excluded.legal_name, street = excluded.street,
          postal_code = excluded.postal_code, city = excluded.city,
          country_code = excluded.country_code, tax_id = excluded.tax_id,
          email = excluded.email, phone = excluded.phone, website_url = excluded.website_url,
          imprint = excluded.imprint, channel_name = excluded.channel_name,
          domain = excluded.domain, logo_url = excluded.logo_url, logo_alt = excluded.logo_alt,
          logo_width = excluded.logo_width, logo_height = excluded.logo_height,
          action_light = excluded.action_light, action_dark = excluded.action_dark,
          link_light = excluded.link_light, link_dark = excluded.link_dark,
          sale_light = excluded.sale_light, sale_dark = excluded.sale_dark
      where channel_time_zone.version < excluded.version`);
}

type Company = NonNullable<EventData<'product.channel_changed'>['company']>;

/** Letters of business say in which register a company stands, as § 35a GmbHG asks. */
function imprintOf({ taxIds, registerEntries }: Company): string {
  const taxes = taxIds.map(({ label, value }) => `${label} ${value}`);
  return [...registerEntries, ...taxes].join(' · ');
}
