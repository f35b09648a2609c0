import { z } from 'zod';
import { open } from '#kernel/open-values.ts';
import { id } from '../shapes.ts';
import { differenceKind } from './reconciliations.ts';

const amount = z.int().nullable();
const currency = z.string().nullable();

/** What comes out when the books are compared with a provider's. */
export const settlementEvents = {
  /** The provider's account says something else of a payment than our books, or does no more. */
  'payment.settlement_differs': {
    version: 1,
    data: z.strictObject({
      differenceId: id,
      orderId: id,
      kind: open(differenceKind, { unknownAs: 'unknown_kind' }),
      /** `charge`, or which refund, dispute or line of the provider's. */
      subject: z.string(),
      state: open(z.enum(['open', 'settled']), { unknownAs: 'open' }),
      oursMinor: amount,
      oursCurrency: currency,
      theirsMinor: amount,
      theirsCurrency: currency,
    }),
  },
};
