import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { GatewaySilent } from '../payments/gateway.ts';
import {
  readPayment,
  toPayment,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { settle } from './settle-payment.ts';

const openStates = [
  'authorizing',
  'requires_action',
  'capturing',
  'capturing_part',
  'releasing',
  'voiding',
  'review',
];

export function getPayment(context: Context): Handler<'payment', 'getPayment'> {
  return async ({ paymentId, refresh }, invocation) => {
    const row = await context.database.first<PaymentRow>(readPayment(paymentId), invocation);
    if (!row) return fail('payment_not_found', 'There is no such payment.');
    if (!refresh || !openStates.includes(row.state)) return ok(toPayment(row));
    try {
      return ok(toPayment(await settle(context, row, invocation)));
    } catch (error) {
      if (error instanceof GatewaySilent) return ok(toPayment(row));
      throw error;
    }
  };
}
