import { randomUUID } from 'node:crypto';
import { systemActor } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Database } from '#platform/data/database.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import type { OutsideStore } from '#platform/object-store/media-stores.ts';
import { StoreUnavailable, type ShopStore } from '#platform/object-store/object-store.ts';
import type { Brought, MediaKey } from './media-store.ts';
import { leftoverStory, startRemoval } from './remove-leftovers.ts';

/** Longer than anybody who brings something takes until it is written down. */
const broughtWithinMs = 3_600_000;

/**
 * Writes a file at a path of its own. What may lie there is written down before, so that a crash leaves a
 * file that is removed; that it is a picture's is written only while nobody removes it.
 */
export async function bringOutside(
  database: Database,
  { store, objects }: { store: OutsideStore; objects: ShopStore },
  { sha256, name }: MediaKey,
  bytes: Buffer,
  invocation: Invocation,
): Promise<Brought> {
  const path = `${sha256.slice(0, 2)}/${sha256}/${randomUUID()}-${name}`;
  await objects.prepare();
  // Nobody's change yet: what staff did is told with the picture.
  const byItself = { ...invocation, actor: systemActor('product') };
  await database.transaction('bring_media_file', byItself, (tx) =>
    startRemoval(tx, [{ store, path }], broughtWithinMs),
  );
  await objects.write(path, bytes);
  return {
    async keep(tx: Transaction): Promise<void> {
      const picture = await tx.first(sql`
        select from media_object where sha256 = ${sha256} for key share`);
      if (!picture) return;
      const kept = await tx.change(sql`
        insert into media_file (sha256, name, store, path, bytes)
        values (${sha256}, ${name}, ${store}, ${path}, ${bytes.length})
        on conflict (sha256, name) do nothing`);
      // Somebody else brought the same: this one is removed in time.
      if (kept === 0) return;
      const claimed = await tx.change(sql`
        delete from media_leftover where path = ${path} and not removing`);
      if (claimed === 0) throw new StoreUnavailable('a file was brought too slowly to be kept');
      tx.stories.finish(leftoverStory, path);
    },
  };
}
