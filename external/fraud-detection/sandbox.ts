import { sandboxDefaults, sandboxKeys, type SandboxAddress } from '../exchange/sandbox-keys.ts';
import { MinFraud } from './minfraud/minfraud.ts';
import type { FraudDetection } from './port.ts';

/** The production adapter, pointed at the sandbox. */
export function sandboxFraudDetection(
  { httpUrl, secret }: SandboxAddress,
  timeoutMs: number,
): FraudDetection {
  return new MinFraud({
    baseUrl: httpUrl,
    accountId: sandboxDefaults.fraudAccountId,
    licenseKey: sandboxKeys(secret).fraudLicenseKey,
    service: 'insights',
    timeoutMs,
    challengeFromScore: 30,
    denyFromScore: 80,
  });
}
