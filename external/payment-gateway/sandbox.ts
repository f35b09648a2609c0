import { sandboxDefaults } from '../sandbox-defaults.ts';
import { StripePaymentGateway } from './stripe.ts';
import type { PaymentGateway } from './port.ts';

/** The production adapter, pointed at the sandbox. */
export function sandboxPaymentGateway(baseUrl: string, timeoutMs: number): PaymentGateway {
  return new StripePaymentGateway({
    baseUrl,
    secretKey: sandboxDefaults.paymentSecretKey,
    timeoutMs,
  });
}
