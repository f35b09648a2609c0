import type { Invocation } from '#kernel/invocation.ts';
import type { Transition } from '#kernel/states.ts';
import type { AfterCommit } from './after-commit.ts';
import type { EmittedEvent } from '../events/event-types.ts';
import { joinSql, sql, sqlWord, type Statement } from '../ground/sql.ts';
import type { ServiceName } from '../topology.ts';
import type { KeptReply } from '../resting/reply.ts';
import { withStories, type StoryVerbs } from '../resting/story-verbs.ts';
import { transition, type TransitionDetail } from './transition.ts';
import { eventRows } from './written-along.ts';

/** What is written with a change, and only with it. */
interface WrittenWith extends StoryVerbs {
  /** Further parts of the statement, such as `told as (insert … select … from moved)`. */
  readonly parts?: readonly Statement[];
  readonly events?: readonly EmittedEvent[];
  /** The reply that is told again from now on. */
  readonly reply?: KeptReply;
}

/**
 * A compare-and-set with all that depends on it, in one statement that PostgreSQL commits by itself:
 * where it changes no row, nothing at all is written.
 */
export interface Change extends WrittenWith {
  /**
   * An `insert`, or an `update` that compares, with `returning`. Where a story or the reply of the
   * change rests in the very row that is updated, this takes what they set, and puts it behind its own.
   */
  readonly moved: Statement | ((rests: Statement) => Statement);
}

/** Of a move that a table of states declares. */
export type MoveDetail = Omit<TransitionDetail, 'rests'> & WrittenWith;

/** Of one row, by its key or the condition that finds it; gives the key unless told otherwise. */
export function changeBy(
  move: Transition,
  which: string | Statement,
  { set, where, from, locks, returning, ...written }: MoveDetail = {},
): Change {
  const row = returning ?? sql`${sqlWord(move.machine.table)}.${sqlWord(move.machine.key)}`;
  return {
    moved: (rests) => transition(move, which, { set, where, from, locks, returning: row, rests }),
    ...written,
  };
}

const won = sql`exists (select from moved)`;
export const whenWon = sql`where ${won}`;

/** `audit` is the row of a staff change, where no transaction around it writes that. */
export function changeStatement(
  change: Change,
  invocation: Invocation,
  audit?: Statement,
): Statement {
  const { parts = [], events = [], reply } = change;
  const whole = withReply(change.moved, reply?.set);
  const { moved, along } = withStories(whole, change, invocation, won);
  if (events.length > 0) {
    const reported = events.map((event) => ({ event, scope: invocation }));
    along.push(eventRows(reported, invocation, whenWon));
  }
  if (reply?.row) along.push(reply.row(whenWon));
  if (audit) along.push(audit);
  const named = along.map((statement, index) => sql`${alongNames[index]!} as (${statement})`);
  const all = [sql`moved as (${moved})`, ...parts, ...named];
  return sql`with ${joinSql(all, ', ')} select * from moved`;
}

/** A reply that rests in the moved row goes before what its stories set there. */
function withReply(moved: Change['moved'], set: Statement | undefined): Change['moved'] {
  if (!set) return moved;
  if (typeof moved !== 'function')
    throw new Error(`'moved' must take what its reply sets in its row`);
  return (rests) => moved(sql`${set}${rests}`);
}

/** Names cannot be values: as many as a move will ever need. */
const alongNames = Array.from({ length: 12 }, (_, index) => nameOf(index));

function nameOf(index: number): Statement {
  return sqlWord(`along_${index}`);
}

/** Wakes what the change made ready. */
export function announceChange(
  change: Change,
  service: ServiceName,
  invocation: Invocation,
  to: AfterCommit,
): void {
  if (change.events?.length) to.eventsWritten(service);
  for (const { story, id, wakes = true } of change.starts ?? []) {
    if (wakes) to.storyStarted(service, story.name, id, invocation);
  }
  for (const { story, id } of change.restarts ?? []) {
    to.storyStarted(service, story.name, id, invocation);
  }
}
