import { z } from 'zod';
import {
  unknownSchema,
  webhookRefusalSchema,
  type ExternalCall,
  type WebhookRequest,
} from '../exchange/external-call.ts';

export type { ExternalCall, Unknown, WebhookRequest } from '../exchange/external-call.ts';

export interface SendSmsRequest {
  idempotencyKey: string;
  /** E.164, e.g. +4915112345678. */
  to: string;
  /** E.164 number or alphanumeric sender. */
  from: string;
  body: string;
  /** Where the provider reports what became of it; left out where it cannot reach us. */
  reportsTo?: string | undefined;
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

/** What became of a text after it was sent, or what somebody wrote to us. */
export const smsReportSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('state'),
    /** The provider's own id of the text. */
    providerMessageId: z.string(),
    state: z.enum(['queued', 'sent', 'delivered', 'undelivered', 'failed', 'other']),
    /** As a rejection names it. */
    code: z.string().nullable(),
    /** Of one that is not understood: word for word as it came. */
    body: z.string().optional(),
  }),
  z.object({
    kind: z.literal('received'),
    id: z.string(),
    from: z.string(),
    /** `stop`: no more texts; `start`: texts again. */
    wish: z.enum(['stop', 'start', 'none']),
  }),
]);

export type SmsReport = z.infer<typeof smsReportSchema>;

export const smsWebhookResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), report: smsReportSchema }),
  webhookRefusalSchema,
]);

export type SmsWebhookResult = z.infer<typeof smsWebhookResultSchema>;

export interface SmsWebhookRequest extends WebhookRequest {
  /** Where the provider sent it, as it knows us: its signature is over that too. */
  url: string;
}

export interface Sms {
  /** Sends each time that it is called: providers keep no keys of messages. */
  send(request: SendSmsRequest, call?: ExternalCall): Promise<SendSmsResult>;
  /** What the provider's own list has of this text to this person. */
  find(request: FindSmsRequest, call?: ExternalCall): Promise<FindSmsResult>;
  /** What a signed webhook tells. */
  verifyWebhook(request: SmsWebhookRequest): SmsWebhookResult;
  close(): Promise<void>;
}
