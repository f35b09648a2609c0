import { type Allocation, paymentMethodKind } from '#contracts/shapes.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { fail, type Failure, ok, type Result } from '#kernel/result.ts';
import {
  afterLosing,
  type CompletionRun,
  type Outcome,
  recordChallenge,
  recordCompleted,
  recordUndoing,
  recordUndone,
  replyStored,
} from './record-completion.ts';
import type { Attempt, StoredReply } from './completion-store.ts';
import { freezeAgain, otherTerms } from '../quoting/freeze-again.ts';
import { derivedId } from '#kernel/ids.ts';
import { buyerOf, countriesOf } from '../quoting/offered-methods.ts';
import { heldBeside } from '../risk/purchase-risk.ts';

export type Payment = OutputOf<'payment', 'getPayment'>;
export type Refusal = Extract<StoredReply, { ok: false }>;
type Answer<Value> = Result<Value, Failure>;

/** The reservation outlives the challenge by so much. */
const graceSeconds = 120;

/**
 * All that completing a checkout does to the world: what it asks of others, and the moves that it
 * records. The plot (`complete-checkout.ts`) knows nothing else, so it can be told over any of them:
 * over services and a database, or over a model of both.
 */
export interface CompletionEffects {
  readonly call: {
    /** Holds what was frozen, all lines or none, for as long as its purpose takes. */
    holdStock(
      against: 'unchanged_cart' | 'frozen_lines' | 'unpaid_limit',
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
    challenged(url: string): Promise<Outcome | 'too_many'>;
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
  /** As many challenges of one payer may wait at once. */
  readonly tooManyChallenges: Refusal;
}

/** The services' and the database's own. */
export function effectsOf(run: CompletionRun): CompletionEffects {
  const { reservationSeconds, challengeSeconds } = run.context.settings;
  return {
    call: {
      holdStock: (against) =>
        holdStock(
          run,
          against === 'unpaid_limit' ? challengeSeconds + graceSeconds : reservationSeconds,
          against,
        ),
      giveBackStock: () => giveBackStock(run),
      confirmStock: () => confirmStock(run),
      authorize: (groups) => authorize(run, groups),
      askPayment: () => askPayment(run),
      voidPayment: () => voidPayment(run),
      async askTermsAgain() {
        const again = await freezeAgain(run.context, run.attempt, run.invocation);
        return again.ok ? otherTerms(again.value.next) : again;
      },
    },
    move: {
      completed: (payment, allocations) => recordCompleted(run, payment, allocations),
      challenged: (url) => recordChallenge(run, url, challengeSeconds),
      undoing: (reply, declineCode) => recordUndoing(run, reply, declineCode),
      undone: (reply, declineCode) => recordUndone(run, reply, declineCode),
    },
    replyStored: () => replyStored(run),
    afterLosing: () => afterLosing(run),
  };
}

/** The calls of completing a checkout. Each is idempotent: repeating one answers what it reached. */

/**
 * Reserves what was frozen, all lines or none; repeating it moves the expiry.
 * @param against `unchanged_cart`: the cart must still be the one that was frozen, and all of it
 *   sold at the price that was agreed. `frozen_lines`: the buyer is paying that price already.
 *   `unpaid_limit`: the same, and held while a bank asks, which is limited
 */
export async function holdStock(
  { context, attempt, invocation }: CompletionRun,
  expiresInSeconds: number,
  against: 'unchanged_cart' | 'frozen_lines' | 'unpaid_limit',
) {
  const { checkoutId, reservationId, cartId, cartVersion, content, paymentId } = attempt;
  const { currency, pricesIncludeTax } = content.totals!;
  const lines = content.lines.map(({ sku, unitPriceMinor, taxClass }) => {
    return { sku, unitPriceMinor, taxClass };
  });
  const unchanged = {
    cart: { cartId, version: cartVersion },
    agreed: { currency, pricesIncludeTax, lines },
  };
  const held = await context.call.cart.reserveStock(
    {
      checkoutId,
      reservationId,
      lines: content.lines.map(({ lineId, sku, quantity }) => ({ lineId, sku, quantity })),
      expiresInSeconds,
      ...(against === 'unchanged_cart' ? unchanged : {}),
      ...(against === 'unpaid_limit' ? { unpaid: await unpaidLimit(context, paymentId) } : {}),
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

export function giveBackStock({ context, attempt, invocation }: CompletionRun) {
  const { checkoutId, reservationId } = attempt;
  return context.call.cart.releaseStock({ checkoutId, reservationId }, invocation);
}

export function confirmStock({ context, attempt, invocation }: CompletionRun) {
  const { checkoutId, reservationId } = attempt;
  return context.call.cart.confirmStock({ checkoutId, reservationId }, invocation);
}

/** @param groups the buyer's, as the cart knew them when the stock was held */
export function authorize(
  { context, attempt, invocation }: CompletionRun,
  groups: readonly string[],
) {
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
      forceChallenge: attempt.forceChallenge,
      returnUrl: attempt.returnUrl,
    },
    invocation,
  );
}

/** The payment as the gateway knows it; undefined when none was begun. */
export async function askPayment({ context, attempt, invocation }: CompletionRun) {
  const { paymentId } = attempt;
  const asked = await context.call.payment.getPayment({ paymentId, refresh: true }, invocation);
  if (asked.ok) return ok(asked.value);
  return asked.failure.code === 'payment_not_found'
    ? ok(undefined)
    : fail(asked.failure.code, asked.failure.message);
}

/**
 * Ok once it is certain that the payment holds nothing and keeps nothing. One that nobody has begun
 * is ended before it begins: the call that would may be on its way still.
 */
export async function voidPayment(run: CompletionRun) {
  const { context, attempt, invocation } = run;
  const { paymentId, checkoutId, orderId, orderNumber, method: methodCode, content } = attempt;
  const { totalMinor: amountMinor, currency } = content.totals!;
  const order = { checkoutId, orderId, orderNumber, amountMinor, currency };
  // Of a code that is no kind payment alone knows the kind; of what never began it does not matter.
  const method = paymentMethodKind.safeParse(methodCode).data ?? 'card';
  const unbegun = { ...order, method, methodCode };
  const reply = await context.call.payment.voidPayment({ paymentId, unbegun }, invocation);
  if (reply.ok) {
    if (reply.value.status === 'voided') return ok(null);
    return fail('payment_unavailable', 'It is not known yet whether the payment was given back.');
  }
  const { code, message, detail } = reply.failure;
  if (code === 'payment_not_found') return ok(null);
  if (code !== 'payment_state_conflict') return fail(code, message);
  if (detail.state === 'captured') return refundAll(run);
  // Held against us: payment's own review has it, not this story.
  context.log.error(
    { invocation, payment: attempt.paymentId, state: detail.state },
    'cannot be voided',
  );
  return ok(null);
}

/** Captured at the gateway though nobody here asked for it: there will be no order, so it goes back. */
async function refundAll({ context, attempt, invocation }: CompletionRun) {
  const { paymentId } = attempt;
  const asked = await context.call.payment.getPayment({ paymentId, refresh: false }, invocation);
  if (!asked.ok) return fail(asked.failure.code, asked.failure.message);
  const amountMinor = asked.value.capturedMinor - asked.value.refundedMinor;
  if (amountMinor === 0) return ok(null);
  const refundId = derivedId('uncompleted', `${paymentId} ${amountMinor}`);
  const reason = 'captured at the gateway without an order';
  const refunded = await context.call.payment.refundPayment(
    { paymentId, refundId, amountMinor, reason },
    invocation,
  );
  if (refunded.ok && refunded.value.status !== 'unknown') return ok(null);
  if (refunded.ok) {
    return fail('payment_unavailable', 'It is not known yet whether the payment was given back.');
  }
  const { code } = refunded.failure;
  context.log.error({ invocation, payment: paymentId, amountMinor, code }, 'cannot be given back');
  return ok(null);
}
