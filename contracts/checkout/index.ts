import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { addressRules } from '../address-rules.ts';
import { promisesOfOrders } from '../every-service/promises.ts';
import { givenAddress } from '../given-address.ts';
import { givenVatId } from '../tax-exemption.ts';
import { checkoutShape, checkoutState, paymentStatus } from './shapes.ts';
import { settingsOperations } from './settings.ts';
import { shipping } from '../shipping/index.ts';
import { checkoutMethods, methodUnavailable, paymentMethodCode } from '../payment/methods.ts';
import {
  countryCode,
  email,
  id,
  orderSnapshot,
  paymentMethodKind,
  timestamp,
  totals,
} from '../shapes.ts';
import { aboveUnpaidLimit } from '../unpaid-limit.ts';
import { ofKind } from '../text-kinds.ts';

const completion = z
  .discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('completed'),
      checkoutId: id,
      orderId: id,
      orderNumber: z.string(),
      /** Lets whoever holds it read the order without an account. Told once. */
      orderToken: z.string(),
    }),
    z.strictObject({
      status: z.literal('requires_action'),
      checkoutId: id,
      nextAction: z.strictObject({ type: z.literal('redirect'), url: z.string() }),
    }),
  ])
  .meta({ id: 'CheckoutCompletion' });

const checkoutId = z.strictObject({ checkoutId: id });
const chosenMethod = z
  .strictObject({
    code: paymentMethodCode.optional(),
    kind: paymentMethodKind
      .optional()
      .meta({ description: 'As earlier versions asked: the method whose code is its kind' }),
    // Whoever sends the card itself instead of its token is told so.
    token: ofKind('written', z.string().max(200))
      .optional()
      .meta({ description: 'Of the payment provider, where the method’s `needsToken` says so' }),
    hosted: z.boolean().optional().meta({
      description:
        'In place of a token, where the method’s `hostedPage` says so: `nextAction` leads to a page of the provider. Completing once more, with another key, ends that page and its payment first.',
    }),
  })
  .refine(({ token, hosted }) => !hosted || token === undefined, {
    error: 'Send a `token`, or `hosted`, not both.',
    path: ['hosted'],
  })
  .refine(({ code, kind }) => (code === undefined) !== (kind === undefined), {
    error: 'Say the `code` of one of the checkout’s payment methods.',
    path: ['code'],
  })
  .meta({ examples: [{ code: 'card', token: 'pm_card_visa' }] });
const checkoutFailures = {
  checkout_not_found: failure('not_found'),
  checkout_not_open: failure('conflict', z.strictObject({ state: checkoutState })),
  version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
};
const problemDetail = z.strictObject({
  problems: z.array(
    z.strictObject({ code: z.string(), message: z.string(), field: z.string().optional() }),
  ),
});
const addressFailures = {
  address_invalid: failure('invalid', problemDetail),
  no_delivery_to_address: failure('invalid'),
  tax_unavailable: failure('unavailable'),
};

