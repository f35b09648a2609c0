import { z } from 'zod';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { idPart, PageOrder, textPart } from '#platform/data/page-cursor.ts';
import { json, sql } from '#platform/ground/sql.ts';
import { sanitiseDescription } from '#product-files/sanitise-description.ts';
import { startRebuild } from '../read-model/rebuild-documents.ts';
import { holdProducts } from './rules/hold-products.ts';
import { refreshDocuments } from '../read-model/refresh-documents.ts';
import { collectionNamed } from '../storefront/former-shelves.ts';

/** Before all that there are. */
const beginning = [-1, '00000000-0000-0000-0000-000000000000'] as const;

type Collection = OutputOf<'product', 'putCollection'>;

export const collectionColumns = sql`id as collection_id, handle, title, titles,
  description_html, version, sort, rule`;

type Listed = OutputOf<'product', 'listAdminCollections'>['items'][number];
const pages = new PageOrder('collections of staff', z.tuple([textPart(300)]));

/** As staff keep them, with all their titles. */
export function listAdminCollections({
  database,
}: ServiceContext<'product'>): Handler<'product', 'listAdminCollections'> {
  return async ({ limit, cursor }, invocation) => {
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const rows = await database.query<Listed>(
      sql`
        select ${collectionColumns}, (select count(*)::int from collection_product p
          where p.collection_id = collection.id) as products
        from collection where handle > ${after.value?.[0] ?? ''}
        order by handle limit ${limit + 1}`,
      invocation,
    );
    return ok(
      pages.pageOf(
        rows,
        limit,
        ({ handle }) => [handle],
        (row) => row,
      ),
    );
  };
}

type Shelved = OutputOf<'product', 'listCollectionProducts'>['items'][number];
const allProductPages = new PageOrder(
  'products of a collection by hand',
  z.tuple([z.int(), idPart]),
);

/** What stands in a collection, by a handle that it had before too. */
export function listCollectionProducts({
  database,
}: ServiceContext<'product'>): Handler<'product', 'listCollectionProducts'> {
  return async ({ handle, limit, cursor }, invocation) => {
    const productPages = allProductPages.within({ handle });
    const after = productPages.after(cursor);
    if (!after.ok) return after;
    const found = await database.first<{ id: string }>(
      sql`select id from collection where id = ${collectionNamed(sql`${handle}`)}`,
      invocation,
    );
    if (!found) return collectionNotFound;
    const [position, productId] = after.value ?? beginning;
    const rows = await database.query<Shelved & { position: number }>(
      sql`
        select p.id as product_id, p.handle, p.title, p.status, c.position
        from collection_product c join product p on p.id = c.product_id
        where c.collection_id = ${found.id}::uuid
          and (c.position, c.product_id) > (${position}::bigint, ${productId}::uuid)
        order by c.position, c.product_id limit ${limit + 1}`,
      invocation,
    );
    return ok(
      productPages.pageOf(
        rows,
        limit,
        (row) => [row.position, row.productId],
        ({ position: _position, ...product }): Shelved => product,
      ),
    );
  };
}

export function putCollection({
  database,
}: ServiceContext<'product'>): Handler<'product', 'putCollection'> {
  return ({ handle, title, titles, descriptionHtml, expectedVersion }, invocation) =>
    database.transaction('put_collection', invocation, async (tx) => {
      const before = await tx.first<Collection>(
        sql`select ${collectionColumns} from collection where handle = ${handle} for update`,
      );
      if (before && expectedVersion !== undefined && before.version !== expectedVersion)
        return overtaken(before.version);
      const { html } = sanitiseDescription(descriptionHtml);
      const after = (await tx.first<Collection>(sql`
        insert into collection (handle, title, titles, description_html, updated_at)
        values (${handle}, ${title}, ${json(titles)}::jsonb, ${html}, kontor_now())
        on conflict (handle) do update set title = excluded.title, titles = excluded.titles,
          description_html = excluded.description_html, version = collection.version + 1,
          updated_at = kontor_now()
        returning ${collectionColumns}`))!;
      tx.audit({ subject: `collection ${handle}`, before, after });
      return ok(after);
    });
}

/** Puts products in and takes others out; their documents say so in the same transaction. */
export function changeCollectionProducts({
  database,
}: ServiceContext<'product'>): Handler<'product', 'changeCollectionProducts'> {
  return ({ handle, add, remove }, invocation) =>
    database.transaction('change_collection_products', invocation, async (tx) => {
      const productIds = [...new Set([...add, ...remove])];
      // Products before collections: whoever gives one a rule holds all products first.
      const [known, found] = await Promise.all([
        tx.query<object>(sql`
          select from product where id = any (${productIds}::uuid[]) order by id for update`),
        tx.first<{ id: string; ruled: boolean }>(sql`
          select id, rule is not null as ruled from collection
          where id = ${collectionNamed(sql`${handle}`)} for share`),
      ]);
      if (found === undefined) return collectionNotFound;
      if (found.ruled) return collectionByRule;
      if (known.length < productIds.length)
        return fail(
          'product_not_found',
          'One of the products does not exist. Nothing was changed.',
        );
      const removed = await tx.change(sql`
        delete from collection_product
        where collection_id = ${found.id}::uuid and product_id = any (${remove}::uuid[])`);
      const added = await tx.change(sql`
        insert into collection_product (collection_id, product_id)
        select ${found.id}::uuid, unnest(${add}::uuid[]) on conflict do nothing`);
      await refreshDocuments(tx, productIds);
      tx.audit({ subject: `collection ${handle}`, after: { added: add, removed: remove } });
      return ok({ added, removed });
    });
}

export function deleteCollection({
  database,
}: ServiceContext<'product'>): Handler<'product', 'deleteCollection'> {
  return ({ handle, expectedVersion }, invocation) =>
    database.transaction('delete_collection', invocation, async (tx) => {
      const known = await tx.first(
        sql`select from collection where handle = ${handle} and rule is not null`,
      );
      if (known) await holdProducts(tx);
      const found = await tx.first<{ id: string; version: number; ruled: boolean }>(sql`
        select id, version, rule is not null as ruled from collection
        where handle = ${handle} for update`);
      if (found === undefined) return collectionNotFound;
      const { version } = found;
      if (expectedVersion !== undefined && version !== expectedVersion) return overtaken(version);
      const product = await tx.first(
        sql`select from collection_product where collection_id = ${found.id}::uuid limit 1`,
      );
      // What stands in it by its rule goes with that.
      if (product && found.ruled) await startRebuild(tx, 'ruled', handle);
      if (product && !found.ruled)
        return fail('collection_in_use', 'Products stand in it. Take them out first.');
      await tx.query(sql`delete from collection where id = ${found.id}::uuid`);
      tx.audit({ subject: `collection ${handle}` });
      return ok({});
    });
}

const overtaken = (version: number) =>
  fail('version_conflict', 'The collection changed in the meantime. Read it again.', { version });

export const collectionNotFound = fail('collection_not_found', 'There is no such collection.');
export const collectionByRule = fail(
  'collection_by_rule',
  'Products stand in the collection by its rule. Change that, or take it away first.',
);
