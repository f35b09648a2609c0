import { z } from 'zod';
import { sandboxDefaults, sandboxKeys } from '../../exchange/sandbox-keys.ts';
import { provider } from '../../provider.ts';
import { TwilioSms } from './twilio.ts';

export const twilio = provider({
  system: 'sms',
  id: 'twilio',
  called: 'Twilio',
  settings: z.object({
    TWILIO_ACCOUNT_SID: z.string().regex(/^AC[0-9a-f]{32}$/i, 'is no account SID (AC…)'),
    TWILIO_AUTH_TOKEN: z.string(),
    TWILIO_MESSAGING_SERVICE_SID: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/i, 'is no SID of a messaging service (MG…)')
      .optional()
      .describe('Texts go by this service of Twilio’s, which chooses the number they are from'),
  }),
  beside: z.object({
    KONTOR_SHOP_PHONE: z.string().describe('Which the texts are from'),
  }),
  connection: (read) => ({
    baseUrl: 'https://api.twilio.com',
    accountSid: read.TWILIO_ACCOUNT_SID,
    authToken: read.TWILIO_AUTH_TOKEN,
    messagingServiceSid: read.TWILIO_MESSAGING_SERVICE_SID,
  }),
  sandbox: ({ httpUrl, secret }) => ({
    baseUrl: httpUrl,
    accountSid: sandboxDefaults.smsAccountSid,
    authToken: sandboxKeys(secret).smsAuthToken,
    messagingServiceSid: undefined,
  }),
  open: (connection) => new TwilioSms(connection),
  webhook: { secrets: ({ authToken }) => [authToken] },
});
