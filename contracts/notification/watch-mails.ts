import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { openMessageState } from './message-shapes.ts';
import { watchTemplate } from './shapes.ts';
import { id, timestamp } from '../shapes.ts';

/** The mails of who wants to be told when something can be bought again. */
export const watchMailPromises = {
  /** As `sendMessage`. The link by which a watch is confirmed is made here, of `data.watchId`. */
  sendWatchMessage: command({
    access: 'internal',
    idempotency: 'natural',
    input: z.strictObject({
      messageId: id,
      template: watchTemplate,
      email: z.string(),
      customerId: id.nullable(),
      data: z.record(z.string(), z.unknown()),
      /** Not sent after this. */
      expiresAt: timestamp.optional(),
    }),
    output: z.strictObject({ messageId: id, state: openMessageState }),
  }),
  /** Of which watch the link of a mail is. */
  readWatchLink: query({
    access: 'internal',
    input: z.strictObject({ token: z.string().max(200) }),
    output: z.strictObject({ watchId: id }),
    failures: { link_invalid: failure('gone') },
  }),
} as const;
