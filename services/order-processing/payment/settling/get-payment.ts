import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { GatewaySilent } from '../payments/gateway.ts';
import { toPayment, type Context } from '../payments/payment-store.ts';
import { look } from './settle-payment.ts';
import { settlingEffectsOf, type SettlingEffects } from './settling-effects.ts';

const openStates = [
  'authorizing',
  'requires_action',
  'capturing',
  'capturing_part',
  'releasing',
  'voiding',
  'review',
];

/** As it stands here; refreshed, what is open is asked of the gateway first. */
export async function gettingPlot(
  { read, call }: Pick<SettlingEffects, 'read' | 'call'>,
  refresh: boolean,
) {
  const row = await read.payment();
  if (!row) return fail('payment_not_found', 'There is no such payment.');
  if (!refresh || !openStates.includes(row.state)) return ok(toPayment(row));
  try {
    return ok(toPayment(await look({ call }, row)));
  } catch (error) {
    if (error instanceof GatewaySilent) return ok(toPayment(row));
    throw error;
  }
}

/** The plot over the gateway and the database themselves. */
export function getPayment(context: Context): Handler<'payment', 'getPayment'> {
  return ({ paymentId, refresh }, invocation) =>
    gettingPlot(settlingEffectsOf(context, paymentId, undefined, invocation), refresh);
}
