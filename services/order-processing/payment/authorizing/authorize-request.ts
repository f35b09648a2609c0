import type { AuthorizeRequest, Keyless } from '#external/payment-gateway/port.ts';
import type { PaymentRow } from '../payments/payment-store.ts';

type Asked = Pick<
  PaymentRow,
  | 'paymentId'
  | 'amountMinor'
  | 'currency'
  | 'token'
  | 'method'
  | 'forceChallenge'
  | 'returnUrl'
  | 'orderNumber'
>;

/** All but the key, out of what the payment's row has held since it began. */
export function authorizeRequest(asked: Asked): Keyless<AuthorizeRequest> {
  return {
    reference: asked.paymentId,
    amountMinor: asked.amountMinor,
    currency: asked.currency,
    paymentMethodToken: asked.token ?? '',
    method: asked.method,
    captureMethod: 'manual',
    forceChallenge: asked.forceChallenge,
    returnUrl: asked.returnUrl,
    metadata: { order_number: asked.orderNumber },
  };
}
