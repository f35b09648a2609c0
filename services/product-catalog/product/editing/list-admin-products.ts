import { z } from 'zod';
import { channelsSeenBy, type Actor } from '#kernel/actor.ts';
import { fail, ok } from '#kernel/result.ts';
import { idPart, PageOrder } from '#platform/data/page-cursor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import { adminProductStatement, type AdminProduct } from './read-admin-product.ts';

type Summary = OutputOf<'product', 'listAdminProducts'>['items'][number];
const pages = new PageOrder('admin products', z.tuple([idPart]));

/** The actor's products, drafts and archived ones too, the newest first. */
export function listAdminProducts({
  database,
}: ServiceContext<'product'>): Handler<'product', 'listAdminProducts'> {
  return async ({ limit, cursor, status, handle }, invocation) => {
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const conditions = [
      seenBy(invocation.actor),
      ...(status === undefined ? [] : [sql`status = ${status}`]),
      ...(handle === undefined ? [] : [sql`handle = ${handle}`]),
      ...(after.value === undefined ? [] : [sql`id < ${after.value[0]}::uuid`]),
    ];
    const rows = await database.query<Summary>(
      sql`
        select id as "productId", handle, title, vendor, status, version, updated_at as "updatedAt"
        from product p where ${joinSql(conditions, ' and ')} order by id desc limit ${limit + 1}`,
      invocation,
    );
    return ok(
      pages.pageOf(
        rows,
        limit,
        ({ productId }) => [productId],
        (row) => row,
      ),
    );
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

/**
 * The condition under which the actor looks at a product `p`: it is offered in one of their
 * channels. One that is offered nowhere is for those who may act in all.
 */
function seenBy(actor: Actor): Statement {
  const seen = channelsSeenBy(actor);
  if (seen === null) return sql`true`;
  return sql`exists (
    select from listing l where l.product_id = p.id and l.channel = any(${seen}::text[]))`;
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
