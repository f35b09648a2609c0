import { z } from 'zod';
import { leftOut, open } from '#kernel/open-values.ts';
import { whatWaits } from '../every-service/outgoing.ts';
import { id, timestamp } from '../shapes.ts';

/** Messages as staff see them. Schemas only. */

export const messageState = z.enum(['queued', 'sent', 'suppressed', 'failed']);
export const openMessageState = open(messageState, { unknownAs: 'queued' });
const messagePart = z
  .strictObject({
    state: open(z.enum(['none', 'queued', 'sending', 'sent', 'failed', 'suppressed']), {
      unknownAs: 'queued',
    }),
    attempts: z.int().min(0),
    error: z
      .string()
      .nullable()
      .meta({ description: 'Why the last attempt did not send it', examples: ['timeout: CONN'] }),
    sentAt: timestamp.nullable(),
    delivery: z
      .strictObject({
        state: open(z.enum(['accepted', 'sent', 'delivered', 'undelivered']), {
          unknownAs: 'accepted',
        }),
        error: z
          .string()
          .nullable()
          .meta({ examples: ['550 5.1.1 The mailbox does not exist'] }),
        at: timestamp,
      })
      .nullable()
      .optional()
      .meta({ description: 'What the provider reported since; null where it reported nothing' }),
  })
  .meta({ id: 'MessagePart' });

export const messageShape = z
  .strictObject({
    messageId: id,
    template: z.string().meta({ examples: ['order_confirmation'] }),
    channel: z.string(),
    locale: z.string(),
    customerId: id.nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    state: openMessageState,
    emailPart: messagePart,
    smsPart: messagePart,
    createdAt: timestamp,
    subject: z.string().nullable().optional().meta({
      description: 'As it was sent; null where nothing was, or it is kept no more',
    }),
    templateVersion: z.int().nullable().optional().meta({
      description: 'Of the shop’s own template that was sent; 0: the built-in one',
    }),
    templateNotice: z.string().nullable().optional().meta({
      description: 'Why the shop’s own template could not be used',
    }),
    attachments: z
      .array(z.strictObject({ fileName: z.string(), bytes: z.int() }))
      .optional()
      .meta({ examples: [[{ fileName: 'INV-2026-000042.pdf', bytes: 41_300 }]] }),
    resentOf: id.nullable().optional().meta({ description: 'The message that it repeats' }),
    /** When it was changed last, to the second. */
    updatedAt: timestamp.optional(),
    /** Where its repeat was just asked to wait: this is then the first message, as it is. */
    ...whatWaits,
  })
  .meta({ id: 'Message' });

export const suppressionShape = z
  .strictObject({
    suppressionId: id,
    part: open(z.enum(['email', 'sms']), { unknownAs: leftOut }),
    address: z.string().meta({ examples: ['ada@example.com'] }),
    reason: open(z.enum(['hard_bounce', 'complaint', 'unsubscribed', 'stop']), {
      unknownAs: 'complaint',
    }).meta({
      description: '`stop`: the person wrote STOP, or the provider says so',
    }),
    channel: z.string().nullable().meta({ description: 'Null: of all channels' }),
    stopsAll: z.boolean().meta({
      description: 'False: messages about orders and the account are sent all the same',
    }),
    source: z.string().meta({ description: 'Who told it: `provider` or `person`' }),
    messageId: id.nullable(),
    detail: z.string().nullable(),
    since: timestamp,
  })
  .meta({ id: 'Suppression' });

export const messageReviewShape = z
  .strictObject({
    reviewId: id,
    reason: z.string().meta({ examples: ['webhook_unknown'] }),
    detail: z.record(z.string(), z.unknown()).meta({
      description: '`body`: what the provider reported, word for word',
    }),
    createdAt: timestamp,
  })
  .meta({ id: 'MessageReview' });
