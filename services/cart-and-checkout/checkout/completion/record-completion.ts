import type { Allocation, OrderSnapshot } from '#contracts/shapes.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { type Failure, ok } from '#kernel/result.ts';
import type { Transition } from '#kernel/states.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { changeBy, type Change } from '#platform/data/move.ts';
import { standsBefore, transition } from '#platform/data/transition.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { keptReply, type KeptReply } from '#platform/resting/reply.ts';
import { keyInFlight } from '#platform/resting/request-key.ts';
import { checkoutMoves, completionMoves } from '../checkout-states.ts';
import { type CheckoutView, contentOf, orderTokenGiven } from '../checkouts/checkout-store.ts';
import { refrozenCheckout } from '../quoting/freeze-again.ts';
import { contentDocument, replyDocument } from '../stored/documents.ts';
import {
  type Attempt,
  completionReply,
  completionStory,
  lockPayer,
  readAttempt,
  type StoredReply,
  tooManyWaitBeside,
} from './completion-store.ts';

/**
 * The commits of completing a checkout: each moves the attempt by a compare-and-set or does nothing,
 * and is told as its client is.
 */

export type Payment = OutputOf<'payment', 'getPayment'>;

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

/** The attempt, as its moves find it. */
function itself({ checkoutId, attempt }: Attempt): Statement {
  return sql`checkout_id = ${checkoutId} and attempt = ${attempt}`;
}

function kept(attempt: Attempt, reply: StoredReply): KeptReply {
  return keptReply(completionReply, attempt, replyDocument.write(reply), { unlessTold: true });
}

function moveToChallenge(
  attempt: Attempt,
  nextActionUrl: string,
  seconds: number,
  reply: StoredReply,
): Change {
  const set = sql`
    next_action_url = ${nextActionUrl}, payment_token = null,
    challenge_until = kontor_now() + ${seconds} * interval '1 second'`;
  return changeBy(completionMoves.challenge, itself(attempt), { set, reply: kept(attempt, reply) });
}

/** Whoever wins this may take back what the payment holds; nobody can complete any more. */
function moveToUndoing(attempt: Attempt, reply: StoredReply, code: string | null): Change {
  const set = sql`
    payment_token = null, next_action_url = null, decline_code = ${code}::text`;
  return changeBy(completionMoves.start_undoing, itself(attempt), {
    set,
    reply: kept(attempt, reply),
  });
}

/** The attempt is over and the checkout open again, for another card or another cart. */
function moveToUndone(attempt: Attempt, reply: StoredReply, declineCode: string | null): Change {
  const set = sql`
    payment_token = null, next_action_url = null,
    decline_code = coalesce(decline_code, ${declineCode}::text)`;
  const again = reply.ok ? undefined : refrozenCheckout(reply.failure.detail);
  return changeBy(completionMoves.undo, itself(attempt), {
    set,
    ...withItsCheckout(attempt),
    reply: kept(attempt, reply),
    parts: [moveCheckout(attempt, checkoutMoves.reopen, again && openedAs(again, attempt))],
    finishes: [{ story: completionStory, id: attempt.paymentId }],
  });
}

/**
 * Open under the version that its buyer was told of, who is not told the tax provider's calculation:
 * totals that had one are asked for again before they are sold at.
 */
function openedAs(again: CheckoutView, attempt: Attempt): Statement {
  const { version, expiresAt } = again;
  const content = contentOf(again);
  const totalsUntil = attempt.content.taxCalculationId
    ? clock.nowIso()
    : (again.totalsUntil ?? null);
  return sql`
    version = ${version}, content = ${contentDocument.write(content)},
    ready = ${content.problems.length === 0}, totals_until = ${totalsUntil}::timestamptz,
    expires_at = ${expiresAt}::timestamptz`;
}

