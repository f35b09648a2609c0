import { z } from 'zod';
import { unknownSchema, type ExternalCall } from '../external-call.ts';

export type { ExternalCall, Unknown } from '../external-call.ts';

export interface SendSmsRequest {
  idempotencyKey: string;
  /** E.164, e.g. +4915112345678. */
  to: string;
  /** E.164 number or alphanumeric sender. */
  from: string;
  body: string;
}

export const sendSmsResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('sent'), providerMessageId: z.string() }),
  z.object({
    status: z.literal('rejected'),
    /** `to_invalid`, `from_invalid`, `unsubscribed`, `malformed`, or `provider_<number>`. */
    code: z.string(),
    permanent: z.boolean(),
    detail: z.string().optional(),
  }),
  unknownSchema,
]);

export type SendSmsResult = z.infer<typeof sendSmsResultSchema>;

export interface Sms {
  send(request: SendSmsRequest, call?: ExternalCall): Promise<SendSmsResult>;
  close(): Promise<void>;
}
