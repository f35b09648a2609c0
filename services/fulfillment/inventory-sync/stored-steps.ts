import { sql } from '#platform/ground/sql.ts';
import { settleStory } from './entry-book.ts';

/** What was asked of inventory for orders; ids as `storyIdOf` makes them. */
export const stockSteps = {
  stories: [settleStory],
  madeFor: (about: readonly string[]) => sql`
    select concat_ws(' ', kind, id, attempt) as id
    from entry where order_id = any(${about}::uuid[])`,
};
