import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { term } from '../../read-model/terms.ts';
import { changesDocuments } from '../../search/document-writes.ts';
import { collectionNamed } from '../../storefront/former-shelves.ts';
import { collectionNotFound } from '../put-collection.ts';

/** So far apart products are put, so that most moves write what is moved alone. */
const farthest = 16_384;
/** What is put in later has higher positions, whoever puts it in. */
const beforeLater = 999_999_999;

interface Place {
  readonly productId: string;
  readonly position: number;
}

/** Undefined: behind all that are there, and before all that come. */
type Wanted = Omit<Place, 'position'> & { readonly position: number | undefined };

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
        where id = ${collectionNamed(sql`${handle}`)} for no key update`);
      if (found === undefined) return collectionNotFound;
      if (found.sort !== 'by_hand')
        return fail(
          'collection_sorted_otherwise',
          'The collection is not put in order by hand. Choose that first.',
        );
      const moving = [...new Set(productIds)];
      const rows = await tx.query<Place>(sql`
        select product_id, position from collection_product
        where collection_id = ${found.id}::uuid order by position, product_id`);
      const order = rows.map(({ productId }) => productId);
      const there = new Set(order);
      if (![...moving, ...(before === null ? [] : [before])].every((id) => there.has(id)))
        return fail(
          'product_not_in_collection',
          'One of the products does not stand in the collection. Nothing was moved.',
        );
      const after = placed(order, moving, before);
      const moved = order.filter((id, at) => id !== after[at]).length;
      if (moved === 0) return ok({ moved });
      await write(tx, found.id, placesOf(rows, after, moving));
      changesDocuments(tx, [term('collection', found.handle)]);
      tx.audit({ subject: `collection ${found.handle}`, after: { moved: moving, before } });
      return ok({ moved });
    });
}

/**
 * Where products go: what is moved between its neighbours, where there is room between them, and all of it
 * anew where there is none.
 */
function placesOf(
  rows: readonly Place[],
  after: readonly string[],
  moving: readonly string[],
): Wanted[] {
  const known = new Map(rows.map(({ productId, position }) => [productId, position]));
  const at = after.indexOf(moving[0]!);
  const next = after[at + moving.length];
  if (next === undefined) return moving.map((productId) => ({ productId, position: undefined }));
  const from = at === 0 ? 0 : known.get(after[at - 1]!)!;
  const step = Math.floor((known.get(next)! - from) / (moving.length + 1));
  if (step > 0)
    return moving.map((productId, place) => ({ productId, position: from + (place + 1) * step }));
  const apart = Math.max(1, Math.min(farthest, Math.floor(beforeLater / after.length)));
  return after.map((productId, place) => ({ productId, position: (place + 1) * apart }));
}

async function write(tx: Transaction, collectionId: string, places: readonly Wanted[]) {
  const ids = places.map(({ productId }) => productId);
  const positions = places.map(({ position = null }) => position);
  await tx.query(sql`
    update collection_product p set position = x.position
    from (
      select u.product_id, coalesce(u.position, nextval('collection_position')) as position
      from (select * from unnest(${ids}::uuid[], ${positions}::bigint[]) with ordinality
        as g (product_id, position, place) order by place) u) x
    where p.collection_id = ${collectionId}::uuid and p.product_id = x.product_id`);
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
