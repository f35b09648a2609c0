import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { term } from '../../read-model/terms.ts';
import { changesDocuments } from '../../search/document-writes.ts';
import { collectionColumns, collectionNotFound } from '../put-collection.ts';

type Collection = OutputOf<'product', 'putCollectionSort'>;

/** Says how shoppers see the products of a collection who ask for no order: at once, for no document changes. */
export function putCollectionSort({
  database,
}: ServiceContext<'product'>): Handler<'product', 'putCollectionSort'> {
  return ({ handle, sort, expectedVersion }, invocation) =>
    database.transaction('put_collection_sort', invocation, async (tx) => {
      const before = await tx.first<Collection>(
        sql`select ${collectionColumns} from collection where handle = ${handle} for update`,
      );
      if (before === undefined) return collectionNotFound;
      const { version, collectionId } = before;
      if (expectedVersion !== undefined && version !== expectedVersion)
        return fail('version_conflict', 'The collection changed in the meantime. Read it again.', {
          version,
        });
      if (before.sort === sort) return ok(before);
      const after = (await tx.first<Collection>(sql`
        update collection set sort = ${sort}, version = version + 1, updated_at = kontor_now()
        where id = ${collectionId}::uuid returning ${collectionColumns}`))!;
      changesDocuments(tx, [term('collection', handle)]);
      tx.audit({ subject: `collection ${handle}`, before, after });
      return ok(after);
    });
}
