import { type Allocation, paymentMethodKind } from '#contracts/shapes.ts';
import * as clock from '#kernel/clock.ts';
import { fail, type Failure, ok, type Result } from '#kernel/result.ts';
import { completionBranches } from '../checkout-states.ts';
import { buyerOf, countriesOf } from '../checkouts/checkout-store.ts';
import { freezeAgain, otherTerms } from '../quoting/freeze-again.ts';
import {
  type Attempt,
  heldBeside,
  type StoredReply,
  tooManyOpenPayments,
} from './completion-store.ts';
import { givePaymentBack } from './give-payment-back.ts';
import {
  afterLosing,
  type CompletionRun,
  type Outcome,
  type Payment,
  recordChallenge,
  recordCompleted,
  recordUndoing,
  recordUndone,
  replyStored,
  unsettled,
} from './record-completion.ts';

export type Refusal = Extract<StoredReply, { ok: false }>;
type Answer<Value> = Result<Value, Failure>;

/**
 * All that completing a checkout does to the world: what it asks of others, and the moves that it
 * records. The plot knows nothing else, so it can be told over any of them:
 * over services and a database, or over a model of both.
 */
export interface CompletionEffects {
  readonly call: {
    /** Holds what was frozen, all lines or none, for as long as its purpose takes. */
    holdStock(
      against: 'unchanged_cart' | 'frozen_lines' | 'unpaid_limit',
      /** Where the person may take longer than usual: until then. */
      until?: string | null,
    ): Promise<Answer<{ readonly groups?: readonly string[] | undefined }>>;
    giveBackStock(): Promise<Answer<unknown>>;
    confirmStock(): Promise<Answer<{ readonly allocations: Allocation[] }>>;
    authorize(groups: readonly string[]): Promise<Answer<{ readonly payment: Payment }>>;
    /** Undefined where none was begun. */
    askPayment(): Promise<Answer<Payment | undefined>>;
    voidPayment(): Promise<Answer<unknown>>;
    /** What the checkout would be now, as the refusal that tells the buyer so. */
    askTermsAgain(): Promise<Refusal>;
  };
  /** Each moves the attempt by a compare-and-set; who lost is told what the winner reached. */
  readonly move: {
    /** `taken_back`: lost to who undoes the attempt. */
    completed(payment: Payment, allocations: Allocation[]): Promise<Outcome | 'taken_back'>;
    challenged(url: string, until?: string | null): Promise<Outcome | 'too_many'>;
    /** False when it was lost. */
    undoing(reply: Refusal, declineCode: string | null): Promise<boolean>;
    undone(reply: Refusal, declineCode: string | null): Promise<Outcome>;
  };
  /** What the attempt's client was told and is told again. */
  replyStored(): Outcome;
  /** What another has reached with the attempt. */
  afterLosing(): Promise<Outcome>;
}

/** Where an attempt stands as somebody goes on with it. */
export interface Standing extends Pick<
  Attempt,
  'state' | 'reply' | 'challengeOver' | 'ageSeconds'
> {
  /** It began just now, so there is no payment to look for. */
  readonly fresh: boolean;
  /** The buyer asks for another way to pay, while a page waits for them. */
  readonly givenUp?: boolean;
  /** As many challenges of one payer may wait at once. */
  readonly tooManyChallenges: Refusal;
}

/** So long an unknown authorization is asked about; then it is taken back. */
const uncertainSeconds = 40;
/**
 * One attempt to complete a checkout, from wherever its row says it is; its request runs it, and its story
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
export async function completionPlot(effects: CompletionEffects, at: Standing): Promise<Outcome> {
  const { call, move } = effects;
  if (at.state === 'completed' || at.state === 'undone') return effects.replyStored();
  if (at.state === 'undoing') return takeBack(effects, at.reply as Refusal);
  const known = at.fresh ? undefined : await call.askPayment();
  if (known && !known.ok) return unsettled(known);
  if (known?.value) return goOnFrom(effects, at, known.value);

  const held = await call.holdStock('unchanged_cart');
  if (!held.ok) return giveUp(effects, at, await outcomeOf(effects, held));
  const authorized = await call.authorize(held.value.groups ?? []);
  if (authorized.ok) return goOnFrom(effects, at, authorized.value.payment);
  if (!at.fresh) return undo(effects, authorized, null);
  const released = await call.giveBackStock();
  return released.ok ? move.undone(authorized, null) : unsettled(released);
}

/** The plot over the services and the database themselves. */
export function runCompletion(run: CompletionRun): Promise<Outcome> {
  return completionPlot(effectsOf(run), standingOf(run));
}

