import { z } from 'zod';
import { checkout } from '#contracts/checkout/index.ts';
import { checkoutShape } from '#contracts/checkout/shapes.ts';
import { knownExemption } from '#contracts/tax-exemption.ts';
import { defineDocument, storedFailure } from '#platform/documents/documents.ts';

/** What is frozen under a checkout's version. */
export const contentDocument = defineDocument({
  name: 'checkout-content',
  columns: ['checkout.content'],
  v: 1,
  schema: checkoutShape
    .pick({
      email: true,
      phone: true,
      shippingAddress: true,
      billingAddress: true,
      lines: true,
      deliveryOptions: true,
      delivery: true,
      totals: true,
      problems: true,
      taxExemption: true,
      vatId: true,
    })
    .extend({
      /** Missing where an earlier version froze it. */
      paymentMethods: checkoutShape.shape.paymentMethods.unwrap().optional(),
      groups: z.array(z.string()).optional(),
      taxCalculationId: z.string().optional(),
    }),
  readBySql: [
    { at: 'checkouts/checkout-store.ts', fields: ['problems'], v: 1 },
    {
      at: 'completion/completion-store.ts',
      fields: [
        'totals.totalMinor',
        'totals.currency',
        'paymentMethods',
        'email',
        'lines',
        'lines[].sku',
        'lines[].quantity',
      ],
      v: 1,
    },
  ],
});

/** By which certificates a customer buys without tax. */
export const exemptionsDocument = defineDocument({
  name: 'customer-exemptions',
  columns: ['customer_exemption.exemptions'],
  v: 1,
  schema: z.array(knownExemption),
});

const [completed, challenged] = checkout.operations.completeCheckout.output.options;

/** A reply as it is kept: without the order's token, which is derived again when it is told. */
export const replyDocument = defineDocument({
  name: 'completion-reply',
  columns: ['completion.reply'],
  v: 1,
  schema: z.discriminatedUnion('ok', [
    z.strictObject({
      ok: z.literal(true),
      value: z.discriminatedUnion('status', [completed.omit({ orderToken: true }), challenged]),
    }),
    z.strictObject({
      ok: z.literal(false),
      failure: storedFailure.extend({
        detail: z.union([z.strictObject({ checkout: checkoutShape }), z.unknown()]),
      }),
    }),
  ]),
});

export const checkoutDocuments = [contentDocument, replyDocument, exemptionsDocument];
