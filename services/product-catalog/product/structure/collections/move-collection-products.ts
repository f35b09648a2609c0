import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { term } from '../../read-model/terms.ts';
import { changesDocuments } from '../../search/document-writes.ts';
import { collectionNamed } from '../../storefront/former-shelves.ts';
import { collectionNotFound } from '../put-collection.ts';

/**
 * Puts products of a collection before another one of it, or behind all. It says where they go, not how all
 * of it stands, so two who put it in order at once undo nothing of each other; asked again it does nothing.
 */
export function moveCollectionProducts({
  database,
}: ServiceContext<'product'>): Handler<'product', 'moveCollectionProducts'> {
  return ({ handle, productIds, before }, invocation) =>
    database.transaction('move_collection_products', invocation, async (tx) => {
      const found = await tx.first<{ id: string; handle: string; sort: string }>(sql`
        select id, handle, sort from collection
        where id = ${collectionNamed(sql`${handle}`)} for update`);
      if (found === undefined) return collectionNotFound;
      if (found.sort !== 'by_hand')
        return fail(
          'collection_sorted_otherwise',
          'The collection is not put in order by hand. Choose that first.',
        );
      const moving = [...new Set(productIds)];
      const rows = await tx.query<{ productId: string }>(sql`
        select product_id from collection_product where collection_id = ${found.id}::uuid
        order by position, product_id`);
      const order = rows.map(({ productId }) => productId);
      const there = new Set(order);
      if (![...moving, ...(before === null ? [] : [before])].every((id) => there.has(id)))
        return fail(
          'product_not_in_collection',
          'One of the products does not stand in the collection. Nothing was moved.',
        );
      const after = placed(order, moving, before);
      // Whoever puts something in meanwhile puts it behind all of these.
      const moved = await tx.change(sql`
        update collection_product p set position = x.place
        from unnest(${after}::uuid[]) with ordinality as x (product_id, place)
        where p.collection_id = ${found.id}::uuid and p.product_id = x.product_id
          and p.position <> x.place`);
      changesDocuments(tx, [term('collection', found.handle)]);
      if (moved > 0)
        tx.audit({ subject: `collection ${found.handle}`, after: { moved: moving, before } });
      return ok({ moved: order.filter((id, at) => id !== after[at]).length });
    });
}

/** What is moved stands in the order it was given in; one that is to come before itself stays where it is. */
function placed(
  order: readonly string[],
  moving: readonly string[],
  before: string | null,
): string[] {
  const moved = new Set(moving);
  const at = before === null ? order.length : order.indexOf(before);
  const rest = (some: readonly string[]) => some.filter((id) => !moved.has(id));
  return [...rest(order.slice(0, at)), ...moving, ...rest(order.slice(at))];
}