/**
 * Ends an attempt that waits for its buyer on a page of the provider's, because they want to pay in
 * another way: unless they have paid there, which the gateway is asked first.
 */
export function giveUpCompletion(run: CompletionRun): Promise<Outcome> {
  return completionPlot(effectsOf(run), { ...standingOf(run), givenUp: true });
}

export function standingOf({ attempt, fresh, context }: CompletionRun): Standing {
  const { state, reply, challengeOver, ageSeconds } = attempt;
  const tooManyChallenges = tooManyOpenPayments(context.settings);
  return { state, reply, challengeOver, ageSeconds, fresh, tooManyChallenges };
}

/**
 * The stock was refused. Only a run that began just now knows that this is all: one before it may
 * have held the stock and asked for the money, or may still be about to.
 */
function giveUp(effects: CompletionEffects, { fresh }: Standing, reply: Refusal): Promise<Outcome> {
  return fresh ? effects.move.undone(reply, null) : undo(effects, reply, null);
}

/** What the payment's state means for the checkout. */
function goOnFrom(
  effects: CompletionEffects,
  at: Standing,
  payment: Payment,
): Promise<Outcome> | Outcome {
  switch (completionBranches[payment.state]) {
    case 'place':
      return place(effects, payment);
    case 'wait_for_person':
      return waitForPerson(effects, at, payment);
    case 'decline':
      return decline(effects, payment.declineCode ?? payment.state);
    case 'wait_for_gateway':
      return waitForGateway(effects, at);
  }
}

/**
 * Steps 3 and 4. A hold that ran out meanwhile is tried for once more before money is given back.
 * Whoever lost to an undoing gives back what it has confirmed.
 */
async function place(effects: CompletionEffects, payment: Payment): Promise<Outcome> {
  const { call, move } = effects;
  let confirmed = await call.confirmStock();
  if (!confirmed.ok) {
    const held = await call.holdStock('frozen_lines');
    if (!held.ok) return undoUnheld(effects, held);
    confirmed = await call.confirmStock();
  }
  if (!confirmed.ok) return unsettled(confirmed);
  const placed = await move.completed(payment, confirmed.value.allocations);
  if (placed !== 'taken_back') return placed;
  const released = await call.giveBackStock();
  return released.ok ? effects.afterLosing() : unsettled(released);
}

/** The hold is made to outlive the challenge; the story goes on when the payment is heard of. */
async function waitForPerson(
  effects: CompletionEffects,
  at: Standing,
  payment: Payment,
): Promise<Outcome> {
  if (at.state === 'requires_action') {
    if (at.givenUp) return undo(effects, declined('canceled_by_buyer'), 'canceled_by_buyer');
    return at.challengeOver
      ? undo(effects, declined('challenge_expired'), 'challenge_expired')
      : effects.replyStored();
  }
  if (payment.nextActionUrl === null) return waitForGateway(effects, at);
  const { nextActionUrl: url, nextActionUntil: until } = payment;
  const held = await effects.call.holdStock('unpaid_limit', until);
  if (!held.ok) return undoUnheld(effects, held);
  const recorded = await effects.move.challenged(url, until);
  if (recorded !== 'too_many') return recorded;
  return undo(effects, at.tooManyChallenges, 'too_many_open_payments');
}