/** Attempt and checkout are completed, the event is written, the story is over. */
function moveToCompleted(attempt: Attempt, reply: StoredReply, order: OrderSnapshot): Change {
  const set = sql`payment_token = null, next_action_url = null`;
  const completed = sql`
    order_id = ${attempt.orderId}, order_number = ${attempt.orderNumber},
    access_token_hash = ${attempt.accessTokenHash}, placed_at = ${order.placedAt}`;
  return changeBy(completionMoves.complete, itself(attempt), {
    set,
    ...withItsCheckout(attempt),
    reply: kept(attempt, reply),
    parts: [moveCheckout(attempt, checkoutMoves.complete, completed)],
    events: [
      {
        type: 'checkout.completed',
        aggregateId: attempt.checkoutId,
        aggregateVersion: 1,
        channel: attempt.channel,
        locale: attempt.locale,
        data: order,
      },
    ],
    finishes: [{ story: completionStory, id: attempt.paymentId }],
  });
}

/** The checkout goes with its attempt. */
function moveCheckout({ attempt }: Attempt, move: Transition, set?: Statement): Statement {
  const moved = transition(move, sql`checkout.id = moved.checkout_id`, {
    set,
    from: sql`moved`,
    where: sql`checkout.attempt = ${attempt}`,
  });
  return sql`whole as (${moved})`;
}

/**
 * While an attempt runs, its checkout is `completing` under that attempt's number. The checkout is
 * locked before the attempt moves, so the two move together or not at all.
 */
function withItsCheckout({ checkoutId, attempt }: Attempt) {
  return {
    locks: sql`
      select c.id from checkout c
      where c.id = ${checkoutId} and c.attempt = ${attempt}
        and ${standsBefore(checkoutMoves.complete, 'c')} for update`,
    where: sql`checkout_id = held.id`,
    returning: sql`checkout_id`,
  };
}

/** Everything the order is made of, frozen. A completed checkout has an e-mail address and totals. */
function snapshotOrder(
  attempt: Attempt,
  payment: Payment,
  allocations: Allocation[],
  placedAt: string,
): OrderSnapshot {
  const { content } = attempt;
  const billingAddress = content.billingAddress ?? content.shippingAddress;
  if (!content.email || !content.totals || !billingAddress) {
    throw new Error(`checkout ${attempt.checkoutId} was completed although something is missing`);
  }
  return {
    orderId: attempt.orderId,
    orderNumber: attempt.orderNumber,
    checkoutId: attempt.checkoutId,
    checkoutVersion: attempt.version,
    cartId: attempt.cartId,
    paymentId: attempt.paymentId,
    tenders: [tenderOf(attempt, payment, content.totals.totalMinor)],
    reservationId: attempt.reservationId,
    channel: attempt.channel,
    locale: attempt.locale,
    owner: { kind: attempt.ownerKind, id: attempt.ownerId },
    accessTokenHash: attempt.accessTokenHash,
    email: content.email,
    phone: content.phone,
    shippingAddress: content.shippingAddress,
    billingAddress,
    lines: content.lines,
    totals: content.totals,
    ...(content.taxExemption && { taxExemption: content.taxExemption }),
    ...(content.vatId && { vatId: content.vatId }),
    ...(attempt.shownTexts && { shownTexts: [...attempt.shownTexts] }),
    ...(content.taxCalculationId && { taxCalculationId: content.taxCalculationId }),
    delivery: content.delivery,
    allocations,
    paymentMethod: payment.method,
    paymentMethodCode: attempt.method,
    authorizationKind: payment.authorizationKind,
    authorizedMinor: payment.authorizedMinor,
    riskDecision: attempt.riskDecision,
    placedAt,
  };
}

/** One payment pays all of it. */
function tenderOf(
  { paymentId, method }: Attempt,
  payment: Payment,
  amountMinor: number,
): NonNullable<OrderSnapshot['tenders']>[number] {
  const provider = payment.provider ?? formerProviders[payment.authorizationKind];
  return { paymentId, method: payment.method, methodCode: method, provider, amountMinor };
}

/** At which all payments were made by versions that do not tell it. */
const formerProviders = { card: 'stripe', promise: 'shop' } as const;
