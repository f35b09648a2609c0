import { z } from 'zod';
import { unknownSchema, type ExternalCall } from '../exchange/external-call.ts';

export type { ExternalCall, Unknown } from '../exchange/external-call.ts';

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

export interface FindSmsRequest {
  to: string;
  from: string;
  body: string;
  /** UTC, ISO 8601: older messages are others. */
  since: string;
}

export const findSmsResultSchema = z.discriminatedUnion('status', [
  /** Those that were taken and have not failed, newest first; none where there is none. */
  z.object({ status: z.literal('listed'), providerMessageIds: z.array(z.string()) }),
  unknownSchema,
]);

export type FindSmsResult = z.infer<typeof findSmsResultSchema>;
export type SendSmsResult = z.infer<typeof sendSmsResultSchema>;

export interface Sms {
  /** Sends each time that it is called: providers keep no keys of messages. */
  send(request: SendSmsRequest, call?: ExternalCall): Promise<SendSmsResult>;
  /** What the provider's own list has of this text to this person. */
  find(request: FindSmsRequest, call?: ExternalCall): Promise<FindSmsResult>;
  close(): Promise<void>;
}