/** The answer is unknown: never compensated before it was asked for, never asked for endlessly. */
function waitForGateway(
  effects: CompletionEffects,
  { ageSeconds }: Standing,
): Promise<Outcome> | Outcome {
  const message = 'It is not known yet whether the payment went through. Read the checkout again.';
  if (ageSeconds < uncertainSeconds) return unsettled(fail('payment_unavailable', message));
  const ended = fail('payment_unavailable', 'The payment could not be made. Try it once more.');
  return undo(effects, ended, 'gateway_unreachable');
}

/** The payment is over and holds nothing, so nobody can complete: the stock is all there is to undo. */
async function decline({ call, move }: CompletionEffects, declineCode: string): Promise<Outcome> {
  const released = await call.giveBackStock();
  if (!released.ok) return unsettled(released);
  return move.undone(declined(declineCode), declineCode);
}

/** The stock is gone; or another one gave it back, who is undoing the attempt at this moment. */
function undoUnheld(effects: CompletionEffects, held: Refusal): Promise<Outcome> {
  if (held.failure.code === 'reservation_finished') return effects.afterLosing();
  return undo(effects, held, held.failure.code);
}

/**
 * Where it is not sold as agreed any more, what it would be now. Given back before a crash: the
 * authorization had failed, and the buyer is told so.
 */
async function outcomeOf({ call }: CompletionEffects, held: Refusal): Promise<Refusal> {
  const { code } = held.failure;
  if (code === 'price_changed' || code === 'not_sellable') return call.askTermsAgain();
  if (code !== 'reservation_finished') return held;
  return fail('payment_unavailable', 'The payment could not be made. Try it once more.');
}

async function undo(
  effects: CompletionEffects,
  reply: Refusal,
  declineCode: string | null,
): Promise<Outcome> {
  if (!(await effects.move.undoing(reply, declineCode))) return effects.afterLosing();
  return takeBack(effects, reply);
}

/** The undo of steps 1 to 3, after the move to `undoing` was won. Repeating it is harmless. */
async function takeBack({ call, move }: CompletionEffects, reply: Refusal): Promise<Outcome> {
  const released = await call.giveBackStock();
  if (!released.ok) return unsettled(released);
  const voided = await call.voidPayment();
  if (!voided.ok) return unsettled(voided);
  return move.undone(reply, null);
}

function declined(declineCode: string) {
  const message = 'The payment was declined. Try another way to pay, with a new Idempotency-Key.';
  return fail('payment_declined', message, { declineCode });
}

/** The reservation outlives the challenge by so much. */
const graceSeconds = 120;
/** And the challenge a page of the provider's own, which ends there first. */
const pageGraceSeconds = 60;

/** How long the person may take: at the bank, or on a page until its time is over. */
function challengeSecondsOf({ context }: CompletionRun, until: string | null = null): number {
  const { challengeSeconds } = context.settings;
  if (until === null) return challengeSeconds;
  const left = Math.ceil((Date.parse(until) - clock.nowMs()) / 1_000);
  return Math.max(challengeSeconds, left + pageGraceSeconds);
}

/** The services' and the database's own. */
export function effectsOf(run: CompletionRun): CompletionEffects {
  const { reservationSeconds } = run.context.settings;
  return {
    call: {
      holdStock: (against, until) =>
        holdStock(
          run,
          against === 'unpaid_limit'
            ? challengeSecondsOf(run, until) + graceSeconds
            : reservationSeconds,
          against,
        ),
      giveBackStock: () => giveBackStock(run),
      confirmStock: () => confirmStock(run),
      authorize: (groups) => authorize(run, groups),
      askPayment: () => askPayment(run),
      voidPayment: () => givePaymentBack(run),
      async askTermsAgain() {
        const again = await freezeAgain(run.context, run.attempt, run.invocation);
        return again.ok ? otherTerms(again.value.next) : again;
      },
    },
    move: {
      completed: (payment, allocations) => recordCompleted(run, payment, allocations),
      challenged: (url, until) => recordChallenge(run, url, challengeSecondsOf(run, until)),
      undoing: (reply, declineCode) => recordUndoing(run, reply, declineCode),
      undone: (reply, declineCode) => recordUndone(run, reply, declineCode),
    },
    replyStored: () => replyStored(run),
    afterLosing: () => afterLosing(run),
  };
}

