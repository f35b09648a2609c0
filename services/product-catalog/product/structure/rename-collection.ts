import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Frames } from '../content/frames.ts';
import type { Editions } from '../read-model/editions.ts';
import { startRebuild } from '../read-model/rebuild-documents.ts';
import { collectionColumns, collectionNotFound } from './put-collection.ts';

type Collection = OutputOf<'product', 'renameCollection'>;

/** Gives a collection another handle; the one it had leads to it. Lists follow in the background. */
export function renameCollection(
  { database }: ServiceContext<'product'>,
  frames: Frames,
  editions: Editions,
): Handler<'product', 'renameCollection'> {
  return ({ handle, newHandle, expectedVersion }, invocation) =>
    database.transaction('rename_collection', invocation, async (tx) => {
      // Nobody else takes the new handle meanwhile.
      await tx.query(sql`lock table collection in share row exclusive mode`);
      const before = await tx.first<Collection>(
        sql`select ${collectionColumns} from collection where handle = ${handle} for update`,
      );
      if (before === undefined) return collectionNotFound;
      const { version, collectionId } = before;
      if (expectedVersion !== undefined && version !== expectedVersion)
        return fail('version_conflict', 'The collection changed in the meantime. Read it again.', {
          version,
        });
      if (newHandle === handle) return ok(before);
      const after = await tx.first<Collection>(sql`
        update collection set handle = ${newHandle}, version = version + 1,
          updated_at = kontor_now()
        where id = ${collectionId}::uuid and not exists (
          select from collection where handle = ${newHandle})
        returning ${collectionColumns}`);
      if (after === undefined) return fail('handle_taken', 'Another collection has this handle.');
      await tx.query(sql`
        insert into former_collection_handle (handle, collection_id)
        values (${handle}, ${collectionId}::uuid)
        on conflict (handle) do update set collection_id = excluded.collection_id,
          renamed_at = kontor_now()`);
      await startRebuild(tx, 'collection', newHandle);
      tx.audit({ subject: `collection ${newHandle}`, before, after });
      tx.afterwards(() => {
        frames.forget();
        editions.forget();
      });
      return ok(after);
    });
}
