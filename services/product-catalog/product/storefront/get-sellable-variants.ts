import type { Content } from '#contracts/product/measures/measures.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { contentOfVariant } from '../product-table.ts';
import { unitPriceOf } from '../read-model/prices/unit-price.ts';
import type { LiveStock, Stock } from './live-stock.ts';

type Variant = OutputOf<'product', 'getSellableVariants'>['variants'][number];
type Column = Exclude<keyof Variant, 'currency' | 'stock' | 'unitPrice'>;
type Row = { [Each in Column]: Variant[Each] | null } & {
  content: Content | null;
  channelCurrency: string;
  pricesIncludeTax: boolean;
};

/** ISO 4217's "no currency": what a channel that does not exist counts in. */
const noCurrency = 'XXX';

/**
 * Variants priced now in the invocation's channel, in one statement. A channel that is unknown or
 * switched off sells nothing.
 */
export function getSellableVariants(
  { database }: ServiceContext<'product'>,
  live: LiveStock,
): Handler<'product', 'getSellableVariants'> {
  return async ({ skus, withStock }, invocation) => {
    const { channel, locale } = invocation;
    const asked = withStock ? live.of(skus, invocation) : undefined;
    const rows = await database.query<Row>(
      sql`
        select c.currency as channel_currency, c.prices_include_tax, found.*
        from channel c left join lateral (
          select v.sku, v.id as variant_id, p.id as product_id, p.handle,
            coalesce(t.title, p.title) as title,
            nullif(array_to_string(v.option_values, ' / '), '') as variant_title,
            coalesce(v.image_url, p.image_url) as image_url,
            coalesce(s.amount_minor, r.amount_minor, 0) as unit_price_minor,
            case when s.amount_minor is null then r.compare_at_minor else r.amount_minor end
              as compare_at_minor,
            case when v.taxable then v.tax_class else 'zero' end as tax_class,
            v.weight_grams, v.requires_shipping,
            v.hs_code, v.country_of_origin, p.tags, ${contentOfVariant} as content,
            p.status = 'active' and l.product_id is not null and r.variant_id is not null as sellable
          from variant v
          join product p on p.id = v.product_id
          left join translation t on t.product_id = p.id and t.locale = ${locale}
          left join listing l on l.product_id = p.id and l.channel = c.code
          left join price r on r.variant_id = v.id and r.channel = c.code and r.currency = c.currency
          left join lateral (
            select o.amount_minor from sale_price o
            where o.variant_id = v.id and o.channel = c.code and o.currency = c.currency
              and r.variant_id is not null and o.starts_at <= kontor_now()
              and (o.ends_at is null or o.ends_at > kontor_now())
            order by o.amount_minor limit 1) s on true
          where v.sku = any (${skus}::text[])) found on true
        where c.code = ${channel} and c.active`,
      invocation,
    );
    const first = rows[0];
    const stock = await asked;
    return ok({
      variants: rows.flatMap(toVariant).map((variant) => withStockOf(variant, stock)),
      currency: first?.channelCurrency ?? noCurrency,
      pricesIncludeTax: first?.pricesIncludeTax ?? true,
    });
  };
}

/** The row without a variant tells of the channel alone. */
function toVariant({ channelCurrency, pricesIncludeTax: _ofChannel, ...row }: Row): Variant[] {
  const { hsCode, countryOfOrigin, content, ...variant } = row;
  if (variant.sku === null) return [];
  const customs = {
    ...(hsCode ? { hsCode } : {}),
    ...(countryOfOrigin ? { countryOfOrigin } : {}),
  };
  const unitPrice = unitPriceOf(variant.unitPriceMinor ?? 0, content);
  const priced = unitPrice === null ? {} : { unitPrice };
  return [{ ...variant, ...customs, ...priced, currency: channelCurrency } as Variant];
}

function withStockOf(variant: Variant, stock: Stock | undefined): Variant {
  const item = stock?.get(variant.sku);
  if (!item) return variant;
  const { available, policy, tracked, expectedOn = null } = item;
  return { ...variant, stock: { available, policy, tracked, expectedOn } };
}
