import { sandboxDefaults } from '../sandbox-defaults.ts';
import type { ShippingProvider } from './port.ts';
import { ShipEngine } from './shipengine.ts';

/** The production adapter, pointed at the sandbox. */
export function sandboxShippingProvider(baseUrl: string, timeoutMs: number): ShippingProvider {
  return new ShipEngine({
    baseUrl,
    apiKey: sandboxDefaults.carrierApiKey,
    carrierIds: [...sandboxDefaults.carrierIds],
    timeoutMs,
  });
}
