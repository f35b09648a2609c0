import { paymentMethodKind } from '#contracts/shapes.ts';
import { derivedId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { CompletionRun } from './completion-run.ts';
import { buyerOf, countriesOf } from '../quoting/offered-methods.ts';
import { heldBeside } from '../risk/unpaid-limits.ts';

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
