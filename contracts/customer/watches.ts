import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { email, id, pageOf, sku, timestamp } from '../shapes.ts';

const watched = {
  sku,
  productId: id,
  title: z.string().meta({ examples: ['Teapot'] }),
  variantTitle: z
    .string()
    .nullable()
    .meta({ examples: ['Blue'] }),
};
const watch = z
  .strictObject({
    watchId: id,
    ...watched,
    channel: z.string(),
    askedAt: timestamp,
    confirmedAt: timestamp
      .nullable()
      .meta({ description: 'Null: the link of the mail was not followed yet' }),
    toldAt: timestamp
      .nullable()
      .meta({ description: 'When its mail was sent on its way; nothing is told a second time' }),
    endsAt: timestamp
      .nullable()
      .meta({ description: 'When it ends without a mail; null once nobody waits any more' }),
  })
  .meta({ id: 'StockWatch' });

const byLink = z.strictObject({
  token: z.string().min(1).max(200).meta({ description: 'As it stands in the link of the mail' }),
});
const failures = { link_invalid: failure('gone') };

/** Who wants to be told when something that is sold out can be bought again. */
export const watchPromises = {
  /**
   * Of a customer at once, to the account's own address; of anybody else once they have followed the
   * link of a mail. Whether the address waits already is never told.
   */
  watchVariant: command({
    access: 'internal',
    idempotency: 'natural',
    input: z.strictObject({
      ...watched,
      /** Of its page in the shop, with the language that leads it. */
      path: z.string().max(300),
      email: email.optional(),
    }),
    output: z
      .strictObject({
        confirmed: z.boolean().meta({ description: 'False: the link of a mail is to be followed' }),
      })
      .meta({ id: 'StockWatchAsked' }),
    failures: {
      email_needed: failure('invalid'),
      too_many_watches: failure('conflict', z.strictObject({ most: z.int() })),
    },
  }),
  /** Nothing changes by looking, which mail programs do too. */
  getWatchByLink: query({ access: 'public', input: byLink, output: watch, failures }),
  confirmWatch: command({
    access: 'public',
    idempotency: 'natural',
    input: byLink,
    output: watch,
    failures,
  }),
  endWatchByLink: command({
    access: 'public',
    idempotency: 'natural',
    input: byLink,
    output: z.strictObject({}),
    failures,
  }),
  /** What one still waits for, oldest first. */
  listWatches: query({ access: 'owner', input: z.strictObject({}), output: pageOf(watch) }),
  removeWatch: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ watchId: id }),
    output: z.strictObject({}),
    failures: { watch_not_found: failure('not_found') },
  }),
} as const;
