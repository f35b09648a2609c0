import { fail } from '#kernel/result.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import {
  askPayment,
  authorize,
  confirmStock,
  giveBackStock,
  holdStock,
  voidPayment,
} from './completion-steps.ts';
import { completionBranches } from '../checkout-states.ts';
import { tooManyOpenPayments } from '../risk/unpaid-limits.ts';
import type { CompletionRun, Outcome } from './completion-run.ts';
import {
  afterLosing,
  recordChallenge,
  recordCompleted,
  recordUndoing,
  recordUndone,
  tellKept,
  unsettled,
} from './record-completion.ts';
import { freezeAnew, otherTerms } from '../quoting/freeze-anew.ts';
import type { KeptReply } from './completion-store.ts';

type Payment = OutputOf<'payment', 'getPayment'>;
type Refusal = Extract<KeptReply, { ok: false }>;
type Unheld = Extract<Awaited<ReturnType<typeof holdStock>>, { ok: false }>;

/** So long an unknown authorization is asked about; then it is taken back. */
const uncertainSeconds = 40;
/** The reservation outlives the challenge by so much. */
const graceSeconds = 120;

/**
 * One attempt of a completion, from wherever its row says it is; its request runs it, and its story
 * whenever the request did not bring it to an end. Top to bottom:
 *
 * 1. hold the stock, all lines or none        undo: give it back
 * 2. authorize the payment                    undo: void it
 * 3. confirm the hold, which ends its expiry  undo: give it back
 * 4. record it as completed, with the event
 *
 * What may be authorized is only taken back by whoever first won the move to `undoing`; completing
 * is impossible from there, so the two can never both happen.
 */
export async function runCompletion(run: CompletionRun): Promise<Outcome> {
  const { attempt, fresh } = run;
  if (attempt.state === 'completed' || attempt.state === 'undone') return tellKept(run);
  if (attempt.state === 'undoing') return takeBack(run);
  const known = fresh ? undefined : await askPayment(run);
  if (known && !known.ok) return unsettled(known);
  if (known?.value) return goOnFrom(run, known.value);

  const held = await holdStock(run, run.context.settings.reservationSeconds, 'unchanged_cart');
  if (!held.ok) return giveUp(run, await toldOf(run, held));
  const authorized = await authorize(run, held.value.groups ?? []);
  if (authorized.ok) return goOnFrom(run, authorized.value.payment);
  if (!fresh) return undo(run, authorized, null);
  const released = await giveBackStock(run);
  return released.ok ? recordUndone(run, authorized, null) : unsettled(released);
}

/**
 * The stock was refused. Only a run that began just now knows that this is all: one before it may
 * have held the stock and asked for the money, or may still be about to.
 */
function giveUp(run: CompletionRun, reply: Refusal): Promise<Outcome> {
  return run.fresh ? recordUndone(run, reply, null) : undo(run, reply, null);
}

/** What the payment's state means for the checkout. */
function goOnFrom(run: CompletionRun, payment: Payment): Promise<Outcome> | Outcome {
  switch (completionBranches[payment.state]) {
    case 'place':
      return place(run, payment);
    case 'wait_for_person':
      return waitForPerson(run, payment);
    case 'decline':
      return decline(run, payment.declineCode ?? payment.state);
    case 'wait_for_gateway':
      return waitForGateway(run);
  }
}

/** Steps 3 and 4. A hold that ran out meanwhile is tried for once more before money is given back. */
async function place(run: CompletionRun, payment: Payment): Promise<Outcome> {
  let confirmed = await confirmStock(run);
  if (!confirmed.ok) {
    const held = await holdStock(run, run.context.settings.reservationSeconds, 'frozen_lines');
    if (!held.ok) return undoUnheld(run, held);
    confirmed = await confirmStock(run);
  }
  if (!confirmed.ok) return unsettled(confirmed);
  return recordCompleted(run, payment, confirmed.value.allocations, () => giveBackStock(run));
}

/** The hold is made to outlive the challenge; the story goes on when the payment is heard of. */
async function waitForPerson(run: CompletionRun, payment: Payment): Promise<Outcome> {
  const { attempt, context } = run;
  if (attempt.state === 'requires_action') {
    return attempt.challengeOver
      ? undo(run, declined('challenge_expired'), 'challenge_expired')
      : tellKept(run);
  }
  if (payment.nextActionUrl === null) return waitForGateway(run);
  const { challengeSeconds } = context.settings;
  const held = await holdStock(run, challengeSeconds + graceSeconds, 'unpaid_limit');
  if (!held.ok) return undoUnheld(run, held);
  const recorded = await recordChallenge(run, payment.nextActionUrl, challengeSeconds);
  if (recorded !== 'too_many') return recorded;
  return undo(run, tooManyOpenPayments(context.settings), 'too_many_open_payments');
}

/** The answer is unknown: never compensated before it was asked for, never asked for endlessly. */
function waitForGateway(run: CompletionRun): Promise<Outcome> | Outcome {
  const message = 'It is not known yet whether the payment went through. Read the checkout again.';
  if (run.attempt.ageSeconds < uncertainSeconds)
    return unsettled(fail('payment_unavailable', message));
  const ended = fail('payment_unavailable', 'The payment could not be made. Try it once more.');
  return undo(run, ended, 'gateway_unreachable');
}

/** The payment is over and holds nothing, so nobody can complete: the stock is all there is to undo. */
async function decline(run: CompletionRun, declineCode: string): Promise<Outcome> {
  const released = await giveBackStock(run);
  if (!released.ok) return unsettled(released);
  return recordUndone(run, declined(declineCode), declineCode);
}

/** The stock is gone; or another one gave it back, who is undoing the attempt at this moment. */
function undoUnheld(run: CompletionRun, held: Unheld): Promise<Outcome> | Outcome {
  if (held.failure.code === 'reservation_finished') return afterLosing(run);
  return undo(run, held, held.failure.code);
}

/**
 * Where it is not sold as agreed any more, what it would be now. Given back before a crash: the
 * authorization had failed, and the buyer is told so.
 */
async function toldOf({ context, attempt, invocation }: CompletionRun, held: Unheld) {
  const { code } = held.failure;
  if (code === 'price_changed' || code === 'not_sellable') {
    const anew = await freezeAnew(context, attempt, invocation);
    return anew.ok ? otherTerms(anew.value.next) : anew;
  }
  if (code !== 'reservation_finished') return held;
  return fail('payment_unavailable', 'The payment could not be made. Try it once more.');
}

async function undo(
  run: CompletionRun,
  reply: Refusal,
  declineCode: string | null,
): Promise<Outcome> {
  if (!(await recordUndoing(run, reply, declineCode))) return afterLosing(run);
  return takeBack({ ...run, attempt: { ...run.attempt, state: 'undoing', reply } });
}

/** The undo of steps 1 to 3, after the move to `undoing` was won. Repeating it is harmless. */
async function takeBack(run: CompletionRun): Promise<Outcome> {
  const released = await giveBackStock(run);
  if (!released.ok) return unsettled(released);
  const voided = await voidPayment(run);
  if (!voided.ok) return unsettled(voided);
  return recordUndone(run, run.attempt.reply as Refusal, null);
}

function declined(declineCode: string) {
  const message = 'The payment was declined. Try another way to pay, with a new Idempotency-Key.';
  return fail('payment_declined', message, { declineCode });
}
