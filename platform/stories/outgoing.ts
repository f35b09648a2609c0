import type { z } from 'zod';
import type { outgoingShape } from '#contracts/every-service/outgoing.ts';
import type { Actor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok, type Failed } from '#kernel/result.ts';
import { stateConflict, states } from '#kernel/states.ts';
import type { Outdated } from '../calls/service.ts';
import type { Database } from '../data/database.ts';
import type { Transaction } from '../data/transaction.ts';
import { sql, type Statement } from '../ground/sql.ts';
import { story } from '../resting/story.ts';
import type { StoryShape } from './stories.ts';

/**
 * What goes outside and was asked to wait: a row `outgoing` in the schema of the service that owns
 * the command, and a story that starts it when its time has come. Start and undo are two moves from
 * one state, so that one of them wins; who closes the page, or kills the process, changes nothing.
 * The service's migration makes the table.
 */

export type OutgoingView = z.output<typeof outgoingShape>;
type Kind = OutgoingView['kind'];

/** `refuse`: when its time came it could not be done any more. */
export const outgoingMoves = states(
  'outgoing',
  {
    table: 'outgoing',
    counts: 'version',
    stamps: 'ended_at',
    states: ['waiting', 'started', 'undone', 'refused'],
    first: 'waiting',
  },
  {
    start: ['waiting', '→', 'started'],
    undo: ['waiting', '→', 'undone'],
    refuse: ['started', '→', 'refused'],
  },
);

/** By the id of what waits. */
export const outgoingStory = story({ name: 'start_outgoing' });

/** What was asked for, as it waits. */
export interface HeldBack {
  /** Of the refund, the message: what it makes bears this id, so that it is made once. */
  readonly id: string;
  readonly kind: Kind;
  readonly subjectId: string;
  /** Whose rights count for it. */
  readonly channel: string;
  /** A reason, or what is to be sent. */
  readonly words?: string;
  readonly amountMinor?: number;
  readonly currency?: string;
}

export interface Outgoing {
  readonly id: string;
  readonly kind: Kind;
  readonly subjectId: string;
  /** Null of what has ended. */
  readonly words: string | null;
  readonly askedBy: string;
}

const columns = sql`
  outgoing.id as outgoing_id, outgoing.kind, outgoing.subject_id, outgoing.state, outgoing.version,
  outgoing.asked_by, outgoing.asked_at, outgoing.starts_at, outgoing.amount_minor,
  outgoing.currency, outgoing.words, outgoing.refusal`;

/** As `OutgoingView`, in one value. */
export const outgoingDocument = sql`
  jsonb_build_object('outgoingId', outgoing.id, 'kind', outgoing.kind,
    'subjectId', outgoing.subject_id, 'state', outgoing.state, 'version', outgoing.version,
    'askedBy', outgoing.asked_by, 'askedAt', ${asTimestamp(sql`outgoing.asked_at`)},
    'startsAt', ${asTimestamp(sql`outgoing.starts_at`)}, 'amountMinor', outgoing.amount_minor,
    'currency', outgoing.currency,
    'words', outgoing.words, 'refusal', outgoing.refusal)`;

/** A moment too early costs a look that changes nothing, and then the sweep comes within five seconds. */
const timerLateMs = 30;

/** Lets it wait for so long, in the transaction that made sure that it can be done. */
export async function holdBack(
  { database }: { readonly database: Database },
  tx: Transaction,
  held: HeldBack,
  waitSeconds: number,
): Promise<OutgoingView> {
  const { id, kind, subjectId, channel, words = null, amountMinor = null, currency = null } = held;
  const { actor } = tx.invocation;
  const startsAt = new Date(clock.nowMs() + waitSeconds * 1_000).toISOString();
  const row = await tx.first<OutgoingView>(sql`
    insert into outgoing (id, kind, subject_id, channel, words, amount_minor, currency, asked_by,
                          starts_at)
    values (${id}, ${kind}, ${subjectId}, ${channel}, ${words}, ${amountMinor}::bigint, ${currency},
            ${actor.id}, ${startsAt}::timestamptz)
    returning ${columns}`);
  tx.stories.beginLater(outgoingStory, id, startsAt);
  wakeLater(database, tx, id, waitSeconds * 1_000);
  return row!;
}

