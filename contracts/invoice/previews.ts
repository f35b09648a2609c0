import { z } from 'zod';
import { amountMinor } from '#kernel/money.ts';
import { id, taxShare } from '../shapes.ts';

export const creditNotePreview = z
  .strictObject({
    lines: z.array(
      z.strictObject({
        lineId: id,
        quantity: z.int().min(1),
        totalMinor: amountMinor,
        taxes: z.array(taxShare),
      }),
    ),
    shippingMinor: amountMinor,
    shippingTaxes: z.array(taxShare),
    /** Beyond goods and delivery, or held back of them. */
    adjustmentMinor: z.int(),
    totalMinor: amountMinor,
    taxMinor: amountMinor,
    taxes: z.array(taxShare),
  })
  .meta({ id: 'CreditNotePreview' });
