import type { PlatformFailure } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok, type Result } from '#kernel/result.ts';
import type { StoredForms } from '../documents/stored-forms.ts';
import { json, sql, type Statement } from '../ground/sql.ts';
import {
  answerUnder,
  keptReply,
  recordedUnder,
  replyInOwnRow,
  type KeptReply,
} from '../resting/reply.ts';
import { keyInFlight, keyRequired, requestKey, type RequestKey } from '../resting/request-key.ts';
import type { Transaction } from './transaction.ts';

/** Replies of commands in rows of their own: claimed in a transaction, or read beside what a move depends on. */

export type Claim<Value> =
  | { fresh: true; record: RequestKey }
  | { fresh: false; reply: Result<Value, PlatformFailure> };

/** As a look finds it: without a hash there is nothing. */
interface Found {
  readonly bodyHash: string | null;
  readonly requestHash: string | null;
  readonly reply: unknown;
}

/** What a key that was used before is answered with. */
function replayOf<Value>(
  record: RequestKey,
  { bodyHash, requestHash, reply }: Found,
  stored: StoredForms,
): Result<Value, PlatformFailure> | undefined {
  if (bodyHash === null) return undefined;
  const tell = (known: unknown) => ok(stored.reply(record.operation, known) as Value);
  return answerUnder(replyInOwnRow, record, { bodyHash, requestHash, reply }, tell);
}

export interface PriorUse {
  readonly priorHash: string | null;
  readonly priorRequestHash: string | null;
  readonly priorReply: unknown;
  /** Whether the read found something. */
  readonly isThere: true | null;
}

/** A read with the key's earlier use beside it, in one statement of at most one row. */
export function readWithPriorUse(record: RequestKey, read: Statement): Statement {
  return sql`
    select prior.body_hash as prior_hash, prior.request_hash as prior_request_hash, prior.reply as prior_reply, found.*
    from (select 1) one
    left join (${recordedUnder(replyInOwnRow, record)}) prior on true
    left join lateral (select true as is_there, r.* from (${read}) r) found on true`;
}

/** What such a read found under the key; undefined when the key is new. */
export function priorReply<Value>(
  record: RequestKey,
  row: PriorUse | undefined,
  stored: StoredForms,
): Result<Value, PlatformFailure> | undefined {
  return row && replayOf<Value>(record, priorOf(row), stored);
}

/** Whether a twin of this request has just written its reply: the next look finds it. */
export function isTwinsReply(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'idempotency_pkey';
}

function priorOf({ priorHash, priorRequestHash, priorReply: reply }: PriorUse): Found {
  return { bodyHash: priorHash, requestHash: priorRequestHash, reply };
}

interface Claimed extends Found {
  readonly locked: boolean;
}

/**
 * Takes the key for this transaction (an advisory lock that ends with it) and looks for a recorded
 * reply, in one statement. The primary key guards what the lock cannot see.
 */
export async function claimIdempotencyKey<Value>(
  tx: Transaction,
  operation: string,
  input: unknown,
  invocation: Invocation,
): Promise<Claim<Value>> {
  const record = requestKey(operation, input, invocation);
  if (!record) return { fresh: false, reply: keyRequired() };
  const { key } = record;
  const row = await tx.first<Claimed>(sql`
    select pg_try_advisory_xact_lock(hashtextextended(${`${record.scope}|${operation}|${key}`}, 0)) as locked,
           r.body_hash, r.request_hash, r.reply
    from (select 1) one
    left join (${recordedUnder(replyInOwnRow, record)}) r on true`);
  const prior = row && replayOf<Value>(record, row, tx.stored);
  if (prior) return { fresh: false, reply: prior };
  return row?.locked ? { fresh: true, record } : { fresh: false, reply: keyInFlight() };
}

/** Writes the reply beside the change it tells of; both are durable or neither. */
export function recordReply(tx: Transaction, record: RequestKey, value: unknown): void {
  const { row } = keptUnderKey(record, value);
  if (row) tx.last(row());
}

/** The reply of a command as it is kept. */
export function keptUnderKey(record: RequestKey, value: unknown): KeptReply {
  return keptReply(replyInOwnRow, record, json(value ?? null));
}
