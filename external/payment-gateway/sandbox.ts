import { sandboxKeys, type SandboxAddress } from '../exchange/sandbox-keys.ts';
import { StripePaymentGateway } from './stripe/stripe.ts';
import type { PaymentGateway } from './port.ts';

/** The production adapter, pointed at the sandbox. */
export function sandboxPaymentGateway(
  { httpUrl, secret }: SandboxAddress,
  timeoutMs: number,
): PaymentGateway {
  return new StripePaymentGateway({
    baseUrl: httpUrl,
    secretKey: sandboxKeys(secret).paymentSecretKey,
    timeoutMs,
  });
}
