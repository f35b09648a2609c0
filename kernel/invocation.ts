import { randomFillSync } from 'node:crypto';
import type { Actor } from './actor.ts';
import * as clock from './clock.ts';

/**
 * What travels with every call beside its input: who asks, in which channel and language, until
 * when, in which trace, and the client's idempotency key where the command asks for one.
 */
export interface Invocation {
  readonly actor: Actor;
  readonly channel: string;
  readonly locale: string;
  /** W3C trace context, `00-<trace id>-<span id>-<flags>`. */
  readonly traceparent: string;
  /** Epoch milliseconds after which nobody waits for the answer any more. */
  readonly deadlineMs: number;
  /** Of who signed in, in which they ask. */
  readonly sessionId?: string;
  readonly idempotencyKey?: string;
  /**
   * Of what the client sent with its key, before anything was read by a schema: a repetition is the
   * same request in whatever version it is read.
   */
  readonly requestHash?: string;
}

const storyTimeMs = 30_000;

const pool = Buffer.allocUnsafe(24 * 256);
let taken = pool.length;

let isSampled: ((traceId: string) => boolean) | undefined;

/** Which new traces shall be recorded; all of them unless told. */
export function sampleNewTraces(decide: ((traceId: string) => boolean) | undefined): void {
  isSampled = decide;
}

/** A new trace. Random bits come from a pool, since one call to the system's source each is dear. */
export function newTraceparent(): string {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  const random = pool.toString('hex', taken, (taken += 24));
  const traceId = random.slice(0, 32);
  const flags = isSampled === undefined || isSampled(traceId) ? '01' : '00';
  return `00-${traceId}-${random.slice(32)}-${flags}`;
}

export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}

/** An invocation by a service itself: a story's next step, a sweep, the reaction to an event. */
export function systemInvocation(
  actor: Actor,
  scope: { channel: string; locale: string; traceparent?: string },
): Invocation {
  return {
    actor,
    channel: scope.channel,
    locale: scope.locale,
    traceparent: scope.traceparent ?? newTraceparent(),
    deadlineMs: clock.nowMs() + storyTimeMs,
  };
}
