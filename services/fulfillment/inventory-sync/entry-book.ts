import type { Actor } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Failure } from '#kernel/result.ts';
import type { Database } from '#platform/data/database.ts';
import { becomes, standsBefore } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { answerUnder, isUnder, keptReply, keyedWith, replyInRow } from '#platform/resting/reply.ts';
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

/** In the entry of what was done; until it is told, whoever asks does the same once more. */
const entryReply = replyInRow({
  table: 'entry',
  keyOf: 'thing',
  key: { kind: 'kind', id: 'id' },
  type: 'jsonb',
});

/** By `storyIdOf`. */
export const settleStory = story({ name: 'settle_entry' });

const columns = sql`kind, id, state, attempt, input, actor, reply, failure`;

export function storyIdOf({ kind, id, attempt }: Pick<Entry, 'kind' | 'id' | 'attempt'>): string {
  return `${kind} ${id} ${attempt}`;
}

/**
 * Writes what is about to be asked of inventory, with a story that asks when the writer cannot.
 * One that is done is told as it is; one that was refused is asked again, a count with what is
 * counted now.
 */
export function openEntry(
  database: Database,
  invocation: Invocation,
  entry: { kind: EntryKind; id: string; orderId: string | null; input: object },
): Promise<Entry> {
  return database.transaction(`request_${entry.kind}`, invocation, async (tx) => {
    const keyed = keyedWith(entryReply, entry);
    const opened = await tx.first<Entry>(sql`
      insert into entry (${keyed.columns} state, order_id, input, actor)
      values (${keyed.values} 'requested', ${entry.orderId}::uuid,
              ${inputDocument.write(entry.input as never)}, ${actorDocument.write(invocation.actor)})
      on conflict (kind, id) do update set ${becomes(entryMoves.ask_again)}, attempt = entry.attempt + 1,
        failure = null, settled_at = null, actor = excluded.actor,
        input = case excluded.kind when 'count' then excluded.input else entry.input end
      where ${standsBefore(entryMoves.ask_again, 'entry')}
      returning ${columns}`);
    if (opened) {
      tx.stories.begin(settleStory, storyIdOf(opened), { wakes: false });
      return opened;
    }
    const known = await tx.first<Entry>(
      sql`select ${columns} from entry where ${isUnder(entryReply, entry)}`,
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
    sql`select ${columns} from entry where ${isUnder(entryReply, { kind, id })}`,
  );
}

/** What inventory did; undefined where it is still to be asked. */
export function replyOf(entry: Entry): { ok: true; value: object } | undefined {
  return answerUnder(entryReply, entry, entry, (value) => ({ ok: true, value: value as object }));
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
    const asked = sql`${isUnder(entryReply, entry)} and attempt = ${entry.attempt}`;
    if (settlement.state === 'done') {
      const kept = keptReply(entryReply, entry, replyDocument.write(settlement.reply as never));
      const set = sql`settled_at = kontor_now(), units = ${settlement.units}`;
      await tx.move(entryMoves.finish, asked, { set, reply: kept });
    } else {
      const failure = failureDocument.write(settlement.failure);
      const set = sql`settled_at = kontor_now(), failure = ${failure}::jsonb`;
      await tx.move(entryMoves.refuse, asked, { set });
    }
    tx.stories.finish(settleStory, storyIdOf(entry));
  });
}
