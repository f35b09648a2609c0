import { sandboxDefaults } from '../sandbox-defaults.ts';
import type { Sms } from './port.ts';
import { TwilioSms } from './twilio.ts';

/** The production adapter, pointed at the sandbox. */
export function sandboxSms(baseUrl: string, timeoutMs: number): Sms {
  return new TwilioSms({
    baseUrl,
    accountSid: sandboxDefaults.smsAccountSid,
    authToken: sandboxDefaults.smsAuthToken,
    timeoutMs,
  });
}
