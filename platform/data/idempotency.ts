import { createHash } from 'node:crypto';
import type { PlatformFailure } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok, type Result } from '#kernel/result.ts';
import { sql, type Statement } from '../ground/sql.ts';
import type { StoredForms } from '../documents/stored-forms.ts';
import type { Transaction } from './transaction.ts';
import { keptReply } from './written-along.ts';

export interface ReplyRecord {
  readonly scope: string;
  readonly operation: string;
  readonly key: string;
  readonly bodyHash: string;
}

export type Claim<Value> =
  | { fresh: true; record: ReplyRecord }
  | { fresh: false; reply: Result<Value, PlatformFailure> };

/** Whom a key belongs to: two people may use the same one. */
export function actorScope({ actor, channel }: Invocation): string {
  return `${actor.kind}:${actor.id}:${channel}`;
}

/** Hash of a body for comparing; keys in any order are the same body. */
export function bodyHash(input: unknown): string {
  return createHash('sha256').update(canonical(input)).digest('base64url');
}

/** Undefined without a key. */
export function replyRecord(
  operation: string,
  input: unknown,
  invocation: Invocation,
): ReplyRecord | undefined {
  const key = invocation.idempotencyKey;
  if (key === undefined) return undefined;
  return { scope: actorScope(invocation), operation, key, bodyHash: bodyHash(input) };
}

/** What a key that was used before is answered with. */
function replayOf<Value>(
  record: ReplyRecord,
  recordedHash: string | null,
  reply: unknown,
  stored: StoredForms,
): Result<Value, PlatformFailure> | undefined {
  if (recordedHash === null) return undefined;
  return recordedHash === record.bodyHash
    ? ok(stored.reply(record.operation, reply) as Value)
    : keyReused();
}

export interface PriorUse {
  readonly priorHash: string | null;
  readonly priorReply: unknown;
  /** Whether the read found something. */
  readonly isThere: true | null;
}

/** A read with the key's earlier use beside it, in one statement of at most one row. */
export function readWithPriorUse(record: ReplyRecord, read: Statement): Statement {
  return sql`
    select prior.body_hash as prior_hash, prior.reply as prior_reply, found.*
    from (select 1) one
    left join idempotency prior on prior.actor_scope = ${record.scope}
      and prior.operation = ${record.operation} and prior.key = ${record.key}
    left join lateral (select true as is_there, r.* from (${read}) r) found on true`;
}

/** What such a read found under the key; undefined when the key is new. */
export function priorReply<Value>(
  record: ReplyRecord,
  row: PriorUse | undefined,
  stored: StoredForms,
): Result<Value, PlatformFailure> | undefined {
  return row && replayOf<Value>(record, row.priorHash, row.priorReply, stored);
}

/** Whether a twin of this request has just written its reply: the next look finds it. */
export function isTwinsReply(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'idempotency_pkey';
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
  const record = replyRecord(operation, input, invocation);
  if (!record) return { fresh: false, reply: keyRequired() };
  const { key } = record;
  const row = await tx.first<{ locked: boolean; bodyHash: string | null; reply: unknown }>(sql`
    select pg_try_advisory_xact_lock(hashtextextended(${`${record.scope}|${operation}|${key}`}, 0)) as locked,
           r.body_hash, r.reply
    from (select 1) one
    left join idempotency r
      on r.actor_scope = ${record.scope} and r.operation = ${operation} and r.key = ${key}`);
  const prior = row && replayOf<Value>(record, row.bodyHash, row.reply, tx.stored);
  if (prior) return { fresh: false, reply: prior };
  return row?.locked ? { fresh: true, record } : { fresh: false, reply: keyInFlight() };
}

/** Writes the reply beside the change it tells of; both are durable or neither. */
export function recordReply(tx: Transaction, record: ReplyRecord, value: unknown): void {
  tx.last(keptReply(record, value));
}

export function keyRequired() {
  return fail(
    'idempotency_key_required',
    'Send an Idempotency-Key header: a new random value for each thing you want done.',
  );
}

export function keyReused() {
  return fail(
    'idempotency_key_reused',
    'This Idempotency-Key was used with another body. Use a new key for a new request.',
  );
}

export function keyInFlight() {
  return fail(
    'idempotency_key_in_flight',
    'The first request with this Idempotency-Key is still running. Wait and send it again.',
  );
}

function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`;
}
