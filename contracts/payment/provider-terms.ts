import { z } from 'zod';
import { query } from '#kernel/contract.ts';
import { currencyCode } from '#kernel/money.ts';
import { id, pageOf, timestamp } from '../shapes.ts';

/** How a provider learns of the card: by a token of its form, or on a page of its own in place of one. */
export const tokenOrPage = {
  token: z.string().optional(),
  hosted: z.boolean().optional(),
};

/** What the provider sets of the payments that it takes. */
export const providerTermOperations = {
  /** Whoever takes new payments takes multiples of it alone: what is to be paid is rounded to it before. */
  getAmountStep: query({
    access: 'internal',
    input: z.strictObject({ currency: currencyCode }),
    output: z.strictObject({ stepMinor: z.int().min(1) }),
  }),
  /** Which of these hold money that the provider gives up within so many hours. */
  listEndingAuthorizations: query({
    access: 'internal',
    input: z.strictObject({
      paymentIds: z.array(id).max(500),
      withinHours: z.int().min(1).max(720),
    }),
    output: pageOf(
      z.strictObject({
        paymentId: id,
        authorizedUntil: timestamp,
        refusedCaptures: z.int().min(0).optional().meta({
          description: 'How often the part that was asked for last was refused',
        }),
      }),
    ),
  }),
} as const;
