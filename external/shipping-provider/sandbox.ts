import { sandboxDefaults, sandboxKeys, type SandboxAddress } from '../exchange/sandbox-keys.ts';
import type { ShippingProvider } from './port.ts';
import { ShipEngine } from './shipengine/shipengine.ts';

/** The production adapter, pointed at the sandbox. */
export function sandboxShippingProvider(
  { httpUrl, secret }: SandboxAddress,
  timeoutMs: number,
): ShippingProvider {
  return new ShipEngine({
    baseUrl: httpUrl,
    apiKey: sandboxKeys(secret).carrierApiKey,
    carrierIds: [...sandboxDefaults.carrierIds],
    jwksUrl: `${httpUrl}/jwks`,
    timeoutMs,
  });
}