function wakeLater(database: Database, tx: Transaction, id: string, inMs: number): void {
  const { channel, locale, traceparent } = tx.invocation;
  const scope = { channel, locale, traceparent };
  tx.afterwards(() => {
    const start = () =>
      database.afterCommit.storyStarted(database.service, outgoingStory.name, id, scope);
    setTimeout(start, Math.max(0, inMs) + timerLateMs).unref();
  });
}

/** Does what waited, in the transaction in which it was started; a failure changes nothing of it. */
export type Start = (tx: Transaction, outgoing: Outgoing) => Promise<Failed | undefined>;

/** @param starts by kind; what is refused is kept with why, for whoever asked for it */
export function startOutgoing(
  { database }: { readonly database: Database },
  starts: Readonly<Partial<Record<Kind, Start>>>,
): StoryShape {
  return {
    story: outgoingStory,
    async advance(id, invocation) {
      await database.transaction('start_outgoing', invocation, async (tx) => {
        const outgoing = await tx.move<Outgoing>(outgoingMoves.start, id, {
          where: sql`starts_at <= kontor_now()`,
          returning: sql`id, kind, subject_id, words, asked_by`,
        });
        if (!outgoing) {
          const [row] = await tx.query<{ state: string; leftMs: number }>(sql`
            select state, ceil(extract(epoch from starts_at - kontor_now()) * 1000)::int as left_ms
            from outgoing where id = ${id}`);
          if (row?.state !== 'waiting') return tx.stories.finish(outgoingStory, id);
          // Woken before its time, as after a restart: it lies until then, not until a lease ends.
          const itsTime = sql`(select starts_at from outgoing where outgoing.id = ${id})`;
          await tx.stories.putOff(outgoingStory, id, itsTime);
          wakeLater(database, tx, id, row.leftMs);
          return;
        }
        const start = starts[outgoing.kind];
        if (!start) throw new Error(`nobody starts what waits as ${outgoing.kind}`);
        const refused = await start(tx, outgoing);
        // What somebody wrote is theirs again where it was refused; otherwise it is kept where it went.
        if (refused) {
          await tx.move(outgoingMoves.refuse, id, { set: sql`refusal = ${refused.failure.code}` });
        } else tx.last(sql`update outgoing set words = null where id = ${id}`);
        tx.stories.finish(outgoingStory, id);
      });
    },
  };
}

/** What an undo takes back besides. */
export type Undone = (tx: Transaction, outgoing: Outgoing) => Promise<void>;

interface UndoInput {
  readonly outgoingId: string;
  readonly expectedVersion?: number | undefined;
}

/**
 * Takes back what waits. Who comes after the start is told so; who undoes twice is told the same, with
 * what was written, which is theirs again.
 */
