import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

export type Missing = OutputOf<'product', 'listMissingTaxRates'>['items'][number];

/** What is live and has no rate where it goes, by channel, country and class. */
export function liveWithoutRate(
  { deliveredTo, without }: InputOf<'product', 'listMissingTaxRates'>,
  { shop }: Pick<Settings, 'shop'>,
): Statement {
  const channels = deliveredTo.map(({ channel }) => channel);
  const countries = deliveredTo.map(({ countryCode }) => countryCode);
  const { countryCode = null, taxClass = null } = without ?? {};
  return sql`
    with place as (
      select code as channel,
        coalesce(company ->> 'countryCode', ${shop.countryCode}) as country_code
      from channel where active
      union
      select c.code, d.country_code
      from unnest(${channels}::text[], ${countries}::text[]) d (channel, country_code)
      join channel c on c.code = d.channel and c.active)
    select p.channel, p.country_code, v.tax_class,
      count(distinct v.product_id)::int as products,
      (array_agg(v.sku order by v.sku))[1:5] as skus
    from place p join listing l on l.channel = p.channel
    join product on product.id = l.product_id and product.status = 'active'
    join variant v on v.product_id = l.product_id and v.taxable and v.tax_class <> 'zero'
    where p.channel <> all (select unnest(h.provider_channels) from taxed_classes_heard h)
      and exists (select from taxed_class t where t.country_code = p.country_code)
      and (not exists (select from taxed_class t
             where t.country_code = p.country_code and t.tax_class = v.tax_class)
        or (p.country_code = ${countryCode}::text and v.tax_class = ${taxClass}::text))
    group by p.channel, p.country_code, v.tax_class order by 1, 2, 3`;
}

export function listMissingTaxRates({
  database,
  settings,
}: ServiceContext<'product'>): Handler<'product', 'listMissingTaxRates'> {
  return async (input, invocation) =>
    ok(wholeList(await database.query<Missing>(liveWithoutRate(input, settings), invocation)));
}
