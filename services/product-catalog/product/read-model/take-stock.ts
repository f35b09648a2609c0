import type { Reaction } from '#platform/calls/service.ts';
import { plannedFor, sql } from '#platform/ground/sql.ts';
import { changesDocuments } from '../search/document-writes.ts';
import { readRules, rulesAsJson, type RuledRows } from '../structure/rules/read-rules.ts';
import { refreshDocuments, shelvesOf } from './refresh-documents.ts';
import { term } from './terms.ts';

type StockChanged = Reaction<'product'>['inventory.stock_changed'];

/**
 * Keeps what inventory tells, newest version first, and shows it in the read model where a product
 * came into stock or ran out of it. Most changes show nothing: then documents are not touched.
 */
export const takeStock: StockChanged = async (events, tx) => {
  const items = events.flatMap(({ data }) => data.items);
  if (items.length === 0) return;
  const newest = new Map<string, (typeof items)[number]>();
  for (const item of items) {
    const key = `${item.sku}\n${item.locationId}`;
    const other = newest.get(key);
    if (other === undefined || other.version < item.version) newest.set(key, item);
  }
  // In one order, so that two who take stock at once never wait for each other in a circle.
  const rows = [...newest].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
  const skus = [...new Set(rows.map(({ sku }) => sku))];
  await tx.query(sql`
    insert into variant_stock as s (sku, location_id, available, policy, version, channels)
    select x.sku, x.location_id, x.available, x.policy, x.version, string_to_array(x.channels, ',')
    from unnest(${rows.map(({ sku }) => sku)}::text[],
      ${rows.map(({ locationId }) => locationId)}::uuid[],
      ${rows.map(({ available }) => available)}::int[], ${rows.map(({ policy }) => policy)}::text[],
      ${rows.map(({ version }) => version)}::int[],
      ${rows.map(({ channels }) => channels.join(','))}::text[])
      as x (sku, location_id, available, policy, version, channels)
    on conflict (sku, location_id) do update set available = excluded.available,
      policy = excluded.policy, version = excluded.version, channels = excluded.channels
    where s.version < excluded.version`);
  const active = sql`
    select p.id as product_id from product p
    where p.id = any (array(select v.product_id from variant v where v.sku = any (${skus}::text[])))
      and p.status = 'active'
    order by p.id for update`;
  const shown = await tx.query<{ productId: string }>(plannedFor(skus.length, active));
  await turn(
    tx,
    shown.map(({ productId }) => productId),
  );
};

const [inStock, outOfStock] = [
  term('availability', 'in_stock'),
  term('availability', 'out_of_stock'),
] as const;

/**
 * Turns the documents that say otherwise than the stock of their variants: nothing else in them
 * depends on it, and pages ask for it live.
 */
async function turn(tx: Parameters<StockChanged>[1], productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return;
  const otherwise = sql`
    select d.edition_id, d.product_id, d.valid_from::text
    from document d join edition e on e.id = d.edition_id
    where d.product_id = any (${productIds}::uuid[]) and d.in_stock <> exists (
      select from variant v
      join price r on r.variant_id = v.id and r.channel = e.channel
      left join lateral (
        -- With the limit it is looked up for each variant; else all stock is hashed for each document.
        select true as some from variant_stock s where s.sku = v.sku
          and (s.available > 0 or s.policy = 'continue')
          and s.channels && array['*', e.channel] limit 1) stocked on true
      where v.product_id = d.product_id
        and (v.inventory_policy = 'continue' or not v.tracked or stocked.some))`;
  const turned = await tx.query<{ editionId: number; productId: string; validFrom: string }>(
    plannedFor(productIds.length, otherwise),
  );
  if (turned.length === 0) return;
  // Whether there is any of it may put a product into a collection, or take it out.
  if (await isAskedByRules(tx))
    return refreshDocuments(tx, [...new Set(turned.map(({ productId }) => productId))]);
  // Quotation marks inside a text are escaped, so the name of the key stands nowhere else.
  const written = await tx.query<{ terms: string[] }>(sql`
    with after as (
      select d.edition_id, d.product_id, d.valid_from, not d.in_stock as in_stock,
        case when d.in_stock then array_replace(d.terms, ${inStock}, ${outOfStock})
          else array_replace(d.terms, ${outOfStock}, ${inStock}) end as terms,
        replace(d.card::text, case when d.in_stock then '"inStock":true' else '"inStock":false' end,
          case when d.in_stock then '"inStock":false' else '"inStock":true' end)::json as card
      from document d join unnest(${turned.map(({ editionId }) => editionId)}::int[],
        ${turned.map(({ productId }) => productId)}::uuid[],
        ${turned.map(({ validFrom }) => validFrom)}::timestamptz[])
        as t (edition_id, product_id, valid_from) using (edition_id, product_id, valid_from))
    update document d set in_stock = a.in_stock, terms = a.terms,
      terms_hash = hash_array_extended(a.terms, 0), card = a.card
    from after a
    where (d.edition_id, d.product_id, d.valid_from) = (a.edition_id, a.product_id, a.valid_from)
    returning d.terms`);
  changesDocuments(tx, shelvesOf(written));
}

async function isAskedByRules(tx: Parameters<StockChanged>[1]): Promise<boolean> {
  const found = await tx.first<{ rules: RuledRows }>(sql`select ${rulesAsJson} as rules`);
  return readRules(found?.rules).some(({ rule }) =>
    rule.conditions.some(({ field }) => field === 'stock'),
  );
}
