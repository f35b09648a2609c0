import { sandboxDefaults, sandboxKeys, type SandboxAddress } from '../exchange/sandbox-keys.ts';
import type { Sms } from './port.ts';
import { TwilioSms } from './twilio/twilio.ts';

/** The production adapter, pointed at the sandbox. */
export function sandboxSms({ httpUrl, secret }: SandboxAddress, timeoutMs: number): Sms {
  return new TwilioSms({
    baseUrl: httpUrl,
    accountSid: sandboxDefaults.smsAccountSid,
    authToken: sandboxKeys(secret).smsAuthToken,
    timeoutMs,
  });
}
