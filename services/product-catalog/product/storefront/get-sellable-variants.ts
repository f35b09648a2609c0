import type { Content } from '#contracts/product/measures/measures.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Database } from '#platform/data/database.ts';
import { GroupCommit } from '#platform/data/group-commit.ts';
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

interface Asked {
  readonly skus: readonly string[];
  readonly invocation: Invocation;
}

interface Priced {
  readonly variants: readonly Variant[];
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
}

/**
 * Variants priced now in the invocation's channel. A channel that is unknown or switched off sells
 * nothing. Carts and checkouts that ask while a statement is under way share the next one: each is
 * told what was so after it asked.
 */
export function getSellableVariants(
  { database }: ServiceContext<'product'>,
  live: LiveStock,
): Handler<'product', 'getSellableVariants'> {
  const reads = new GroupCommit<Asked, Priced>((asked) => priceAll(database, asked), 1);
  return async ({ skus, withStock }, invocation) => {
    const asked = withStock ? live.of(skus, invocation) : undefined;
    const priced = await reads.submit({ skus, invocation });
    const stock = await asked;
    const variants = priced.variants.map((variant) => withStockOf(variant, stock));
    return ok({ ...priced, variants });
  };
}

/** One statement for all that is asked in a channel and a language. */
async function priceAll(database: Database, asked: readonly Asked[]): Promise<Priced[]> {
  const placeOf = ({ invocation: { channel, locale } }: Asked) => `${channel} ${locale}`;
  const rows = new Map<string, Row[]>();
  const read = async ([place, those]: [string, Asked[]]) =>
    rows.set(place, await readPrices(database, those));
  await Promise.all([...Map.groupBy(asked, placeOf)].map(read));
  return asked.map((one) => {
    const found = rows.get(placeOf(one))!;
    return {
      variants: found.filter(({ sku }) => sku !== null && one.skus.includes(sku)).map(toVariant),
      currency: found[0]?.channelCurrency ?? noCurrency,
      pricesIncludeTax: found[0]?.pricesIncludeTax ?? true,
    };
  });
}

/** Without any of the variants there is a row of the channel alone, and without the channel none. */
function readPrices(database: Database, asked: readonly Asked[]): Promise<Row[]> {
  const { invocation } = asked[0]!;
  const { channel, locale } = invocation;
  const skus = [...new Set(asked.flatMap((one) => one.skus))];
  return database.query<Row>(
    sql`
      select c.currency as channel_currency, c.prices_include_tax, found.*
      from channel c left join lateral (
        select v.sku, v.id as variant_id, p.id as product_id, p.handle,
          coalesce(t.title, p.title) as title,
          nullif(array_to_string(case when t.option_values is null or t.option_values = '{}' then v.option_values
            else array(select coalesce(t.option_values ->> o.value, o.value)
              from unnest(v.option_values) with ordinality as o (value, place) order by o.place) end,
            ' / '), '') as variant_title,
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
}

function toVariant(row: Row): Variant {
  const { channelCurrency, pricesIncludeTax: _ofChannel, hsCode, countryOfOrigin, ...rest } = row;
  const { content, ...variant } = rest;
  const customs = {
    ...(hsCode ? { hsCode } : {}),
    ...(countryOfOrigin ? { countryOfOrigin } : {}),
  };
  const unitPrice = unitPriceOf(variant.unitPriceMinor ?? 0, content);
  const priced = unitPrice === null ? {} : { unitPrice };
  return { ...variant, ...customs, ...priced, currency: channelCurrency } as Variant;
}

function withStockOf(variant: Variant, stock: Stock | undefined): Variant {
  const item = stock?.get(variant.sku);
  if (!item) return variant;
  const { available, policy, tracked, expectedOn = null } = item;
  return { ...variant, stock: { available, policy, tracked, expectedOn } };
}
