import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import type { EventData } from '#platform/events/event-types.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { providerCountries } from './provider-countries.ts';

type Reported = EventData<'tax.rates_changed'>;

/** Tells what the table has once this commits. Of two changes at once the later one tells both. Its version. */
export async function reportRates(tx: Transaction): Promise<number> {
  const { version } = (await tx.first<{ version: number }>(
    sql`update rates_reported set version = version + 1 returning version`,
  ))!;
  const data = (await tx.first<Reported>(sql`
    select coalesce((
      select jsonb_agg(jsonb_build_object('countryCode', country_code, 'taxClasses', classes)
        order by country_code)
      from (
        select country_code, jsonb_agg(tax_class order by tax_class) as classes from tax_rate
        where region_code is null and country_code <> all (${[...providerCountries]}::text[])
        group by country_code having max(rate_ppm) > 0) known), '[]') as countries,
      array(select channel from channel_setting where source = 'provider' order by channel)
        as provider_channels`))!;
  tx.emit({ type: 'tax.rates_changed', aggregateId: 'rates', aggregateVersion: version, data });
  return version;
}

/** Once, where nobody was told: of a new shop, or one of an earlier version. */
export async function reportFirstRates({ database }: ServiceContext<'tax'>): Promise<void> {
  if (!(await database.first(sql`select from rates_reported where version = 0`))) return;
  const scope = { channel: 'default', locale: 'en' };
  const invocation = systemInvocation(systemActor('tax'), scope);
  await database.transaction('report_first_rates', invocation, reportRates);
}
