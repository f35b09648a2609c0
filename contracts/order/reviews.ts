import { z } from 'zod';
import { command, failure } from '#kernel/contract.ts';
import { atGateway } from '../payment/shapes.ts';
import { id } from '../shapes.ts';
import { orderShape } from './shapes.ts';

/** Orders whose payment the gateway contradicted. */
export const paymentReviews = {
  /**
   * Asks the gateway anew, whatever anybody was shown: where its book says just what was asked of it the
   * order goes on by itself, or is cancelled where the money was given back. Else it stays held, and it
   * is told what the gateway says.
   */
  settlePaymentReview: command({
    access: 'orders:write',
    scope: 'thing',
    idempotency: 'natural',
    input: z.strictObject({ orderId: id }),
    output: orderShape,
    failures: {
      order_not_found: failure('not_found'),
      payment_not_in_review: failure('conflict'),
      payment_still_in_review: failure('conflict', atGateway),
      gateway_silent: failure('unavailable'),
    },
  }),
} as const;
