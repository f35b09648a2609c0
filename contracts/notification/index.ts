import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { commonPromises } from '../every-service/promises.ts';
import { expectsSinceVersion2 } from '../overtaken.ts';
import { openMessageState } from './message-shapes.ts';
import { mailTemplateOperations as mailTemplates } from './mail-templates.ts';
import {
  notificationOperations,
  reminderTemplate,
  templateName,
  withdrawalTemplate,
} from './shapes.ts';
import { resendingPromises } from './resending.ts';
import { mailSenderPromises } from './sender.ts';
import { watchMailPromises } from './watch-mails.ts';
import { mailSubscriptionPromises } from './subscriptions.ts';
import { id, timestamp } from '../shapes.ts';
import { emailWebhook, smsWebhook, webhookOutcome } from '../webhook-shapes.ts';
import { open } from '#kernel/open-values.ts';

export { sentTemplate } from './shapes.ts';

const reading = { access: 'notifications:read' } as const;
const writing = { access: 'notifications:write', idempotency: 'natural' } as const;
const operations = notificationOperations;
const webhookReply = z.strictObject({ outcome: webhookOutcome });

/** What notification promises to people; customer promises the same and hands it on. */
export const notificationPromises = {
  ...mailSubscriptionPromises,
  ...resendingPromises,
  ...mailSenderPromises,
  listMessages: query({ ...reading, ...operations.listMessages }),
  getMessage: query({ ...reading, ...operations.getMessage }),
  getMessageContent: query({ ...reading, ...operations.getMessageContent }),
  retryMessage: command({ scope: 'thing', ...writing, ...operations.retryMessage }),
  listMessageReviews: query({ ...reading, ...operations.listMessageReviews }),
  listSuppressions: query({ ...reading, ...operations.listSuppressions }),
  liftSuppression: command({ scope: 'all', ...writing, ...operations.liftSuppression }),
  /** What a mail provider reports, raw as it came. */
  receiveEmailWebhook: command({ ...emailWebhook, output: webhookReply }),
  /** What a provider of texts tells, raw as it came. */
  receiveSmsWebhook: command({ ...smsWebhook, output: webhookReply }),
  listTemplates: query({ ...reading, ...operations.listTemplates }),
  getTemplate: query({ ...reading, ...operations.getTemplate }),
  putTemplate: command({ scope: 'channel', ...writing, ...operations.putTemplate }),
  resetTemplate: command({ scope: 'channel', ...writing, ...operations.resetTemplate }),
  previewTemplate: query({ ...reading, ...operations.previewTemplate }),
  getMailTemplate: query({ ...reading, ...mailTemplates.getMailTemplate }),
  putMailTemplate: command({ scope: 'channel', ...writing, ...mailTemplates.putMailTemplate }),
  resetMailTemplate: command({
    ...expectsSinceVersion2,
    scope: 'channel',
    ...writing,
    ...mailTemplates.resetMailTemplate,
  }),
  previewOrderMail: query({ ...reading, ...mailTemplates.previewOrderMail }),
  previewMailTemplate: query({ ...reading, ...mailTemplates.previewMailTemplate }),
  getPreferences: query({
    access: 'owner',
    staff: 'customers:read',
    ...operations.getPreferences,
  }),
  putPreferences: command({
    scope: 'channel',
    access: 'owner',
    staff: 'customers:write',
    idempotency: 'natural',
    ...operations.putPreferences,
  }),
};

/** Go with the e-mail. Together no more than the broker carries. */
const attachments = z
  .array(
    z.strictObject({
      fileName: z.string().regex(/^[\w.-]{1,100}$/),
      contentType: z.string().regex(/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/),
      base64: z.string().max(700_000),
    }),
  )
  .max(3);

/** Templates, e-mail and SMS, preferences; each message once, with its state and retries. */
export const notification = defineContract({
  service: 'notification',
  operations: {
    ...commonPromises,
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
        attachments: attachments.optional(),
        /** Not sent after this: the link that it carries is dead then. */
        expiresAt: timestamp.optional(),
      }),
      output: z.strictObject({ messageId: id, state: openMessageState }),
      failures: { template_unknown: failure('invalid') },
    }),
    /** As `sendMessage`, what is said about a withdrawal from a contract. */
    sendWithdrawalMessage: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        messageId: id,
        template: withdrawalTemplate,
        email: z.string(),
        customerId: id.nullable(),
        data: z.record(z.string(), z.unknown()),
      }),
      output: z.strictObject({ messageId: id, state: openMessageState }),
    }),
    /** As `sendMessage`, that an invoice is overdue. */
    sendPaymentReminder: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        messageId: id,
        template: reminderTemplate,
        email: z.string(),
        customerId: id.nullable(),
        data: z.record(z.string(), z.unknown()),
        attachments: attachments.optional(),
      }),
      output: z.strictObject({ messageId: id, state: openMessageState }),
    }),
    ...watchMailPromises,
    ...notificationPromises,
  },
  events: {
    /** A message about an order did not reach its customer. */
    'notification.message_unreached': {
      version: 1,
      data: z.strictObject({
        messageId: id,
        orderId: id,
        template: z.string(),
        part: open(z.enum(['email', 'sms']), { unknownAs: 'email' }),
        reason: z.string(),
      }),
    },
  },
});
