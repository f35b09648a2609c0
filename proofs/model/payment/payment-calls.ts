import type { Effect, Effects } from '../told.ts';
import type { PaymentOperation, Payments } from './payment.ts';

/** What others ask of payment, with all that it may answer them. */
export function paymentCalls(payments: Payments): Effects {
  const asking = (operation: PaymentOperation): Effect => {
    const does = payments[operation];
    return { calls: true, answers: does.answers, does };
  };
  return {
    'payment.authorizePayment': asking('authorizePayment'),
    'payment.getPayment refreshed': asking('getPayment refreshed'),
    'payment.getPayment': { ...asking('getPayment'), takesBack: true },
    'payment.capturePayment': asking('capturePayment'),
    'payment.capturePayment for what has left': asking('capturePayment for what has left'),
    'payment.voidPayment': { ...asking('voidPayment'), takesBack: true },
    'payment.refundPayment': { ...asking('refundPayment'), takesBack: true },
  };
}
