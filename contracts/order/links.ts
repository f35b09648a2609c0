import { z } from 'zod';
import { command, failure } from '#kernel/contract.ts';
import { orderNotFound, orderProof } from './changes.ts';
import { codeText, email, id, timestamp } from '../shapes.ts';
import { ofKind } from '../text-kinds.ts';

const accepted = z.strictObject({ status: z.literal('accepted') }).meta({ id: 'OrderLookupTaken' });

/** How people without an account come to their order: by a link in a mail. */
export const orderLinks = {
  /**
   * Has a link sent to the order's address where number and address belong together. The answer is
   * the same, in the same time, whether they do or there is such an order at all.
   */
  lookUpOrder: command({
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({
      orderNumber: codeText(40).meta({ examples: ['K-100042'] }),
      email,
    }),
    output: accepted,
  }),
  /** Trades a mailed link's token for one that does what the order's own does, for twelve hours. */
  openOrderLink: command({
    access: 'public',
    idempotency: 'natural',
    input: z.strictObject({
      token: ofKind('secret', z.string().min(1).max(200)).meta({
        description: 'What follows `/o/` in the link',
      }),
    }),
    output: z
      .strictObject({
        orderId: id,
        orderToken: z.string().meta({ description: 'For the header Order-Token' }),
        expiresAt: timestamp,
      })
      .meta({ id: 'OpenedOrderLink' }),
    failures: { link_invalid: failure('gone') },
  }),
  /** Ends all links to the order that were sent, and what they were traded for. */
  endOrderLinks: command({
    scope: 'thing',
    access: 'owner',
    staff: 'orders:write',
    idempotency: 'natural',
    input: orderProof,
    output: z.strictObject({}),
    failures: orderNotFound,
  }),
} as const;
