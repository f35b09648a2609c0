import { sandboxDefaults } from '../sandbox-defaults.ts';
import type { TaxCalculation } from './port.ts';
import { StripeTax } from './stripe-tax.ts';

/** The production adapter, pointed at the sandbox. */
export function sandboxTaxCalculation(baseUrl: string, timeoutMs: number): TaxCalculation {
  return new StripeTax({ baseUrl, secretKey: sandboxDefaults.taxSecretKey, timeoutMs });
}
