import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { Context } from '../payments/payment-store.ts';

/** Of the provider that takes new payments. */
export function getAmountStep({ external }: Context): Handler<'payment', 'getAmountStep'> {
  return ({ currency }) => {
    const stepMinor = external.paymentGateway.chosen.amounts.stepOf(currency);
    return Promise.resolve(ok({ stepMinor }));
  };
}