/** From a cart to an order: contact, addresses, quotes, frozen totals, completion. */
export const checkout = defineContract({
  service: 'checkout',
  operations: {
    ...promisesOfOrders,
    /** Opens a checkout on a cart; a cart has one open checkout, opening again refreshes its lines. */
    openCheckout: command({
      access: 'owner',
      idempotency: 'key',
      input: z.strictObject({ cartId: id }),
      output: checkoutShape,
      failures: {
        cart_not_found: failure('not_found'),
        cart_not_active: failure('conflict'),
        cart_empty: failure('conflict'),
        cart_has_problems: failure('conflict', problemDetail),
      },
    }),
    /** What a form has to ask for of an address in a country. */
    getAddressRules: query({
      access: 'public',
      input: z.strictObject({ countryCode }),
      output: addressRules,
      failures: { country_unknown: failure('not_found') },
    }),
    /** Shipping's answer as well. */
    listDeliveryCountries: shipping.operations.listDeliveryCountries,
    /** How goods would arrive: shipping's answer, since the gateway has no arrow to it. */
    estimateDelivery: shipping.operations.estimateDelivery,
    getCheckout: query({
      access: 'owner',
      staff: 'orders:read',
      input: checkoutId,
      output: checkoutShape,
      failures: { checkout_not_found: failure('not_found') },
    }),
    /** Where it stands, for whoever has its id, such as a browser that a bank's app opened: nothing else of it. */
    getCheckoutOutcome: query({
      access: 'public',
      input: checkoutId,
      output: z
        .strictObject({ state: checkoutState, paymentStatus: paymentStatus.nullable() })
        .meta({ id: 'CheckoutOutcome' }),
      failures: { checkout_not_found: failure('not_found') },
    }),
    /** Sets what is given, quotes tax and delivery, freezes totals under a new version. */
    updateCheckout: command({
      version: 2,
      access: 'owner',
      idempotency: 'natural',
      input: checkoutId.extend({
        expectedVersion: z.int().optional(),
        email: email.nullable().optional(),
        phone: ofKind('number', z.string().max(32)).nullable().optional(),
        shippingAddress: givenAddress.nullable().optional(),
        billingAddress: givenAddress
          .nullable()
          .optional()
          .meta({ description: 'Null: the shipping address' }),
        vatId: givenVatId,
        deliveryOptionId: ofKind('code', z.string())
          .nullable()
          .optional()
          .meta({
            description: 'Null: the cheapest of the shop’s own, else of what the carrier quotes',
            examples: ['home.standard'],
          }),
      }),
      output: checkoutShape,
      failures: {
        ...checkoutFailures,
        ...addressFailures,
        delivery_option_unknown: failure('invalid'),
        cart_changed: failure('conflict', problemDetail),
      },
    }),
    /** The ways to pay that are offered now, read anew. Completing looks again. */
    listOfferedMethods: query({
      access: 'owner',
      staff: 'orders:read',
      ...checkoutMethods,
      failures: { checkout_not_found: failure('not_found') },
    }),
    /** Reserves, authorizes, confirms, completes. Replays its reply for its key. */
    completeCheckout: command({
      access: 'owner',
      idempotency: 'key',
      input: checkoutId.extend({
        version: z.int(),
        paymentMethod: chosenMethod,
        returnUrl: z
          .url({ protocol: /^https?$/ })
          .max(500)
          .optional(),
        shownTexts: z
          .array(id)
          .max(10)
          .optional()
          .meta({
            description:
              'Texts that the customer was shown, each by the `textId` of its page: the order keeps which versions they were',
            examples: [[]],
          }),
        /**
         * Only the sealed assessment of auth counts, which is in `assessmentId`. Without one of this
         * checkout, version and total the risk is `unavailable`: 3-D Secure is forced.
         */
        risk: z
          .strictObject({
            decision: z.enum(['allow', 'challenge', 'unavailable']),
            assessmentId: z.string().nullable(),
          })
          .optional(),
      }),
      output: completion,
      failures: {
        ...checkoutFailures,
        /** None that the channel published. */
        text_unknown: failure('invalid', z.strictObject({ textId: z.string() })),
        checkout_incomplete: failure('invalid', problemDetail),
        cart_changed: failure('conflict', problemDetail),
        /** Frozen anew under the next version: show it, and complete that one with a new key. */
        price_changed: failure('conflict', z.strictObject({ checkout: checkoutShape })),
        /** As above; its problems name the lines to remove from the cart. */
        not_sellable: failure('conflict', z.strictObject({ checkout: checkoutShape })),
        out_of_stock: failure(
          'conflict',
          z.strictObject({
            lines: z.array(
              z.strictObject({ sku: z.string(), requested: z.int(), available: z.int() }),
            ),
          }),
        ),
        /** The goods would be held while a bank asks: order fewer, up to what is allowed. */
        unpaid_units_exceeded: failure('conflict', aboveUnpaidLimit),
        too_many_open_payments: failure(
          'too_many',
          z.strictObject({ retryAfterSeconds: z.int().min(1) }),
        ),
        payment_declined: failure('payment_required', z.strictObject({ declineCode: z.string() })),
        payment_method_unavailable: methodUnavailable,
        risk_denied: failure('forbidden'),
        payment_token_missing: failure('invalid'),
        completion_in_progress: failure('conflict'),
        payment_unavailable: failure('unavailable'),
      },
    }),
    /** A completed checkout by its order's id: what is known before the order's row is there. */
    getPlacedOrder: query({
      access: 'owner',
      staff: 'orders:read',
      input: z.strictObject({ orderId: id, orderToken: z.string().max(100).optional() }),
      output: z.strictObject({
        orderId: id,
        orderNumber: z.string(),
        state: z.literal('processing'),
        totals,
        placedAt: timestamp,
      }),
      failures: { order_not_found: failure('not_found') },
    }),
    ...settingsOperations,
  },
  events: {
    'checkout.completed': { version: 1, data: orderSnapshot },
  },
});
