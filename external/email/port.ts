import { z } from 'zod';
import { unknownSchema, type ExternalCall } from '../exchange/external-call.ts';

export type { ExternalCall, Unknown } from '../exchange/external-call.ts';

export interface SendEmailRequest {
  /** Our own id; becomes the Message-ID, so that a mail sent twice can be seen. */
  messageId: string;
  from: { name: string; address: string };
  to: string;
  subject: string;
  html: string;
  text: string;
  headers?: Record<string, string>;
}

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

export interface Email {
  send(request: SendEmailRequest, call?: ExternalCall): Promise<SendEmailResult>;
  close(): Promise<void>;
}
