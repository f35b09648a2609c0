import * as clock from '#kernel/clock.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import type { OutsideStore } from '#platform/object-store/media-stores.ts';
import { story } from '#platform/resting/story.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import type { MediaStore } from './media-store.ts';

export const leftoverStory = story({ name: 'remove_media_file', leaves: 'nothing' });

export interface PlacedFile {
  readonly store: OutsideStore;
  readonly path: string;
}

/** Longer than anybody reads who has just been told the path. */
const readWithinMs = 60_000;

/** Files that no picture has any more are removed, once nobody reads them. */
export async function startRemoval(
  tx: Transaction,
  files: readonly PlacedFile[],
  afterMs = readWithinMs,
): Promise<void> {
  if (files.length === 0) return;
  await tx.query(sql`
    insert into media_leftover (path, store)
    select * from unnest(${files.map(({ path }) => path)}::text[],
      ${files.map(({ store }) => store)}::text[])`);
  const at = new Date(clock.nowMs() + afterMs).toISOString();
  for (const { path } of files) tx.stories.beginLater(leftoverStory, path, at);
}

/** Removes a file that is no picture's. A store that is away is asked again until it is back. */
export function removeLeftovers(
  { database }: Pick<ServiceContext<'product'>, 'database'>,
  store: MediaStore,
): StoryShape {
  return {
    story: leftoverStory,
    async advance(path, invocation) {
      const claim = sql`
        update media_leftover set removing = true where path = ${path} returning store`;
      const [left] = await database.write<{ store: OutsideStore }>(
        'remove_media_file',
        claim,
        invocation,
      );
      if (left) await store.of(left.store).remove(path);
      await database.transaction('removed_media_file', invocation, async (tx) => {
        await tx.query(sql`delete from media_leftover where path = ${path} and removing`);
        tx.stories.finish(leftoverStory, path);
      });
    },
  };
}
