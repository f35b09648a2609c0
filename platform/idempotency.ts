import { createHash } from 'node:crypto';
import type { PlatformFailure } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok, type Result } from '#kernel/result.ts';
import { json, sql } from './sql.ts';
import type { Transaction } from './transaction.ts';

interface ReplyRecord {
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
  const key = invocation.idempotencyKey;
  if (key === undefined) return { fresh: false, reply: keyRequired() };
  const record = { scope: actorScope(invocation), operation, key, bodyHash: bodyHash(input) };
  const row = await tx.first<{ locked: boolean; bodyHash: string | null; reply: Value }>(sql`
    select pg_try_advisory_xact_lock(hashtextextended(${`${record.scope}|${operation}|${key}`}, 0)) as locked,
           r.body_hash as "bodyHash", r.reply
    from (select 1) one
    left join idempotency r
      on r.actor_scope = ${record.scope} and r.operation = ${operation} and r.key = ${key}`);
  const recordedHash = row?.bodyHash ?? undefined;
  if (row && recordedHash !== undefined) {
    if (recordedHash !== record.bodyHash) return { fresh: false, reply: keyReused() };
    return { fresh: false, reply: ok(row.reply) };
  }
  return row?.locked ? { fresh: true, record } : { fresh: false, reply: keyInFlight() };
}

/** Writes the reply beside the change it tells of; both are durable or neither. */
export function recordReply(tx: Transaction, record: ReplyRecord, value: unknown): void {
  tx.last(sql`
    insert into idempotency (actor_scope, operation, key, body_hash, reply)
    values (${record.scope}, ${record.operation}, ${record.key}, ${record.bodyHash}, ${json(value ?? null)})`);
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