/**
 * Reserves what was frozen, all lines or none; repeating it moves the expiry.
 * @param against `unchanged_cart`: the cart must still be the one that was frozen, and all of it
 *   sold at the price that was agreed. `frozen_lines`: the buyer is paying that price already.
 *   `unpaid_limit`: the same, and held while a bank asks, which is limited; the cart, which must
 *   still be the one that was frozen, cannot be changed meanwhile
 */
async function holdStock(
  { context, attempt, invocation }: CompletionRun,
  expiresInSeconds: number,
  against: 'unchanged_cart' | 'frozen_lines' | 'unpaid_limit',
) {
  const { checkoutId, reservationId, cartId, cartVersion, content, paymentId } = attempt;
  const { currency, pricesIncludeTax } = content.totals!;
  const lines = content.lines.map(({ sku, unitPriceMinor, taxClass }) => {
    return { sku, unitPriceMinor, taxClass };
  });
  const cart = { cartId, version: cartVersion };
  const unchanged = { cart, agreed: { currency, pricesIncludeTax, lines } };
  const held = await context.call.cart.reserveStock(
    {
      checkoutId,
      reservationId,
      lines: content.lines.map(({ lineId, sku, quantity }) => ({ lineId, sku, quantity })),
      expiresInSeconds,
      ...(against === 'unchanged_cart' ? unchanged : {}),
      ...(against === 'unpaid_limit'
        ? { cart, unpaid: await unpaidLimit(context, paymentId) }
        : {}),
    },
    invocation,
  );
  if (held.ok) return held;
  if (held.failure.code === 'cart_changed') {
    const { code, message } = held.failure;
    return fail(code, message, { problems: [{ code, message }] });
  }
  return held;
}

async function unpaidLimit({ database, settings }: CompletionRun['context'], paymentId: string) {
  const beside = await database.query<{ sku: string; units: number }>(
    heldBeside(settings, paymentId),
  );
  return { units: settings.unpaidUnits, percent: settings.unpaidStockPercent, beside };
}

function giveBackStock({ context, attempt, invocation }: CompletionRun) {
  const { checkoutId, reservationId, cartId } = attempt;
  return context.call.cart.releaseStock({ checkoutId, reservationId, cartId }, invocation);
}

function confirmStock({ context, attempt, invocation }: CompletionRun) {
  const { checkoutId, reservationId } = attempt;
  return context.call.cart.confirmStock({ checkoutId, reservationId }, invocation);
}

/** @param groups the buyer's, as the cart knew them when the stock was held */
function authorize({ context, attempt, invocation }: CompletionRun, groups: readonly string[]) {
  const totals = attempt.content.totals!;
  const kind = paymentMethodKind.safeParse(attempt.method).data;
  return context.call.payment.authorizePayment(
    {
      paymentId: attempt.paymentId,
      checkoutId: attempt.checkoutId,
      orderId: attempt.orderId,
      orderNumber: attempt.orderNumber,
      amountMinor: totals.totalMinor,
      currency: totals.currency,
      methodCode: attempt.method,
      ...(kind === undefined ? {} : { method: kind }),
      buyer: buyerOf(attempt, attempt.content, groups),
      countries: countriesOf(attempt.content),
      ...(attempt.paymentToken === null ? {} : { token: attempt.paymentToken }),
      ...(attempt.hosted ? { hosted: true } : {}),
      forceChallenge: attempt.forceChallenge,
      returnUrl: attempt.returnUrl,
    },
    invocation,
  );
}

/** The payment as the gateway knows it; undefined when none was begun. */
async function askPayment({ context, attempt, invocation }: CompletionRun) {
  const { paymentId } = attempt;
  const asked = await context.call.payment.getPayment({ paymentId, refresh: true }, invocation);
  if (asked.ok) return ok(asked.value);
  return asked.failure.code === 'payment_not_found'
    ? ok(undefined)
    : fail(asked.failure.code, asked.failure.message);
}
