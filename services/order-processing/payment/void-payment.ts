import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/service.ts';
import { movePayment, settleLater, type Context } from './move-payment.ts';
import { readPayment, toPayment, type PaymentRow } from './payment-store.ts';
import { askVoid } from './settle-void.ts';

/** Wins the move to `voiding` first, so that no capture can win too; then asks the gateway. */
export function voidPayment(context: Context): Handler<'payment', 'voidPayment'> {
  return async ({ paymentId }, invocation) => {
    const detail = { paymentId, move: 'start_void', asksNext: true } as const;
    const row =
      (await movePayment(context, detail, invocation, 'reply')) ??
      (await context.database.first<PaymentRow>(readPayment(paymentId)));
    if (!row) return fail('payment_not_found', 'There is no such payment.');
    const settled =
      row.state === 'voiding' ? await askVoid(context, row, invocation, 'reply') : row;
    const { state } = settled;
    if (state === 'voided' || state === 'failed') {
      return ok({ status: 'voided', payment: toPayment(settled) });
    }
    if (state !== 'voiding') {
      const message = `The payment is ${state}: it cannot be voided.`;
      return fail('payment_state_conflict', message, { state });
    }
    await settleLater(context, paymentId, invocation);
    return ok({ status: 'unknown', payment: toPayment(settled) });
  };
}
