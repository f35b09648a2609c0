import { sandboxKeys, type SandboxAddress } from '../exchange/sandbox-keys.ts';
import type { TaxCalculation } from './port.ts';
import { StripeTax } from './stripe-tax/stripe-tax.ts';

/** The production adapter, pointed at the sandbox. */
export function sandboxTaxCalculation(
  { httpUrl, secret }: SandboxAddress,
  timeoutMs: number,
): TaxCalculation {
  return new StripeTax({
    baseUrl: httpUrl,
    secretKey: sandboxKeys(secret).taxSecretKey,
    timeoutMs,
  });
}
