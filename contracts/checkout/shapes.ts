import { z } from 'zod';
import { open } from '#kernel/open-values.ts';
import { offeredMethod } from '../payment/methods.ts';
import { appliedExemption, buyerTax } from '../tax-exemption.ts';
import { address, delivery, email, id, owner, snapshotLine, timestamp, totals } from '../shapes.ts';

export const checkoutState = open(z.enum(['open', 'completing', 'completed', 'abandoned']), {
  unknownAs: 'completing',
});

export const paymentStatus = open(
  z.enum(['processing', 'requires_action', 'authorized', 'declined']),
  {
    unknownAs: 'processing',
  },
);

export const checkoutShape = z
  .strictObject({
    checkoutId: id,
    cartId: id,
    version: z.int().meta({ description: 'Totals are frozen under it; completing names it' }),
    state: checkoutState,
    channel: z.string(),
    locale: z.string(),
    owner,
    email: email.nullable(),
    phone: z.string().nullable(),
    shippingAddress: address.nullable(),
    billingAddress: address.nullable(),
    lines: z.array(snapshotLine),
    deliveryOptions: z.array(delivery),
    delivery: delivery.nullable(),
    totals: totals.nullable().meta({ description: 'Null until an address is known' }),
    vatId: buyerTax.vatId,
    taxExemption: appliedExemption
      .optional()
      .meta({ description: 'The certificate by which it is not taxed' }),
    problems: z
      .array(
        z.strictObject({ code: z.string(), message: z.string(), field: z.string().optional() }),
      )
      .meta({ description: 'What is still missing before it can be completed' }),
    notices: z
      .array(z.strictObject({ code: z.string(), message: z.string(), field: z.string() }))
      .optional()
      .meta({
        description:
          'What may be a slip in the addresses, such as a postal code of an unusual form: it is taken as it stands',
      }),
    paymentMethods: z
      .array(offeredMethod)
      .nullable()
      .default(null)
      .meta({ description: 'Offered for these totals and addresses; null: ask for the list' }),
    /** Set while a payment waits for the person, and once completed. */
    payment: z
      .strictObject({
        status: paymentStatus,
        nextActionUrl: z.string().nullable(),
        declineCode: z.string().nullable(),
      })
      .nullable(),
    orderId: id.nullable(),
    orderNumber: z.string().nullable(),
    /** Until when the totals hold: what is completed later is frozen anew before. */
    totalsUntil: timestamp.optional(),
    expiresAt: timestamp,
  })
  .meta({ id: 'Checkout' });
