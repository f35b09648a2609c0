import { fail } from '#kernel/result.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { joinSql, plannedFor, sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/** Keeps which tax classes have a rate where; an older telling never overwrites a newer one. */
export async function onRatesChanged(
  { data: { countries, providerChannels }, aggregateVersion }: ReceivedEvent<'tax.rates_changed'>,
  tx: Transaction,
): Promise<void> {
  const isNewer = await tx.change(sql`
    update taxed_classes_heard
    set version = ${aggregateVersion}, provider_channels = ${providerChannels}
    where version < ${aggregateVersion}`);
  if (isNewer === 0) return;
  const pairs = countries.flatMap(({ countryCode, taxClasses }) =>
    taxClasses.map((taxClass) => ({ countryCode, taxClass })),
  );
  await tx.query(sql`delete from taxed_class`);
  await tx.query(sql`
    insert into taxed_class (country_code, tax_class)
    select * from unnest(${pairs.map(({ countryCode }) => countryCode)}::text[],
      ${pairs.map(({ taxClass }) => taxClass)}::text[])`);
}

interface MissingRate {
  readonly productId: string;
  readonly channel: string;
  readonly countryCode: string;
  readonly taxClass: string;
}

/**
 * Classes of these variants that have no rate in the country of a channel they are offered in: its
 * company's, else the shop's. What is sold elsewhere is seen at the checkout.
 */
function missingRates(which: Statement, { shop }: Pick<Settings, 'shop'>): Statement {
  return sql`
    select v.product_id, c.code as channel, home.country_code, v.tax_class
    from variant v join listing l on l.product_id = v.product_id join channel c on c.code = l.channel
    cross join lateral (
      select coalesce(c.company ->> 'countryCode', ${shop.countryCode}) as country_code) home
    where ${which} and v.taxable and v.tax_class <> 'zero'
      and c.code <> all (select unnest(h.provider_channels) from taxed_classes_heard h)
      and exists (select from taxed_class t where t.country_code = home.country_code)
      and not exists (select from taxed_class t
        where t.country_code = home.country_code and t.tax_class = v.tax_class and not t.removing)`;
}

/**
 * Until this commits no rate is held for its removal and none is heard of anew; a statement of its own,
 * since only the next one sees what was waited for.
 */
async function lockRatesHeard(tx: Transaction): Promise<void> {
  await tx.query(sql`select from taxed_classes_heard for share`);
}

/** Refuses what would be offered and could not be bought, where the shop itself is. */
export async function refuseWithoutRate(
  tx: Transaction,
  which: {
    readonly productId: string;
    readonly sku?: string;
    readonly channels?: readonly string[];
  },
  settings: Pick<Settings, 'shop'>,
) {
  const { productId, sku, channels } = which;
  const conditions = [sql`v.product_id = ${productId}::uuid`];
  if (sku !== undefined) conditions.push(sql`v.sku = ${sku}`);
  if (channels) conditions.push(sql`c.code = any (${channels}::text[])`);
  await lockRatesHeard(tx);
  const found = await tx.first<MissingRate>(
    sql`${missingRates(joinSql(conditions, ' and '), settings)} order by 2, 4 limit 1`,
  );
  if (!found) return undefined;
  const { channel, countryCode, taxClass } = found;
  const what = `The tax class "${taxClass}" has no rate in ${countryCode}, where the channel ${channel} is. Set the rate first, or give the variants another class.`;
  return fail('tax_rate_missing', what, { channel, countryCode, taxClass });
}

/** Those of an import that would go live without a rate stay drafts; their ids. */
export async function keepAsDrafts(
  tx: Transaction,
  products: readonly { readonly productId: string; readonly wasPublished: boolean }[],
  settings: Pick<Settings, 'shop'>,
): Promise<ReadonlySet<string>> {
  if (products.length === 0) return new Set();
  const productIds = products.map(({ productId }) => productId);
  const before = products.filter(({ wasPublished }) => wasPublished);
  const appearing = sql`v.product_id = any (${productIds}::uuid[])`;
  const missing = missingRates(appearing, settings);
  const keep = sql`
    update product set status = 'draft', import_hashes = '{}',
      published_at = case when id = any (${before.map(({ productId }) => productId)}::uuid[])
        then published_at end
    where status = 'active' and id = any (array(select m.product_id from (${missing}) m))
    returning id as product_id`;
  await lockRatesHeard(tx);
  const kept = await tx.query<{ productId: string }>(plannedFor(products.length, keep));
  return new Set(kept.map(({ productId }) => productId));
}
