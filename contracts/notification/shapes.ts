import { z } from 'zod';
import {
  id,
  locale,
  page,
  pageFailures,
  pageOf,
  sortBy,
  text,
  timestamp,
  updatedSince,
} from '../shapes.ts';
import { failure } from '#kernel/contract.ts';
import { leftOut, open } from '#kernel/open-values.ts';
import {
  messageReviewShape,
  messageShape,
  messageState,
  openMessageState,
  suppressionShape,
} from './message-shapes.ts';
import { preferenceOperations } from './preferences.ts';
import { ofKind } from '../text-kinds.ts';

/** What notification promises to people, and customer hands on. Schemas only. */

export const templateName = z
  .enum([
    'order_confirmation',
    'order_cancelled',
    'order_refunded',
    'order_credited',
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
  ])
  .meta({ id: 'TemplateName', examples: ['order_confirmation'] });

/**
 * What the last release cannot send: asked for by an operation of its own, so that no other mail
 * waits for a newer version. Its words are changed by operations of their own too, `mailTemplateOperations`.
 */
export const withdrawalTemplate = z.enum(['withdrawal_received', 'withdrawal_notice']);
/** As those of a withdrawal. */
export const reminderTemplate = z.enum(['payment_reminder']);
/** As those of a withdrawal. */
export const watchTemplate = z.enum(['watch_confirmation', 'back_in_stock']);
/** Made here, of what auth tells. */
const guardTemplate = z.enum(['guard_changed', 'email_change']);
export const sentTemplate = z
  .enum([
    ...templateName.options,
    ...withdrawalTemplate.options,
    ...reminderTemplate.options,
    ...watchTemplate.options,
    ...guardTemplate.options,
  ])
  .meta({ id: 'MailName', examples: ['order_confirmation'] });

const openTemplateName = open(sentTemplate, { unknownAs: leftOut });

const source = ofKind('markup', z.string().min(1).max(60_000));
export const templateSource = z
  .strictObject({
    subject: text(300).meta({ examples: ['Your order {{ orderNumber }}'] }),
    text: source.meta({
      description: 'Plain text, Liquid',
      examples: ['Thank you for your order {{ orderNumber }}.'],
    }),
    html: source.meta({
      description: 'HTML, Liquid; every output is escaped',
      examples: ['<p>Thank you for your order {{ orderNumber }}.</p>'],
    }),
    sms: text(1_000)
      .nullable()
      .meta({ description: 'Null: nothing is sent by SMS', examples: [null] }),
  })
  .meta({ id: 'TemplateSource' });

export const templatePreview = z
  .strictObject({
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    sms: z.string().nullable(),
  })
  .meta({ id: 'TemplatePreview' });

export const templateShape = templateSource
  .extend({
    name: templateName,
    locale: z.string(),
    customised: z.boolean().meta({ description: 'False: the built-in one' }),
    version: z.int().meta({ description: '0 for a built-in one; rises with each change' }),
  })
  .meta({ id: 'Template' });

const named = z.strictObject({ name: templateName, locale });
const invalid = z.strictObject({
  part: z.string(),
  reason: z.string(),
  line: z.int().optional(),
  variable: z.string().optional().meta({ description: 'What it names and the message has not' }),
});
export const templateInvalid = { template_invalid: failure('invalid', invalid) };
const messageNotFound = { message_not_found: failure('not_found') };
const messageFilters = {
  template: templateName.optional(),
  delivery: z.enum(['delivered', 'undelivered']).optional().meta({
    description: 'Of which a part was reported so; `undelivered`: what did not reach its reader',
  }),
  inChannel: z.string().max(40).optional(),
  createdFrom: timestamp.optional(),
  createdBefore: timestamp.optional(),
};

/** Input, output and failures of what people may ask about messages. */
export const notificationOperations = {
  /** Newest first. */
  listMessages: {
    input: page.extend({
      state: messageState.optional(),
      customerId: id.optional(),
      email: z.string().max(254).optional(),
      ...messageFilters,
      updatedSince,
      sort: sortBy('created', 'updated').optional().meta({
        description: '`created_descending` unless told, `updated_ascending` with `updatedSince`',
      }),
    }),
    output: pageOf(messageShape),
    failures: pageFailures,
  },
  getMessage: {
    input: z.strictObject({ messageId: id }),
    output: messageShape,
    failures: messageNotFound,
  },
  /** What was sent; links that open something are hidden. */
  getMessageContent: {
    input: z.strictObject({ messageId: id }),
    output: z
      .strictObject({
        subject: z.string(),
        text: z.string(),
        html: z.string(),
        sms: z.string().nullable(),
        asSent: z.boolean().meta({
          description: 'False: made by another version of Kontor, so it may differ in details',
        }),
      })
      .meta({ id: 'MessageContent' }),
    failures: { ...messageNotFound, content_gone: failure('gone') },
  },
  /** Sends the failed parts of a message again. */
  retryMessage: {
    input: z.strictObject({ messageId: id }),
    output: messageShape,
    failures: {
      ...messageNotFound,
      /** Nothing of it has failed, or its secret link is gone. */
      message_not_retryable: failure('conflict', z.strictObject({ state: openMessageState })),
    },
  },
  /** Newest first: what of the reports on messages a person has to look at. */
  listMessageReviews: {
    input: page,
    output: pageOf(messageReviewShape),
    failures: { ...pageFailures, all_channels_needed: failure('forbidden') },
  },
  /** Addresses that are written to no more, newest first. */
  listSuppressions: {
    input: page.extend({
      part: z.enum(['email', 'sms']).optional(),
      address: z.string().max(320).optional(),
    }),
    output: pageOf(suppressionShape),
    failures: pageFailures,
  },
  /** Writes to an address again. */
  liftSuppression: {
    input: z.strictObject({ suppressionId: id }),
    output: z.strictObject({}),
    failures: { suppression_not_found: failure('not_found') },
  },
  listTemplates: {
    input: z.strictObject({}),
    output: pageOf(
      z
        .strictObject({
          name: openTemplateName,
          purpose: open(z.enum(['transactional', 'notice', 'marketing']), {
            unknownAs: 'marketing',
          }).meta({
            description:
              '`transactional`: of an order or an account, cannot be unsubscribed from; `marketing` needs consent',
          }),
          sms: z.boolean(),
          locales: z.array(
            z.strictObject({ locale: z.string(), customised: z.boolean(), version: z.int() }),
          ),
        })
        .meta({ id: 'TemplateSummary' }),
    ),
  },
  /** As it is used in this channel for people of this language. */
  getTemplate: { input: named, output: templateShape, failures: {} },
  /** Changes a template for this channel and language; the built-in one stays beneath. */
  putTemplate: {
    input: templateSource.extend({ ...named.shape, expectedVersion: z.int().optional() }),
    output: templateShape,
    failures: {
      ...templateInvalid,
      version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
    },
  },
  /** Goes back to the built-in template. */
  resetTemplate: {
    input: named,
    output: z.strictObject({}),
    failures: { template_not_customised: failure('not_found') },
  },
  /** Fills a template, or a draft of one, with sample data. Nothing is sent. */
  previewTemplate: {
    input: named.extend({ draft: templateSource.optional() }),
    output: templatePreview,
    failures: templateInvalid,
  },
  ...preferenceOperations,
} as const;
