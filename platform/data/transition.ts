import type { Transition } from '#kernel/states.ts';
import { joinSql, sql, sqlTerm, sqlWord, type Statement } from '../ground/sql.ts';

/**
 * The SQL of the moves that a service declares (`kernel/states.ts`). States are part of the text and no
 * values, so that PostgreSQL can use an index of those in one state.
 */

/** What `transition` is told besides the move and the row. */
export interface TransitionDetail {
  /** Further columns, e.g. `captured_minor = 5`. */
  readonly set?: Statement | undefined;
  /** A further condition. */
  readonly where?: Statement | undefined;
  /** Other rows that the statement reads, e.g. `unnest(…) as done (id, at)`. */
  readonly from?: Statement | undefined;
  /**
   * Rows that are locked before this one moves, as a `select … where … for update`; `where` knows them as
   * `held`. What another transaction is changing of them is waited for and looked at as it then is, so the
   * move is lost where they are not so any more.
   */
  readonly locks?: Statement | undefined;
  readonly returning?: Statement | undefined;
  /** `, a = b` of a story that rests in the row (`platform/resting/story-verbs.ts`). */
  readonly rests?: Statement | undefined;
}

const nothing = sql``;

/**
 * The compare-and-set of a move: it changes no row that stands elsewhere.
 * @param which the key of the row, or the condition that finds the rows
 */
export function transition(
  move: Transition,
  which: string | Statement,
  { set, where, from, locks, returning, rests }: TransitionDetail = {},
): Statement {
  const { table, key } = move.machine;
  const row = typeof which === 'string' ? sql`${sqlWord(table)}.${sqlWord(key)} = ${which}` : which;
  const held = locks ? sql`(${locks}) held` : undefined;
  const sources = [from, held].filter((source) => source !== undefined);
  return sql`
    update ${sqlWord(table)} set ${becomes(move)}${set ? sql`, ${set}` : nothing}${rests ?? nothing}
    ${sources.length > 0 ? sql`from ${joinSql(sources, ', ')}` : nothing}
    where ${row} and ${standsBefore(move, table)} ${where ? sql`and ${where}` : nothing}
    ${returning ? sql`returning ${returning}` : nothing}`;
}

/** What a move sets: the state, and what is counted and kept of every move. */
export function becomes({ to, machine }: Transition, column = machine.columns[0]!): Statement {
  const { counts, stamps, table } = machine;
  const count = counts && sqlWord(counts);
  return joinSql(
    [
      sql`${sqlWord(column)} = ${sqlTerm(to)}`,
      ...(count ? [sql`${count} = ${sqlWord(table)}.${count} + 1`] : []),
      ...(stamps ? [sql`${sqlWord(stamps)} = kontor_now()`] : []),
    ],
    ', ',
  );
}

/** As a part that compares by itself: where the move may not be made, the state stays. */
export function becomesWhereItMay(move: Transition, column = move.machine.columns[0]!): Statement {
  const { counts, table } = move.machine;
  const state = sqlWord(column);
  const moved = sql`${state} = case when ${standsBefore(move, undefined, column)}
    then ${sqlTerm(move.to)} else ${state} end`;
  const count = counts && sqlWord(counts);
  return count ? sql`${moved}, ${count} = ${sqlWord(table)}.${count} + 1` : moved;
}

/** Where other rows, or a value, say to which end of these moves each comes. */
export function becomesReported(
  moves: readonly Transition[],
  reported: Statement,
  column = moves[0]!.machine.columns[0]!,
): Statement {
  return sql`${sqlWord(column)} = ${reported}`;
}

/** Whether one of these moves leads there: `(state, told) in …`, as their table has it. */
export function standsBeforeReported(
  moves: readonly Transition[],
  reported: Statement,
  table?: string,
  column = moves[0]!.machine.columns[0]!,
): Statement {
  const pairs = moves.flatMap(({ from, to }) =>
    from.map((state) => sql`(${sqlTerm(state)}, ${sqlTerm(to)})`),
  );
  return sql`(${nameOf(column, table)}, ${reported}) in (${joinSql(pairs, ', ')})`;
}

/** The condition on which a move may be made. */
export function standsBefore(
  { from, machine }: Transition,
  table?: string,
  column = machine.columns[0]!,
): Statement {
  return sql`${nameOf(column, table)} in (${joinSql(from.map(sqlTerm), ', ')})`;
}

function nameOf(column: string, table: string | undefined): Statement {
  return table ? sql`${sqlWord(table)}.${sqlWord(column)}` : sqlWord(column);
}
