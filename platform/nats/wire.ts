import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { z } from 'zod';
import { actor as strictActor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { tolerant } from '#kernel/tolerant-contract.ts';

/**
 * What travels in the headers of a call beside its input. The deadline is told as the time that is
 * left, so that two machines' clocks need not agree.
 */
const names = {
  actor: 'Kontor-Actor',
  channel: 'Kontor-Channel',
  locale: 'Kontor-Locale',
  session: 'Kontor-Session',
  deadline: 'Kontor-Deadline-In-Ms',
  traceparent: 'traceparent',
  idempotencyKey: 'Idempotency-Key',
  requestHash: 'Kontor-Request-Hash',
  version: 'Kontor-Operation-Version',
} as const;

/** Why there is no answer: `unavailable` may be asked again, `surprise` is a mistake at the callee. */
export const errorHeader = 'Kontor-Error';
export type CalleeError = 'unavailable' | 'overloaded' | 'surprise' | typeof notKnownHere;
/** Another replica may be of a version that knows the operation as it was asked for. */
export const notKnownHere = 'of another version';

export function headersOf(invocation: Invocation, version: number): MsgHdrs {
  const sent = headers();
  if (version > 1) sent.set(names.version, String(version));
  sent.set(names.actor, JSON.stringify(invocation.actor));
  sent.set(names.channel, invocation.channel);
  sent.set(names.locale, invocation.locale);
  sent.set(names.deadline, String(Math.ceil(invocation.deadlineMs - clock.nowMs())));
  sent.set(names.traceparent, invocation.traceparent);
  if (invocation.sessionId !== undefined) sent.set(names.session, invocation.sessionId);
  if (invocation.idempotencyKey !== undefined)
    sent.set(names.idempotencyKey, invocation.idempotencyKey);
  if (invocation.requestHash !== undefined) sent.set(names.requestHash, invocation.requestHash);
  return sent;
}

/** A newer service may know more of who asks. */
const actor = z.lazy(() => tolerant(strictActor));

const arrived = z.object({
  actor,
  channel: z.string().min(1),
  locale: z.string().min(1),
  deadlineInMs: z.coerce.number(),
  traceparent: z.string().regex(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/),
});

/** @throws when a header is missing or is not what a service of ours sends */
export function invocationOf(received: MsgHdrs | undefined): Invocation {
  if (!received) throw new Error('the message has no headers');
  const { deadlineInMs, ...parsed } = arrived.parse({
    actor: JSON.parse(received.get(names.actor) || 'null') as unknown,
    channel: received.get(names.channel),
    locale: received.get(names.locale),
    deadlineInMs: received.get(names.deadline),
    traceparent: received.get(names.traceparent),
  });
  const key = received.get(names.idempotencyKey);
  const requestHash = received.get(names.requestHash);
  const sessionId = received.get(names.session);
  return {
    ...parsed,
    deadlineMs: clock.nowMs() + deadlineInMs,
    ...(key === '' ? {} : { idempotencyKey: key }),
    ...(requestHash === '' ? {} : { requestHash }),
    ...(sessionId === '' ? {} : { sessionId }),
  };
}

/** Of the operation, as its caller knows it. */
export function versionAskedFor(received: MsgHdrs | undefined): number {
  return Number(received?.get(names.version) || 1);
}

const envelope = z.object({
  id: z.uuid(),
  type: z.string(),
  schemaVersion: z.int().positive(),
  aggregateId: z.string().min(1),
  aggregateVersion: z.int(),
  previousId: z.uuid().nullable(),
  channel: z.string().min(1),
  locale: z.string().min(1),
  actor,
  traceparent: z.string(),
  occurredAt: z.iso.datetime({ offset: true }),
  data: z.unknown(),
});

/** What travels with an event; its data is parsed by the producer's contract. @throws ZodError */
export function readEnvelope(text: string): z.output<typeof envelope> {
  return envelope.parse(JSON.parse(text));
}

/** The id of an event that cannot be read otherwise; undefined where even that is missing. */
export function readEventId(text: string): string | undefined {
  try {
    return z.object({ id: z.uuid() }).parse(JSON.parse(text)).id;
  } catch {
    return undefined;
  }
}
