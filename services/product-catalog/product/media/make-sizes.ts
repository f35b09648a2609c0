import { widthsOf, type MediaType } from '#kernel/media/media-address.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { story } from '#platform/resting/story.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Sizes } from './read-media-part.ts';

const sizesStory = story({ name: 'make_sizes', leaves: 'nothing' });

/** Sizes are there before the first visitor asks: no page waits for its pictures, or is told to come back. */
export function startSizes(tx: Transaction, sha256: string): void {
  tx.stories.begin(sizesStory, sha256);
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
