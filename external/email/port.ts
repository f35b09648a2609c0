import { z } from 'zod';
import {
  unknownSchema,
  webhookRefusalSchema,
  type ExternalCall,
  type WebhookRequest,
} from '../exchange/external-call.ts';

export type { ExternalCall, Unknown, WebhookRequest } from '../exchange/external-call.ts';

export interface SendEmailRequest {
  /** Our own id; becomes the Message-ID, so that a mail sent twice can be seen. */
  messageId: string;
  from: { name: string; address: string };
  to: string;
  subject: string;
  html: string;
  text: string;
  headers?: Record<string, string>;
  /** Together at most `attachedBytesMax`. */
  attachments?: readonly EmailAttachment[];
}

export interface EmailAttachment {
  /** No path: letters, digits, `.`, `-` and `_`. */
  fileName: string;
  contentType: string;
  base64: string;
}

/** What most mail servers take with a mail, once it is encoded. */
export const attachedBytesMax = 7_000_000;

export const sendEmailResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('sent'), providerMessageId: z.string() }),
  z.object({
    status: z.literal('rejected'),
    /** `recipient_rejected`, `sender_rejected`, `message_rejected`, `malformed`. */
    code: z.string(),
    /** false: the server asked to try again later. */
    permanent: z.boolean(),
    detail: z.string().optional(),
  }),
  unknownSchema,
]);

export type SendEmailResult = z.infer<typeof sendEmailResultSchema>;

/** What became of a mail after it was sent, as who carries it reports. */
export const emailReportSchema = z.object({
  /** The provider's own id of the report: repeated, it is the same. */
  id: z.string(),
  kind: z.enum([
    'delivered',
    /** Not yet: it is tried again. */
    'deferred',
    /** The address takes no mails, for good. */
    'bounced',
    /** This mail was not taken, others may be. */
    'refused',
    /** The reader called it unwanted. */
    'complained',
    'unsubscribed',
    /** That it was opened and the like, which is nobody's business here. */
    'passing',
    /** Not understood: for a person. */
    'other',
  ]),
  email: z.string(),
  /** Ours, where the report names it. */
  messageId: z.string().nullable(),
  occurredAt: z.string(),
  detail: z.string().nullable(),
  /** Of one that is not understood: word for word as it came. */
  body: z.string().optional(),
});

export type EmailReport = z.infer<typeof emailReportSchema>;

export const emailWebhookResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), reports: z.array(emailReportSchema) }),
  webhookRefusalSchema,
]);

export type EmailWebhookResult = z.infer<typeof emailWebhookResultSchema>;

export interface Email {
  send(request: SendEmailRequest, call?: ExternalCall): Promise<SendEmailResult>;
  /** What a signed webhook reports of mails. */
  verifyWebhook(request: WebhookRequest): EmailWebhookResult;
  close(): Promise<void>;
}
