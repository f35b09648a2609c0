import { createHash } from 'node:crypto';
import type { PlatformFailure } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok, type Result } from '#kernel/result.ts';
import { sql, type Statement } from '../ground/sql.ts';
import type { StoredForms } from '../documents/stored-forms.ts';
import type { Transaction } from './transaction.ts';
import { storedReply } from './written-along.ts';

/** What a key stands for, told twice. */
export interface RequestHashes {
  /** Of what the operation was asked for, as its contract read it. */
  readonly bodyHash: string;
  /** Of what the client sent; null where nobody said it, as the releases before did not. */
  readonly requestHash: string | null;
}

export interface ReplyRecord extends RequestHashes {
  readonly scope: string;
  readonly operation: string;
  readonly key: string;
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

export function hashesOf(input: unknown, { requestHash }: Invocation): RequestHashes {
  return { bodyHash: bodyHash(input), requestHash: requestHash ?? null };
}

/**
 * Whether a key is used for the same again. Another version reads more into the same request (a field
 * that has a default), and one that does not know what the client sent knows what it read.
 */
export function isSameRequest(asked: RequestHashes, recorded: RequestHashes): boolean {
  if (asked.requestHash !== null && asked.requestHash === recorded.requestHash) return true;
  return asked.bodyHash === recorded.bodyHash;
}

/** Undefined without a key. */
export function replyRecord(
  operation: string,
  input: unknown,
  invocation: Invocation,
): ReplyRecord | undefined {
  const key = invocation.idempotencyKey;
  if (key === undefined) return undefined;
  return { scope: actorScope(invocation), operation, key, ...hashesOf(input, invocation) };
}

/** What a key that was used before is answered with. */
function replayOf<Value>(
  record: ReplyRecord,
  recorded: { bodyHash: string | null; requestHash: string | null },
  reply: unknown,
  stored: StoredForms,
): Result<Value, PlatformFailure> | undefined {
  const { bodyHash: known, requestHash } = recorded;
  if (known === null) return undefined;
  return isSameRequest(record, { bodyHash: known, requestHash })
    ? ok(stored.reply(record.operation, reply) as Value)
    : keyReused();
}

export interface PriorUse {
  readonly priorHash: string | null;
  readonly priorRequestHash: string | null;
  readonly priorReply: unknown;
  /** Whether the read found something. */
  readonly isThere: true | null;
}

/** A read with the key's earlier use beside it, in one statement of at most one row. */
export function readWithPriorUse(record: ReplyRecord, read: Statement): Statement {
  return sql`
    select prior.body_hash as prior_hash, prior.request_hash as prior_request_hash, prior.reply as prior_reply, found.*
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
  return row && replayOf<Value>(record, priorHashes(row), row.priorReply, stored);
}

/** Whether a twin of this request has just written its reply: the next look finds it. */
export function isTwinsReply(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'idempotency_pkey';
}

function priorHashes({ priorHash, priorRequestHash }: PriorUse) {
  return { bodyHash: priorHash, requestHash: priorRequestHash };
}

interface Claimed {
  readonly locked: boolean;
  readonly bodyHash: string | null;
  readonly requestHash: string | null;
  readonly reply: unknown;
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
  const row = await tx.first<Claimed>(sql`
    select pg_try_advisory_xact_lock(hashtextextended(${`${record.scope}|${operation}|${key}`}, 0)) as locked,
           r.body_hash, r.request_hash, r.reply
    from (select 1) one
    left join idempotency r
      on r.actor_scope = ${record.scope} and r.operation = ${operation} and r.key = ${key}`);
  const prior = row && replayOf<Value>(record, row, row.reply, tx.stored);
  if (prior) return { fresh: false, reply: prior };
  return row?.locked ? { fresh: true, record } : { fresh: false, reply: keyInFlight() };
}

/** Writes the reply beside the change it tells of; both are durable or neither. */
export function recordReply(tx: Transaction, record: ReplyRecord, value: unknown): void {
  tx.last(storedReply(record, value));
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
