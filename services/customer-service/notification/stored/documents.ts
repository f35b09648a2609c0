import { z } from 'zod';
import { notification } from '#contracts/notification/index.ts';
import { defineDocument } from '#platform/documents/documents.ts';

/** What a template is filled with. */
export const dataDocument = defineDocument({
  name: 'message-data',
  columns: ['message.data'],
  v: 1,
  schema: notification.operations.sendMessage.input.shape.data,
  readBySql: [
    { at: 'messages/message-store.ts', fields: ['orderId'], v: 1 },
    { at: 'migrations/0024-order-number-index.sql', fields: ['orderNumber'], v: 1 },
    { at: 'previews/preview-order-mail.ts', fields: ['orderNumber'], v: 1 },
    { at: 'messages/read-content.ts', fields: ['orderId'], v: 1 },
    { at: 'reports/apply-report.ts', fields: ['orderId'], v: 1 },
  ],
});

const schemed = {
  action: z.string(),
  actionDark: z.string(),
  onActionDark: z.string(),
  link: z.string(),
  linkDark: z.string(),
  sale: z.string(),
  saleDark: z.string(),
};
/** As `MailLook`. */
const look = z.object({
  language: z.string(),
  direction: z.enum(['ltr', 'rtl']),
  start: z.enum(['left', 'right']),
  end: z.enum(['left', 'right']),
  name: z.string(),
  logo: z
    .object({ url: z.string(), altText: z.string(), width: z.number(), height: z.number() })
    .nullable(),
  imprint: z.string(),
  ...schemed,
});

/** The words of a template with what they say of the shop; nothing of any person. */
export const wordsDocument = defineDocument({
  name: 'message-words',
  columns: ['message_words.words'],
  v: 1,
  schema: z.object({
    source: z.object({
      subject: z.string(),
      text: z.string(),
      html: z.string(),
      sms: z.string().nullable(),
    }),
    shop: z.looseObject({ name: z.string() }),
    publicUrl: z.string(),
    withdrawals: z.literal(true).optional(),
    defaultLocale: z.string().optional(),
    look: look.optional(),
  }),
});

export const notificationDocuments = [dataDocument, wordsDocument];
