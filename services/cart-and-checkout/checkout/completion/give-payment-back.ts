import { paymentMethodKind } from '#contracts/shapes.ts';
import { derivedId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { CompletionRun } from './record-completion.ts';

/**
 * Ok once it is certain that the payment holds nothing and keeps nothing. One that nobody has begun
 * is ended before it begins: the call that would may be on its way still.
 */
export async function givePaymentBack(run: CompletionRun) {
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
