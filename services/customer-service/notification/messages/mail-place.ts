import { sql, sqlWord, type Statement } from '#platform/ground/sql.ts';

/** What is kept of a channel for its mails, as `MailPlace`; null where product has told nothing of it. */
export function placeOf(channel: Statement): Statement {
  return sql`
    (select jsonb_build_object('version', z.version, 'timeZone', z.time_zone,
        'defaultLocale', z.default_locale, 'name', z.channel_name, 'domain', z.domain,
        'imprint', z.imprint,
        'company', case when z.name is not null then jsonb_build_object('name', z.name,
          'legalName', coalesce(z.legal_name, ''), 'street', coalesce(z.street, ''),
          'postalCode', coalesce(z.postal_code, ''), 'city', coalesce(z.city, ''),
          'countryCode', coalesce(z.country_code, ''), 'taxId', coalesce(z.tax_id, ''),
          'email', coalesce(z.email, ''), 'phone', coalesce(z.phone, ''),
          'websiteUrl', coalesce(z.website_url, '')) end,
        'logo', case when z.logo_url is not null then jsonb_build_object('url', z.logo_url,
          'altText', z.logo_alt, 'width', z.logo_width, 'height', z.logo_height) end,
        'colours', jsonb_build_object('action', ${inSchemes('action')},
          'link', ${inSchemes('link')}, 'sale', ${inSchemes('sale')}))
      from channel_time_zone z where z.channel = ${channel})`;
}

function inSchemes(colour: 'action' | 'link' | 'sale'): Statement {
  const [light, dark] = [sqlWord(`${colour}_light`), sqlWord(`${colour}_dark`)];
  return sql`case when z.${light} is not null
    then jsonb_build_object('light', z.${light}, 'dark', z.${dark}) end`;
}
