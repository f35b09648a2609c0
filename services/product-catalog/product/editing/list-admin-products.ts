import { channelsSeenBy, type Actor } from '#kernel/actor.ts';
import { fail, ok } from '#kernel/result.ts';
import { ListSorts, type Keyed } from '#platform/data/list-sorts.ts';
import { pageStatement } from '#platform/data/page-statement.ts';
import { isSettled } from '#platform/data/settled-read.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { productConditions, productGuess, seenBy, unitsOf } from './product-filters.ts';
import { adminProductStatement, type AdminProduct } from './read-admin-product.ts';

type Summary = OutputOf<'product', 'listAdminProducts'>['items'][number];

const sorts = new ListSorts('admin products', sql`id`, {
  created: { by: sql`created_at`, kind: 'time' },
  updated: { by: sql`updated_at`, kind: 'time' },
  title: { by: sql`title_key(title)`, kind: 'text' },
});

/** With prices and stock of a channel; of another shop's they are nobody's business. */
function summaryColumns(actor: Actor, channel: string) {
  const seen = channelsSeenBy(actor);
  const isSeen = seen === null || seen.includes(channel);
  const ofProduct = sql`from variant v where v.product_id = p.id`;
  const prices = sql`
    from variant v join price r on r.variant_id = v.id and r.channel = ${channel}
    where ${isSeen}::boolean and v.product_id = p.id`;
  return sql`
    id as product_id, handle, title, vendor, status, version, image_url, created_at, updated_at,
    (select c.path from category c where c.id = p.category_id) as category,
    (select count(*)::int ${ofProduct}) as variants,
    (select case when count(*) = 1 then min(v.sku) end ${ofProduct}) as sku,
    (select case when count(*) > 0 then json_build_object('currency', min(r.currency),
        'lowestMinor', min(r.amount_minor), 'highestMinor', max(r.amount_minor),
        'compareAtMinor', case when count(*) = 1 then min(r.compare_at_minor) end) end
      ${prices}) as price,
    (select case when ${isSeen}::boolean and bool_or(v.tracked) then coalesce(sum(
        (${unitsOf([channel])})) filter (where v.tracked), 0)::int end ${ofProduct}) as available`;
}

/** The actor's products, drafts and archived ones too. */
export function listAdminProducts({
  database,
}: ServiceContext<'product'>): Handler<'product', 'listAdminProducts'> {
  return async ({ limit, cursor, sort, ...filters }, invocation) => {
    const isCopied = filters.updatedSince !== undefined;
    const list = sorts.open(
      sort ?? (isCopied ? 'updated_ascending' : 'created_descending'),
      filters,
      cursor,
    );
    if (!list.ok) return list;
    const settled = isCopied || sort === 'updated_ascending';
    const page = pageStatement({
      table: sql`product p`,
      id: sql`id`,
      columns: summaryColumns(invocation.actor, filters.channel ?? invocation.channel),
      conditions: [
        seenBy(invocation.actor),
        ...productConditions(filters, invocation.actor),
        ...(settled ? [isSettled(sql`updated_at`)] : []),
      ],
      guess: productGuess(filters),
      list: list.value,
      limit,
    });
    const rows = await database.list<Summary & Keyed>(page, settled, invocation);
    return ok(list.value.pageOf(rows, limit));
  };
}

export function getAdminProduct({
  database,
}: ServiceContext<'product'>): Handler<'product', 'getAdminProduct'> {
  return async ({ productId }, invocation) => {
    const { actor } = invocation;
    const statement = sql`${adminProductStatement(productId)} and ${seenBy(actor)}`;
    const found = await database.first<AdminProduct>(statement, invocation);
    return found
      ? ok(asSeenBy(actor, found))
      : fail('product_not_found', 'There is no such product.');
  };
}

/** What a shared product costs elsewhere, and is going to, is the business of the other shops. */
function asSeenBy(actor: Actor, product: AdminProduct): AdminProduct {
  const seen = channelsSeenBy(actor);
  if (seen === null) return product;
  const isSeen = ({ channel }: { channel: string }) => seen.includes(channel);
  const variants = product.variants.map((variant) => ({
    ...variant,
    prices: variant.prices.filter(isSeen),
    salePrices: variant.salePrices.filter(isSeen),
  }));
  return { ...product, variants };
}
