import { z } from 'zod';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { id } from '../shapes.ts';

/** Of those that are not known the sums are taken, and nothing more is done. */
const paymentChange = open(
  z.enum([
    'part_received',
    'written_off',
    'credited',
    'part_captured',
    'captured',
    'voided',
    'refunded',
    'disputed',
  ]),
  { unknownAs: 'part_received' },
);

/** What becomes of a payment's money after it was made. */
export const changeEvents = {
  /** Captured, voided or refunded without a caller who was told so in a reply; or disputed. */
  'payment.changed': {
    version: 1,
    data: z.strictObject({
      paymentId: id,
      orderId: id,
      change: paymentChange,
      amountMinor,
      currency: currencyCode,
      capturedMinor: amountMinor,
      refundedMinor: amountMinor,
      /** Of all disputes that are open or lost; absent from a version that does not tell it. */
      disputedMinor: amountMinor.optional(),
      /** Of promises: what is owed no more without money, so far. */
      creditedMinor: amountMinor.optional(),
      writtenOffMinor: amountMinor.optional(),
      /** Why staff gave up what was owed. */
      reason: z.string().optional(),
      /** Absent from a version that does not tell it. */
      paymentVersion: z.int().optional(),
    }),
  },
  /** What the gateway takes back of what it had accepted, and what becomes of it. */
  'payment.taken_back': {
    version: 1,
    data: z.strictObject({
      paymentId: id,
      orderId: id,
      change: z.enum([
        'refund_failed',
        'pay_out_cancelled',
        'capture_failed',
        'dispute_opened',
        'dispute_won',
        'dispute_lost',
        'dispute_closed',
      ]),
      /** Of the refund (ours) or the dispute (the gateway’s); the payment’s for a capture. */
      subjectId: z.string(),
      amountMinor,
      currency: currencyCode,
      capturedMinor: amountMinor,
      refundedMinor: amountMinor,
      disputedMinor: amountMinor,
      paymentVersion: z.int(),
    }),
  },
};
