import type { Database } from '../data/database.ts';
import { sql } from '../ground/sql.ts';
import type { Story } from '../resting/story.ts';
import {
  finishedStory,
  lookAtRest,
  notWokenSince,
  putOffStory,
  type RestingStory,
} from '../resting/story-rows.ts';

export type { RestingStory };

/**
 * For stories that look at the world and come to rest by what they saw: who wakes one meanwhile has
 * news for it, and then it must look once more.
 */

/** How the story rests now; undefined where it does not. */
export function lookAtStory(
  database: Database,
  story: Story,
  id: string,
): Promise<RestingStory | undefined> {
  return database.first<RestingStory>(lookAtRest(story, id));
}

/** Ends the story, unless somebody has woken it since it was seen. */
export async function finishUnlessWoken(
  database: Database,
  story: Story,
  id: string,
  seen: RestingStory | undefined,
): Promise<void> {
  await database.query(finishedStory(story, id, notWokenSince(story, seen)));
}

/** Lets the story lie for so long, unless somebody has woken it since it was seen. */
export async function putOffUnlessWoken(
  database: Database,
  story: Story,
  id: string,
  seconds: number,
  seen: RestingStory | undefined,
): Promise<void> {
  const until = sql`kontor_now() + ${seconds} * interval '1 second'`;
  await database.query(putOffStory(story, id, until, notWokenSince(story, seen)));
}
