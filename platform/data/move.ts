import type { Invocation } from '#kernel/invocation.ts';
import type { AfterCommit } from './after-commit.ts';
import type { EmittedEvent } from '../events/event-types.ts';
import type { ReplyRecord } from './idempotency.ts';
import { joinSql, sql, sqlWord, type Statement } from '../ground/sql.ts';
import type { ServiceName } from '../topology.ts';
import { eventRows, finishedStory, keptReply, startedStories } from './written-along.ts';

/**
 * A compare-and-set with all that depends on it, in one statement that PostgreSQL commits by itself:
 * where it changes no row, nothing at all is written.
 */
export interface Move {
  /** An `insert` or `update … where state = …`, with `returning`. */
  readonly moved: Statement;
  /** Further parts of the statement, such as `told as (insert … select … from moved)`. */
  readonly parts?: readonly Statement[];
  readonly events?: readonly EmittedEvent[];
  /** Stories that begin; those with `wakes` false are gone on with by the writer himself. */
  readonly starts?: readonly { name: string; id: string; wakes?: boolean }[];
  readonly finishes?: readonly { name: string; id: string }[];
  /** The reply that is kept under the client's key. */
  readonly reply?: { readonly record: ReplyRecord; readonly value: unknown };
}

export const whenWon = sql`where exists (select from moved)`;
const ifWon = sql`and exists (select from moved)`;

/** `audit` is the row of a staff change, where no transaction around it writes that. */
export function moveStatement(move: Move, invocation: Invocation, audit?: Statement): Statement {
  const { moved, parts = [], events = [], starts = [], finishes = [], reply } = move;
  const scope = invocation;
  const along: Statement[] = finishes.map((story) => finishedStory(story.name, story.id, ifWon));
  if (starts.length > 0) {
    const stories = starts.map((story) => ({ ...story, scope }));
    along.push(startedStories(stories, whenWon));
  }
  if (events.length > 0) {
    const told = events.map((event) => ({ event, scope }));
    along.push(eventRows(told, invocation, whenWon));
  }
  if (reply) along.push(keptReply(reply.record, reply.value, whenWon));
  if (audit) along.push(audit);
  const named = along.map((statement, index) => sql`${alongNames[index]!} as (${statement})`);
  const all = [sql`moved as (${moved})`, ...parts, ...named];
  return sql`with ${joinSql(all, ', ')} select * from moved`;
}

/** Names cannot be values: as many as a move will ever need. */
const alongNames = Array.from({ length: 12 }, (_, index) => nameOf(index));

function nameOf(index: number): Statement {
  return sqlWord(`along_${index}`);
}

/** Wakes what the move made ready. */
export function announceMove(
  move: Move,
  service: ServiceName,
  invocation: Invocation,
  to: AfterCommit,
): void {
  if (move.events?.length) to.eventsWritten(service);
  for (const { name, id, wakes = true } of move.starts ?? []) {
    if (wakes) to.storyStarted(service, name, id, invocation);
  }
}
