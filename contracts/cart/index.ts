import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { promisesOfOrders } from '../every-service/promises.ts';
import { attributeFailures, givenAttributes } from '../attributes.ts';
import { fieldPromises } from '../fields.ts';
import { listPromises } from './lists.ts';
import { cartShape } from './shapes.ts';
import { allocation, id, quantity, sku, timestamp } from '../shapes.ts';
import { aboveUnpaidLimit, unpaidLimit } from '../unpaid-limit.ts';

const cartId = z.strictObject({ cartId: id });
/** What a buyer agreed to of a line. */
const agreedLine = z.strictObject({ sku, unitPriceMinor: amountMinor, taxClass: z.string() });
const heldStock = z.strictObject({ checkoutId: id, reservationId: id.optional() });
/** The version the client has seen; a cart that moved on answers `version_conflict`. */
const expectedVersion = z.int().min(1).optional();
/** Codes of the customer groups that the cart's owner is in. */
const ownerGroups = z.array(z.string()).optional();
const cartFailures = {
  cart_not_found: failure('not_found'),
  cart_not_active: failure('conflict'),
  /** Somebody is paying for it at this moment. */
  cart_completing: failure('conflict'),
  version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
};
const lineFailures = {
  ...cartFailures,
  sku_not_found: failure('not_found'),
  not_sellable: failure('conflict'),
  out_of_stock: failure('conflict', z.strictObject({ sku, available: z.int() })),
  quantity_above_limit: failure('invalid', z.strictObject({ limit: z.int() })),
  too_many_lines: failure('invalid', z.strictObject({ limit: z.int() })),
  line_not_found: failure('not_found'),
  amount_above_limit: failure('invalid', z.strictObject({ limitMinor: z.int() })),
};

/** Carts of guests and customers, and the stock their checkouts hold. */
export const cart = defineContract({
  service: 'cart',
  operations: {
    ...promisesOfOrders,
    ...fieldPromises,
    ...listPromises,
    createCart: command({
      access: 'owner',
      idempotency: 'key',
      input: z.strictObject({}),
      output: cartShape,
      failures: {
        actor_cannot_own: failure('forbidden'),
        channel_not_found: failure('not_found'),
      },
    }),
    getCart: query({
      access: 'owner',
      staff: 'orders:read',
      input: cartId,
      output: cartShape,
      failures: { cart_not_found: failure('not_found') },
    }),
    /**
     * The newest active cart of the channel that is not empty; where all are, the newest of these.
     */
    getCurrentCart: query({
      access: 'owner',
      input: z.strictObject({}),
      output: cartShape,
      failures: { cart_not_found: failure('not_found'), actor_cannot_own: failure('forbidden') },
    }),
    /** Adds units of a SKU; a line of the SKU with the same values gets more of them. */
    addLine: command({
      // A version before would drop the values and sell the line without them.
      version: 2,
      access: 'owner',
      idempotency: 'key',
      input: cartId.extend({
        sku,
        quantity,
        attributes: givenAttributes.optional(),
        expectedVersion,
      }),
      output: cartShape,
      failures: { ...lineFailures, ...attributeFailures },
    }),
    /** Sets a line's quantity; 0 removes the line. */
    changeLine: command({
      access: 'owner',
      idempotency: 'natural',
      input: cartId.extend({ lineId: id, quantity: z.int().min(0).max(9_999), expectedVersion }),
      output: cartShape,
      failures: lineFailures,
    }),
    /**
     * Moves a guest's lines into the customer's newest cart that is not empty, else into a new one:
     * quantities added, limits kept. The caller
     * vouches that `guestId` comes from a verified guest token; cart and id must belong together.
     */
    mergeCart: command({
      access: 'owner',
      idempotency: 'key',
      input: z.strictObject({ guestCartId: id, guestId: id }),
      output: cartShape,
      failures: {
        ...cartFailures,
        actor_cannot_own: failure('forbidden'),
        amount_above_limit: lineFailures.amount_above_limit,
      },
    }),
    /** The cart priced now and checked against the live catalog, for a checkout to freeze. */
    getCartForCheckout: query({
      access: 'internal',
      input: cartId,
      output: cartShape.extend({ groups: ownerGroups }),
      failures: {
        cart_not_found: failure('not_found'),
        cart_not_active: failure('conflict'),
        cart_empty: failure('conflict'),
      },
    }),
    /**
     * Reserves a checkout's lines, all or none. The reservation's id is the checkout's, unless a
     * later attempt to complete it brings its own.
     */
    reserveStock: command({
      access: 'internal',
      idempotency: 'natural',
      input: heldStock.extend({
        lines: z
          .array(z.strictObject({ lineId: id, sku, quantity }))
          .min(1)
          .max(100),
        expiresInSeconds: z.int().min(1).max(86_400),
        /**
         * The cart as it was frozen: another version now is refused. With `unpaid` nobody changes it
         * while the hold lasts.
         */
        cart: z.strictObject({ cartId: id, version: z.int() }).optional(),
        /** Of a hold that waits for a person to pay: how much of a SKU may be held like that. */
        unpaid: unpaidLimit.optional(),
        /** What was agreed: what is sold otherwise now, or not at all, is refused. */
        agreed: z
          .strictObject({
            currency: currencyCode,
            pricesIncludeTax: z.boolean(),
            lines: z.array(agreedLine),
          })
          .optional(),
      }),
      output: z.strictObject({
        allocations: z.array(allocation),
        expiresAt: timestamp.nullable(),
        /** Said where the checkout names its cart. */
        groups: ownerGroups,
      }),
      failures: {
        cart_changed: failure('conflict'),
        /** Of each line that is priced otherwise: as it is now. */
        price_changed: failure('conflict', z.strictObject({ lines: z.array(agreedLine) })),
        not_sellable: failure('conflict', z.strictObject({ skus: z.array(sku) })),
        out_of_stock: failure(
          'conflict',
          z.strictObject({
            lines: z.array(z.strictObject({ sku, requested: z.int(), available: z.int() })),
          }),
        ),
        reservation_finished: failure('conflict', z.strictObject({ state: z.string() })),
        unpaid_units_exceeded: failure('conflict', aboveUnpaidLimit),
      },
    }),
    confirmStock: command({
      access: 'internal',
      idempotency: 'natural',
      input: heldStock,
      output: z.strictObject({ allocations: z.array(allocation) }),
      failures: {
        reservation_expired: failure('gone'),
        reservation_not_found: failure('not_found'),
      },
    }),
    releaseStock: command({
      access: 'internal',
      idempotency: 'natural',
      /** With the cart that can be changed again. */
      input: heldStock.extend({ cartId: id.optional() }),
      output: z.strictObject({ releasedUnits: z.int() }),
    }),
  },
  events: {},
});
