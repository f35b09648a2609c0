import { widthsOf, type MediaType } from '#kernel/media/media-address.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { idsHeldAs } from '#platform/resting/story-parts.ts';
import { story } from '#platform/resting/story.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Sizes } from './read-media-part.ts';

/** Two hours or so: a picture that is not to be had for longer, a person looks at. */
const triesAtMost = 30;

const sizesStory = story({
  name: 'make_sizes',
  leaves: 'nothing',
  holds: {
    /** `moveMedia` and an upload of the same picture reopen it. */
    not_made: { words: 'sizes of a picture could not be made' },
  },
  givesUp: { after: triesAtMost, heldAs: 'not_made' },
});

/** Sizes are there before the first visitor asks: no page waits for its pictures, or is told to come back. */
export function startSizes(tx: Transaction, sha256: string): void {
  tx.stories.restart(sizesStory, sha256);
}

/** What was held because pictures were not to be had is tried again. */
export async function reopenSizes(tx: Transaction): Promise<void> {
  const held = await tx.query<{ id: string }>(idsHeldAs(sizesStory, 'not_made'));
  const ids = held.map(({ id }) => id);
  if (ids.length > 0) await tx.stories.reopen(sizesStory, ids, 'not_made');
}

/** One after the other, behind those that somebody waits for. What is there already is not made again. */
export function makeSizes(sizes: Sizes): StoryShape {
  const { database } = sizes.keeping;
  return {
    story: sizesStory,
    async advance(sha256, invocation) {
      const picture = await database.first<{ type: MediaType; width: number; made: string[] }>(
        sql`
          select o.type, o.width,
            array(select b.name from media_body b where b.sha256 = o.sha256
              union all select f.name from media_file f where f.sha256 = o.sha256) as made
          from media_object o where o.sha256 = ${sha256}`,
        invocation,
      );
      for (const width of picture ? widthsOf(picture) : []) {
        if (picture!.made.includes(`${width}.webp`)) continue;
        await sizes.make(sha256, { kind: 'size', width, format: 'webp' }, invocation, false);
      }
      await database.transaction('make_sizes', invocation, async (tx) =>
        tx.stories.finish(sizesStory, sha256),
      );
    },
  };
}
