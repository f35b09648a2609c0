import type { Actor } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Failure } from '#kernel/result.ts';
import type { Database } from '#platform/data/database.ts';
import { becomes, standsBefore, transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { story } from '#platform/resting/story.ts';
import { entryMoves, type EntryState } from './entry-states.ts';
import {
  actorDocument,
  failureDocument,
  inputDocument,
  replyDocument,
} from './stored/documents.ts';

export type EntryKind = 'departure' | 'release' | 'receipt' | 'count';

export interface Entry {
  readonly kind: EntryKind;
  readonly id: string;
  readonly state: EntryState;
  readonly attempt: number;
  readonly input: unknown;
  readonly actor: Actor;
  readonly reply: unknown;
  readonly failure: Failure | null;
}

/** By `storyIdOf`. */
export const settleStory = story({ name: 'settle_entry' });

const columns = sql`kind, id, state, attempt, input, actor, reply, failure`;

export function storyIdOf({ kind, id, attempt }: Pick<Entry, 'kind' | 'id' | 'attempt'>): string {
  return `${kind} ${id} ${attempt}`;
}

/**
 * Writes what is about to be asked of inventory, with a story that asks when the writer cannot.
 * One that is done is told as it is; one that was refused is asked again.
 */
export function openEntry(
  database: Database,
  invocation: Invocation,
  entry: { kind: EntryKind; id: string; orderId: string | null; input: object },
): Promise<Entry> {
  return database.transaction(`request_${entry.kind}`, invocation, async (tx) => {
    const opened = await tx.first<Entry>(sql`
      insert into entry (kind, id, state, order_id, input, actor)
      values (${entry.kind}, ${entry.id}::uuid, 'requested', ${entry.orderId}::uuid,
              ${inputDocument.write(entry.input as never)}, ${actorDocument.write(invocation.actor)})
      on conflict (kind, id) do update set ${becomes(entryMoves.ask_again)}, attempt = entry.attempt + 1,
        failure = null, settled_at = null, actor = excluded.actor
      where ${standsBefore(entryMoves.ask_again, 'entry')}
      returning ${columns}`);
    if (opened) {
      tx.stories.begin(settleStory, storyIdOf(opened), { wakes: false });
      return opened;
    }
    const known = await tx.first<Entry>(
      sql`select ${columns} from entry where kind = ${entry.kind} and id = ${entry.id}::uuid`,
    );
    return known!;
  });
}

export function readEntry(
  database: Database,
  kind: string,
  id: string,
): Promise<Entry | undefined> {
  return database.first<Entry>(
    sql`select ${columns} from entry where kind = ${kind} and id = ${id}::uuid`,
  );
}

export type Settlement =
  | { readonly state: 'done'; readonly reply: object; readonly units: number }
  | { readonly state: 'refused'; readonly failure: Failure };

/** Records inventory's answer and ends the story. Two who asked have had the same answer. */
export function settleEntry(
  database: Database,
  invocation: Invocation,
  entry: Entry,
  settlement: Settlement,
): Promise<void> {
  return database.transaction(`settle_${entry.kind}`, invocation, async (tx) => {
    const isDone = settlement.state === 'done';
    const move = isDone ? entryMoves.finish : entryMoves.refuse;
    const asked = sql`
      kind = ${entry.kind} and id = ${entry.id}::uuid and attempt = ${entry.attempt}`;
    const set = sql`
        settled_at = kontor_now(),
        reply = ${isDone ? replyDocument.write(settlement.reply as never) : null}::jsonb,
        units = ${isDone ? settlement.units : null}::int,
        failure = ${isDone ? null : failureDocument.write(settlement.failure)}::jsonb`;
    await tx.change(transition(move, asked, { set }));
    tx.stories.finish(settleStory, storyIdOf(entry));
  });
}
