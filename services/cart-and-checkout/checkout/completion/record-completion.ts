import type { Invocation } from '#kernel/invocation.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import {
  type Attempt,
  moveToChallenge,
  moveToCompleted,
  moveToUndoing,
  moveToUndone,
  readAttempt,
  type StoredReply,
} from './completion-store.ts';
import { type Failure, ok } from '#kernel/result.ts';
import { orderTokenGiven, snapshotOrder } from '../placed-orders/placed-order.ts';
import type { Allocation } from '#contracts/shapes.ts';
import * as clock from '#kernel/clock.ts';
import { keyInFlight } from '#platform/resting/request-key.ts';
import type { Change } from '#platform/data/move.ts';
import { lockPayer, tooManyWaitBeside } from '../risk/purchase-risk.ts';

/**
 * The commits of completing a checkout: each moves the attempt by a compare-and-set or does nothing,
 * and is told as its client is.
 */

type Payment = OutputOf<'payment', 'getPayment'>;

/** An attempt that is being gone on with, by its request or by its story. */
export interface CompletionRun {
  readonly context: ServiceContext<'checkout'>;
  readonly attempt: Attempt;
  readonly invocation: Invocation;
  /** It began just now, so there is no payment to look for. */
  readonly fresh: boolean;
}

/** What the client is told, and whether the attempt rests: it has ended, or waits for the person. */
export interface Outcome {
  readonly reply: CompletionReply;
  readonly rests: boolean;
}

export type CompletionReply = Awaited<ReturnType<Handler<'checkout', 'completeCheckout'>>>;
export type CompletionFailure = Extract<CompletionReply, { ok: false }>;

/** A kept reply as the client is told it: only here the order's token is put in. */
export function replayedReply(
  context: ServiceContext<'checkout'>,
  stored: StoredReply,
  { orderId, accessTokenHash }: Pick<Attempt, 'orderId' | 'accessTokenHash'>,
): CompletionReply {
  // What is kept was a declared failure when it was written.
  if (!stored.ok) return stored as { ok: false; failure: Failure } as CompletionFailure;
  if (stored.value.status === 'requires_action') return ok(stored.value);
  const orderToken = orderTokenGiven(context.settings.secrets, orderId, accessTokenHash);
  return ok({ ...stored.value, orderToken });
}

/**
 * The last commit, one round trip: attempt and checkout are completed, the event is written, the
 * story is over. `taken_back`: lost to an undoing.
 */
export async function recordCompleted(
  run: CompletionRun,
  payment: Payment,
  allocations: Allocation[],
): Promise<Outcome | 'taken_back'> {
  const { attempt } = run;
  const { checkoutId, orderId, orderNumber } = attempt;
  const stored: StoredReply = ok({ status: 'completed', checkoutId, orderId, orderNumber });
  const order = snapshotOrder(attempt, payment, allocations, clock.nowIso());
  if (await write(run, 'record_completed', moveToCompleted(attempt, stored, order)))
    return report(run, stored);
  const now = await attemptNow(run);
  return now.state === 'undoing' || now.state === 'undone' ? 'taken_back' : afterLosing(run);
}

/**
 * The story stays open: it goes on when the payment is heard of, or when the time is over. `too_many`: as
 * many challenges of the same payer wait already, counted while no other of theirs can begin.
 */
export async function recordChallenge(
  run: CompletionRun,
  url: string,
  seconds: number,
): Promise<Outcome | 'too_many'> {
  const { checkoutId } = run.attempt;
  const nextAction = { type: 'redirect' as const, url };
  const stored: StoredReply = ok({ status: 'requires_action', checkoutId, nextAction });
  const move = moveToChallenge(run.attempt, url, seconds, stored);
  if (isLate(run)) return afterLosing(run);
  const { context, attempt, invocation } = run;
  const recorded = await context.database.transaction(
    'record_challenge',
    invocation,
    async (tx) => {
      await tx.query(lockPayer(attempt.paymentId));
      const others = await tx.first<{ tooMany: boolean }>(
        tooManyWaitBeside(context.settings, attempt.paymentId),
      );
      return others?.tooMany ? 'too_many' : await tx.make(move);
    },
  );
  if (recorded === 'too_many') return recorded;
  return recorded ? report(run, stored) : afterLosing(run);
}

/** False when somebody else moved the attempt first. */
export function recordUndoing(
  run: CompletionRun,
  reply: Extract<StoredReply, { ok: false }>,
  declineCode: string | null,
): Promise<boolean> {
  return write(run, 'record_undoing', moveToUndoing(run.attempt, reply, declineCode));
}

/** The attempt is over, the checkout open again for another. */
export async function recordUndone(
  run: CompletionRun,
  reply: Extract<StoredReply, { ok: false }>,
  declineCode: string | null,
): Promise<Outcome> {
  const move = moveToUndone(run.attempt, reply, declineCode);
  return (await write(run, 'record_undone', move)) ? report(run, reply) : afterLosing(run);
}

/** What the attempt's client was told and is told again. */
export function replyStored(run: CompletionRun): Outcome {
  const { reply } = run.attempt;
  return reply ? report(run, reply) : unsettled(keyInFlight());
}

/** Another process moved the attempt: what it reached is told. */
export async function afterLosing(run: CompletionRun): Promise<Outcome> {
  const attempt = await attemptNow(run);
  const ended = attempt.state === 'completed' || attempt.state === 'undone';
  return ended ? replyStored({ ...run, attempt }) : unsettled(keyInFlight());
}

/** Not at an end: the story goes on with it. Nothing of this is kept under the key. */
export function unsettled(failed: { ok: false; failure: object }): Outcome {
  return { reply: failed as CompletionFailure, rests: false };
}

function report({ context, attempt }: CompletionRun, stored: StoredReply): Outcome {
  return { reply: replayedReply(context, stored, attempt), rests: true };
}

async function attemptNow({ context, attempt }: CompletionRun): Promise<Attempt> {
  return (await context.database.first<Attempt>(readAttempt(attempt.paymentId)))!;
}

/**
 * False when somebody else moved the attempt first, and for a run whose time is over: the sweep has
 * given the attempt to another by then, and what both wrote would not fit together.
 */
async function write(run: CompletionRun, name: string, move: Change): Promise<boolean> {
  if (isLate(run)) return false;
  return (await run.context.database.move(name, move, run.invocation)) !== undefined;
}

function isLate({ invocation }: CompletionRun): boolean {
  return clock.nowMs() > invocation.deadlineMs;
}
