import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';

const byLink = z.strictObject({
  token: z.string().min(1).max(200).meta({ description: 'What follows `/u/` in the link' }),
});
const mailSubscription = z
  .strictObject({
    subscribed: z.boolean().meta({
      description: 'False: mails that are no part of an order or an account are sent no more',
    }),
    keptBack: z.boolean().optional().meta({
      description:
        'True: they are stopped for what a provider told as well, which the link does not lift',
    }),
    address: z.string().meta({
      description: 'As much of it as its owner knows it by',
      examples: ['a…@example.com'],
    }),
    channel: z.string(),
    locale: z.string(),
    seller: z.strictObject({ name: z.string(), legalName: z.string(), email: z.string() }),
  })
  .meta({ id: 'MailSubscription' });
const failures = { link_invalid: failure('gone') };

/** Who has the link of a mail decides whether more of its kind come; nobody signs in for that. */
export const mailSubscriptionPromises = {
  getMailSubscription: query({
    access: 'public',
    input: byLink,
    output: mailSubscription,
    failures,
  }),
  putMailSubscription: command({
    access: 'public',
    idempotency: 'natural',
    input: byLink.extend({ subscribed: z.boolean() }),
    output: mailSubscription,
    failures,
  }),
} as const;
