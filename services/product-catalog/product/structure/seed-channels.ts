import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/** The first channel, where there is none yet: euros, English, prices with tax. */
export async function seedFirstChannel({
  database,
  settings: { shop },
}: ServiceContext<'product'>): Promise<void> {
  await database.query(sql`
    with made as (
      insert into channel (code, name, currency, default_locale, locales, prices_include_tax)
      select 'default', ${shop.name}, 'EUR', 'en', '{en}', true
      where not exists (select from channel)
      on conflict do nothing
      returning code)
    insert into edition (channel, locale) select code, 'en' from made on conflict do nothing`);
}
