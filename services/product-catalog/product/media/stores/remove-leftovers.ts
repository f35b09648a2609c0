import * as clock from '#kernel/clock.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import type { OutsideStore } from '#platform/object-store/media-stores.ts';
import { idsHeldAs } from '#platform/resting/story-parts.ts';
import { story } from '#platform/resting/story.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import type { MediaStore } from './media-store.ts';

/** A day or so: a store that is away for longer, a person looks at. */
const triesAtMost = 300;

export const leftoverStory = story({
  name: 'remove_media_file',
  leaves: 'nothing',
  holds: {
    /** `moveMedia` reopens it. */
    not_removed: { words: 'a file that no picture has any more could not be removed' },
  },
  givesUp: { after: triesAtMost, heldAs: 'not_removed' },
});

export interface PlacedFile {
  readonly store: OutsideStore;
  readonly path: string;
}

/** Longer than anybody reads who has just been told the path. */
const readWithinMs = 60_000;
const forgottenAtOnce = 100;

/** Files that no picture has any more are removed, once nobody reads them. */
export async function startRemoval(
  tx: Transaction,
  files: readonly PlacedFile[],
  afterMs = readWithinMs,
): Promise<void> {
  if (files.length === 0) return;
  await tx.query(sql`
    insert into media_leftover (path, store, begun)
    select *, true from unnest(${files.map(({ path }) => path)}::text[],
      ${files.map(({ store }) => store)}::text[])
    on conflict (path) do update set begun = true`);
  const at = new Date(clock.nowMs() + afterMs).toISOString();
  for (const { path } of files) tx.stories.beginLater(leftoverStory, path, at);
}

/** Of those that a release took away which does not know of files. */
async function startForgotten(tx: Transaction): Promise<void> {
  const files = await tx.query<PlacedFile>(sql`
    select store, path from media_leftover where not begun
    order by path limit ${forgottenAtOnce} for update skip locked`);
  await startRemoval(tx, files);
}

/** What was held because a store did not do it is tried again. */
export async function reopenRemovals(tx: Transaction): Promise<void> {
  const held = await tx.query<{ id: string }>(idsHeldAs(leftoverStory, 'not_removed'));
  const ids = held.map(({ id }) => id);
  if (ids.length > 0) await tx.stories.reopen(leftoverStory, ids, 'not_removed');
  await startForgotten(tx);
}

/** Removes a file that is no picture's. A store that is away is asked again for a day. */
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
        await startForgotten(tx);
      });
    },
  };
}
