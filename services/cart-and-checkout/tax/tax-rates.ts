import { wholeList } from '#contracts/shapes.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { json, sql } from '#platform/ground/sql.ts';
import { seedTaxRates } from './rates/seed-tax-rates.ts';
import { reportRates } from './report-rates.ts';
import type { TaxBook } from './tax-book.ts';
import { componentsDocument } from './stored/documents.ts';

type Rate = OutputOf<'tax', 'putRate'>;

const columns = sql`
  id as rate_id, country_code, region_code,
  tax_class, name, rate_ppm, components, version`;

/** Whoever sets or removes rates: which there are is compared under it. */
const oneAfterTheOther = sql`select pg_advisory_xact_lock(hashtextextended('tax rates', 0))`;

export function listRates({ database }: ServiceContext<'tax'>): Handler<'tax', 'listRates'> {
  return async ({ countryCode = null, state }, invocation) => {
    const from =
      state === 'archived'
        ? sql`${columns}, archived_at from archived_tax_rate`
        : sql`${columns} from tax_rate`;
    const rates = await database.query<Rate>(
      sql`
        select ${from} where ${countryCode}::text is null or country_code = ${countryCode}
        order by country_code, region_code nulls first, tax_class`,
      invocation,
    );
    return ok(wholeList(rates));
  };
}

export function putRate(
  { database }: ServiceContext<'tax'>,
  book: TaxBook,
): Handler<'tax', 'putRate'> {
  return async (input, invocation) => {
    const { countryCode, regionCode, taxClass, name, ratePpm, expectedVersion } = input;
    const components = input.components ?? (ratePpm > 0 ? [{ name, ratePpm }] : []);
    const sum = components.reduce((total, component) => total + component.ratePpm, 0);
    if (sum !== ratePpm) {
      const what = `The components sum to ${sum} parts per million, the rate is ${ratePpm}.`;
      return fail('components_do_not_sum', what);
    }
    return database.transaction('put_rate', invocation, async (tx) => {
      const known = await tx.first(sql`select from tax_class where code = ${taxClass}`);
      if (!known) return fail('tax_class_unknown', 'No tax class has this code. Add it first.');
      const place = sql`country_code = ${countryCode} and tax_class = ${taxClass}
        and region_code is not distinct from ${regionCode}::text`;
      await tx.query(oneAfterTheOther);
      const before = await tx.first<Rate>(sql`select ${columns} from tax_rate where ${place}`);
      const version = before?.version ?? 0;
      if (expectedVersion !== undefined && expectedVersion !== version) return overtaken(version);
      const after = await tx.first<Rate>(sql`
        with back as (delete from archived_tax_rate where ${place} returning id, version)
        insert into tax_rate (id, country_code, region_code, tax_class, name, rate_ppm, components, version)
        values (coalesce((select id from back), uuidv7()), ${countryCode}, ${regionCode}, ${taxClass}, ${name}, ${ratePpm}, ${componentsDocument.write(components)},
                coalesce((select version + 1 from back), 1))
        on conflict on constraint tax_rate_place do update set name = excluded.name,
          rate_ppm = excluded.rate_ppm, components = excluded.components,
          version = tax_rate.version + 1
        returning ${columns}`);
      const where = regionCode === null ? countryCode : `${countryCode}-${regionCode}`;
      await reportRates(tx);
      tx.audit({ subject: `tax rate ${where} ${taxClass}`, before, after });
      tx.afterwards(() => book.forget());
      return ok(after!);
    });
  };
}

/** It stays to be read and brought back, and is in no quote from then on. */
export function removeRate(
  { database }: ServiceContext<'tax'>,
  book: TaxBook,
): Handler<'tax', 'removeRate'> {
  return ({ rateId, expectedVersion, expectedRate }, invocation) =>
    database.transaction('remove_rate', invocation, async (tx) => {
      await tx.query(oneAfterTheOther);
      const before = await tx.first<Rate>(
        sql`
        with gone as (delete from tax_rate where id = ${rateId}::uuid
          returning id, country_code, region_code, tax_class, name, rate_ppm, components, version)
        insert into archived_tax_rate (id, country_code, region_code, tax_class, name, rate_ppm, components, version)
        select * from gone
        on conflict on constraint archived_tax_rate_place do update set id = excluded.id,
          name = excluded.name, rate_ppm = excluded.rate_ppm, components = excluded.components,
          version = excluded.version,
          archived_at = excluded.archived_at
        returning ${columns}`,
      );
      if (!before) return fail('tax_rate_not_found', 'There is no tax rate with this id.');
      if (expectedRate !== undefined && before.version !== expectedRate)
        return overtaken(before.version ?? 0);
      const version = await reportRates(tx);
      if (expectedVersion !== undefined && version !== expectedVersion + 1)
        return fail('tax_rates_changed', 'Tax rates are being changed. Try again in a moment.');
      tx.audit({ subject: `tax rate ${rateId}`, before });
      tx.afterwards(() => book.forget());
      return ok({});
    });
}

const overtaken = (version: number) =>
  fail('version_conflict', 'Somebody set this rate meanwhile. Read it again.', { version });

/** Fills the table on the first start; what staff changed or removed later is left as it is. */
export async function seedRates({ database }: ServiceContext<'tax'>): Promise<void> {
  if (await database.first(sql`select from tax_rate limit 1`)) return;
  const rates = seedTaxRates();
  const rows = rates.map((rate) => ({
    country_code: rate.countryCode,
    region_code: rate.regionCode,
    tax_class: rate.taxClass,
    name: rate.name,
    rate_ppm: rate.ratePartsPerMillion,
    components: rate.components.map(({ name, ratePartsPerMillion }) => ({
      name,
      ratePpm: ratePartsPerMillion,
    })),
  }));
  await database.query(sql`
    insert into tax_rate (country_code, region_code, tax_class, name, rate_ppm, components)
    select * from jsonb_to_recordset(${json(rows)}::jsonb) as v (
      country_code text, region_code text, tax_class text, name text, rate_ppm int, components jsonb)
    on conflict do nothing`);
}
