import { hash } from 'node:crypto';
import type { Invocation } from '#kernel/invocation.ts';
import { fail } from '#kernel/result.ts';

/** What a key stands for, told twice. */
export interface RequestHashes {
  /** Of what the operation was asked for, as its contract read it. */
  readonly bodyHash: string;
  /** Of what the client sent; null where nobody said it, as the releases before did not. */
  readonly requestHash: string | null;
}

/** A client's key, and what it used it for. */
export interface RequestKey extends RequestHashes {
  readonly scope: string;
  readonly operation: string;
  readonly key: string;
}

/** Whom a key belongs to: two people may use the same one. */
function actorScope({ actor, channel }: Invocation): string {
  return `${actor.kind}:${actor.id}:${channel}`;
}

/** Hash of a body for comparing; keys in any order are the same body. */
export function bodyHash(input: unknown): string {
  return hash('sha256', canonical(input), 'base64url');
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
export function requestKey(
  operation: string,
  input: unknown,
  invocation: Invocation,
): RequestKey | undefined {
  const key = invocation.idempotencyKey;
  if (key === undefined) return undefined;
  return { scope: actorScope(invocation), operation, key, ...hashesOf(input, invocation) };
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

/** Every keyed request passes here twice, so the text is built without lists of its parts. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of Object.keys(fields).toSorted()) {
    const item = fields[name];
    if (item === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(item)}`;
  }
  return `{${text}}`;
}
