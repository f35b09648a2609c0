import { z } from 'zod';
import { command, defineContract, failure } from '#kernel/contract.ts';
import { id, timestamp } from './shapes.ts';

export const templateName = z.enum([
  'order_confirmation',
  'order_cancelled',
  'order_refunded',
  'parcel_shipped',
  'parcel_out_for_delivery',
  'parcel_delivered',
  'parcel_exception',
  'verify_email',
  'reset_password',
  'account_exists',
  'password_changed',
  'ticket_reply',
  'low_stock',
]);

/** Templates, e-mail and SMS, preferences; each message once, with its state and retries. */
export const notification = defineContract({
  service: 'notification',
  operations: {
    /** Takes a message to be sent by e-mail, and by SMS where the template has one and a phone is given. Once per message id. */
    sendMessage: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        messageId: id,
        template: templateName,
        email: z.string().nullable(),
        phone: z.string().nullable(),
        /** Whose preferences count; null for people without an account. */
        customerId: id.nullable(),
        /** What the template is filled with. Secrets (a link's token) go into `sealed`. */
        data: z.record(z.string(), z.unknown()),
        /** Encrypted for notification with its key; opened only to send, deleted once sent. */
        sealed: z.string().optional(),
        /** Not sent after this: the link that it carries is dead then. */
        expiresAt: timestamp.optional(),
      }),
      output: z.strictObject({
        messageId: id,
        state: z.enum(['queued', 'sent', 'suppressed', 'failed']),
      }),
      failures: { template_unknown: failure('invalid') },
    }),
  },
  events: {},
});
