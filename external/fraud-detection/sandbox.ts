import { sandboxDefaults } from '../sandbox-defaults.ts';
import { MinFraud } from './minfraud.ts';
import type { FraudDetection } from './port.ts';

/** The production adapter, pointed at the sandbox. */
export function sandboxFraudDetection(baseUrl: string, timeoutMs: number): FraudDetection {
  return new MinFraud({
    baseUrl,
    accountId: sandboxDefaults.fraudAccountId,
    licenseKey: sandboxDefaults.fraudLicenseKey,
    service: 'insights',
    timeoutMs,
    challengeFromScore: 30,
    denyFromScore: 80,
  });
}