export function undoOutgoing(
  { database }: { readonly database: Database },
  operation: string,
  kind: Kind,
  undone: Undone = async () => {},
) {
  return async ({ outgoingId, expectedVersion }: UndoInput, invocation: Invocation) =>
    database.transaction(operation, invocation, async (tx) => {
      const mine = sql`kind = ${kind} and ${inChannelsOf(invocation.actor)}`;
      const isExpected =
        expectedVersion === undefined ? sql`true` : sql`version = ${expectedVersion}`;
      const row = await tx.move<OutgoingView & Outgoing>(outgoingMoves.undo, outgoingId, {
        where: sql`${mine} and ${isExpected}`,
        returning: sql`${columns}, outgoing.id`,
      });
      if (!row) {
        const there = await tx.first<OutgoingView>(
          sql`select ${columns} from outgoing where id = ${outgoingId} and ${mine}`,
        );
        if (!there) {
          return fail('outgoing_not_found', 'Nothing of this id waits, or waited, to go out.');
        }
        const { state, version } = there;
        if (state === 'undone') {
          tx.audit({ subject: subjectOf(there), after: { undoneBefore: outgoingId } });
          return ok(there);
        }
        if (state !== 'waiting') {
          const message = 'It is too late to undo it: its time had come.';
          return stateConflict(outgoingMoves, state, message);
        }
        return fail('version_conflict', 'It was changed meanwhile. Read it again.', { version });
      }
      const { id, ...view } = row;
      await undone(tx, row);
      tx.stories.finish(outgoingStory, id);
      const { amountMinor, currency } = view;
      const amount = amountMinor === null ? {} : { amountMinor, currency };
      tx.audit({ subject: subjectOf(view), after: { undone: id, ...amount } });
      return ok(view);
    });
}

/** As audit rows name what is waited of. */
const subjects: Readonly<Record<Kind, string>> = {
  refund: 'order',
  cancellation: 'order',
  message: 'message',
  answer: 'ticket',
};

function subjectOf({ kind, subjectId }: Pick<OutgoingView, 'kind' | 'subjectId'>): string {
  return `${subjects[kind]}:${subjectId}`;
}

/**
 * What was written is kept for a day after it was refused or undone, what became of it as long as stories. Some
 * rows a service may need for good.
 */
export function outdatedOutgoing(needed: Statement = sql`false`): Outdated {
  return (retention, rows) => {
    const endedBefore = (seconds: number) =>
      sql`ended_at < (select kontor_now()) - ${seconds} * interval '1 second'`;
    return [
      sql`
        update outgoing set words = null where id in (
          select id from outgoing
          where words is not null and state <> 'waiting' and ${endedBefore(wordsKeptSeconds)}
          limit ${rows} for update skip locked)
        returning 1`,
      sql`
        delete from outgoing where id in (
          select id from outgoing
          where state <> 'waiting' and not (${needed}) and ${endedBefore(retention.stories)}
          limit ${rows} for update skip locked)
        returning 1`,
    ];
  };
}

const wordsKeptSeconds = 86_400;

/** What waits of a thing, and what could not be done in the last hour; or what the asker asked for. */
export function listOutgoing({ database }: { readonly database: Database }) {
  return async ({ subjectId }: { subjectId?: string | undefined }, invocation: Invocation) => {
    const { actor } = invocation;
    const isMeant =
      subjectId === undefined ? sql`asked_by = ${actor.id}` : sql`subject_id = ${subjectId}`;
    const items = await database.query<OutgoingView>(
      sql`
        select ${columns} from outgoing
        where (state = 'waiting'
            or state = 'refused' and ended_at > kontor_now() - interval '1 hour')
          and ${isMeant} and ${inChannelsOf(actor)}
        order by starts_at, id limit 100`,
      invocation,
    );
    return ok({ items, nextCursor: null });
  };
}

/** Refuses to begin what another thing that waits would come between. */
export async function refuseWhileWaiting(
  tx: Transaction,
  subjectId: string,
  kinds: readonly Kind[],
) {
  const [row] = await tx.query<OutgoingView>(sql`
    select ${columns} from outgoing
    where subject_id = ${subjectId} and state = 'waiting' and kind = any(${[...kinds]}::text[])
    order by starts_at limit 1`);
  if (!row) return undefined;
  const { outgoingId, kind, startsAt } = row;
  const message = `A ${kind} of it waits to go out: undo it, or let it go out first.`;
  return fail('outgoing_waits', message, { outgoingId, kind, startsAt });
}

/** As the contracts write a moment, within a document. */
function asTimestamp(moment: Statement): Statement {
  return sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function inChannelsOf({ channels }: Actor): Statement {
  return channels === '*' ? sql`true` : sql`channel = any(${channels}::text[])`;
}
