import { sql, sqlWord, type Statement } from '../ground/sql.ts';
import {
  begunColumns,
  finishedColumns,
  isRowOf,
  leased,
  tableOf,
  type Scope,
} from './story-rows.ts';
import { columnsOf, type Story } from './story.ts';

/**
 * What becomes of a story in a statement that a service composes itself. Both go into it, and one of
 * them is empty: `columns` and `values`, or `set`, beside those of the row that is written, for a
 * story that rests in it; `part` as a part of its own, for one that rests elsewhere.
 */
export interface StoryPart {
  /** `, a, b` after the columns of an `insert`. */
  readonly columns: Statement;
  /** `, 1, 2` after its values. */
  readonly values: Statement;
  /** `, a = 1, b = 2` after what an `update` sets. */
  readonly set: Statement;
  /** Follows `name as (`. */
  readonly part: Statement;
}

/** The part of the statement whose row the story belongs to. */
export interface Beside {
  readonly from: string;
  /** The story's id, as that part returns it. */
  readonly id: string;
  /** A further condition, of the columns that it returns. */
  readonly where?: Statement;
}

const empty = sql``;
const elsewhere = { columns: empty, values: empty, set: empty };
const itself = { part: sql`select` };

/** Begins, or wakes, the story of each row of `from`; leased to who writes it. */
export function beginsWith(story: Story, { from, id }: Beside, scope: Scope): StoryPart {
  const { channel, locale, traceparent } = scope;
  if (story.restsIn === 'own row') {
    const row = sqlWord(from);
    const part = sql`
      insert into story (name, id, channel, locale, traceparent, next_attempt_at)
      select ${story.name}, ${row}.${sqlWord(id)}::text, ${channel}, ${locale}, ${traceparent},
             ${leased}
      from ${row}
      on conflict (name, id) do update set next_attempt_at = excluded.next_attempt_at
      where story.state = 'open'`;
    return { ...elsewhere, part };
  }
  const c = columnsOf(story);
  return {
    ...itself,
    columns: sql`
      , ${c.state}, ${c.attempts}, ${c.next_attempt_at}, ${c.channel}, ${c.locale}, ${c.traceparent},
      ${c.created_at}`,
    values: sql`
      , 'open', 0, ${leased}, ${channel}::text, ${locale}::text, ${traceparent}::text, kontor_now()`,
    set: sql`, ${begunColumns(story, scope)}`,
  };
}

/**
 * Ends the story of each row of `from`. One that was put off for longer than a lease waits for
 * something else, and is left to end itself.
 */
export function finishesWith(story: Story, { from, id, where }: Beside): StoryPart {
  const dueSoon = sql`${columnsOf(story).next_attempt_at} <= ${leased}`;
  if (story.restsIn !== 'own row') {
    if (where) throw new Error(`${story.name} rests in its row: say there when it is over`);
    return { ...itself, columns: empty, values: empty, set: sql`, ${finishedColumns(story)}` };
  }
  const row = sqlWord(from);
  const isRow = isRowOf(story, sql`${row}.${sqlWord(id)}::text`);
  const condition = sql`${isRow} and ${dueSoon} ${where ? sql`and ${where}` : empty}`;
  const part =
    story.leaves === 'nothing'
      ? sql`delete from story using ${row} where ${condition}`
      : sql`update story set ${finishedColumns(story)} from ${row}
            where ${condition} and story.state <> 'finished'`;
  return { ...elsewhere, part };
}

/** Selects `id` of those that are held for a reason, as an earlier version wrote it too. */
export function idsHeldAs<Code extends string>(story: Story<Code>, code: Code): Statement {
  const { restsIn, holds, name } = story;
  const c = columnsOf(story);
  const { words, wordsBefore = [] } = holds[code];
  const isOwn = restsIn === 'own row';
  return sql`
    select ${isOwn ? sql`id` : sql`${sqlWord(restsIn.id)}::text as id`} from ${tableOf(story)}
    where ${isOwn ? sql`name = ${name}` : sql`true`} and ${c.state} = 'held'
      and (${c.held_as} = ${code}
        or ${c.held_as} is null and ${c.last_error} = any(${[words, ...wordsBefore]}::text[]))`;
}
