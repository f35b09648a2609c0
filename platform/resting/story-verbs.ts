import { joinSql, sql, type Statement } from '../ground/sql.ts';
import type { Story } from './story.ts';
import {
  begunColumns,
  begunStories,
  finishedColumns,
  finishedStory,
  heldColumns,
  heldStory,
  restartedColumns,
  restartedStories,
  type Scope,
} from './story-rows.ts';

export interface StoryOf {
  readonly story: Story;
  readonly id: string;
}

/** What becomes of long stories with a move. */
export interface StoryVerbs {
  /** Stories that begin; those with `wakes` false are gone on with by the writer himself. */
  readonly starts?: readonly (StoryOf & { readonly wakes?: boolean })[];
  /** Stories that begin anew, also those that were over or held. */
  readonly restarts?: readonly StoryOf[];
  readonly finishes?: readonly StoryOf[];
  /** Stories that are laid aside, each for one of the reasons that it declares. */
  readonly holds?: readonly (StoryOf & { readonly code: string })[];
}

/**
 * The statement of a move's own row, and what its stories need beside it. A story that rests in that
 * very row goes into what the statement sets, which `moved` then takes as a function.
 */
export function withStories(
  moved: Statement | ((rests: Statement) => Statement),
  { starts = [], restarts = [], finishes = [], holds = [] }: StoryVerbs,
  scope: Scope,
  onlyIf: Statement,
): { moved: Statement; along: Statement[] } {
  const names = namesTable(moved, [...starts, ...restarts, ...finishes, ...holds]);
  const isInside = ({ story: { restsIn } }: StoryOf) =>
    restsIn !== 'own row' && names(restsIn.table);
  const isBeside = (one: StoryOf) => !isInside(one);
  const begun = ({ story, id }: StoryOf) => ({ story, id, scope });
  const sets = [
    ...starts.filter(isInside).map(({ story }) => begunColumns(story, scope)),
    ...restarts.filter(isInside).map(({ story }) => restartedColumns(story, scope)),
    ...finishes.filter(isInside).map(({ story }) => finishedColumns(story)),
    ...holds.filter(isInside).map(({ story, code }) => heldColumns(story, code)),
  ];
  const along = [
    ...finishes.filter(isBeside).map(({ story, id }) => finishedStory(story, id, onlyIf)),
    ...holds.filter(isBeside).map(({ story, id, code }) => heldStory(story, id, code, onlyIf)),
    ...begunStories(starts.filter(isBeside).map(begun), onlyIf),
    ...restartedStories(restarts.filter(isBeside).map(begun), onlyIf),
  ];
  if (typeof moved === 'function') {
    return { moved: moved(sets.length === 0 ? nothing : sql`, ${joinSql(sets, ', ')}`), along };
  }
  // PostgreSQL writes a row once a statement: the second write of it would be lost without a word.
  if (sets.length > 0) throw new Error(`'moved' must take what its stories set in its row`);
  return { moved, along };
}

const nothing = sql``;

/** Tells whether the statement of the moved row names a table; it is read only where a story may rest there. */
function namesTable(
  moved: Statement | ((rests: Statement) => Statement),
  stories: readonly StoryOf[],
): (table: string) => boolean {
  if (stories.every(({ story }) => story.restsIn === 'own row')) return () => false;
  const { text } = typeof moved === 'function' ? moved(nothing) : moved;
  return (table) => new RegExp(`\\b${table}\\b`).test(text);
}
