import { z } from 'zod';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { pricedGoods } from '../goods.ts';
import { id, owner, quantity, sku, timestamp } from '../shapes.ts';
import { shownAttributes } from '../shown-attribute.ts';

/** Shapes of the contract of cart. */

export const cartLine = z
  .strictObject({
    lineId: id,
    sku,
    productId: id,
    handle: z.string(),
    title: z.string(),
    variantTitle: z.string().nullable(),
    imageUrl: z.string().nullable(),
    quantity,
    unitPriceMinor: amountMinor,
    subtotalMinor: amountMinor,
    taxClass: z.string(),
    weightGrams: z.int().min(0),
    requiresShipping: z.boolean(),
    ...pricedGoods,
    attributes: shownAttributes,
  })
  .meta({ id: 'CartLine' });

/** Beside it a message says what happened. */
const noticeCode = open(
  z.enum([
    'price_changed',
    'not_sellable',
    'not_enough_stock',
    'quantity_reduced',
    'line_left_out',
  ]),
  { unknownAs: 'not_sellable' },
);

/** What is not as it was when it was put there. */
export const cartNotice = z
  .strictObject({
    code: noticeCode,
    lineId: id,
    message: z.string(),
    previousUnitPriceMinor: amountMinor.optional(),
    available: z.int().optional(),
  })
  .meta({ id: 'CartNotice' });

export const cartShape = z
  .strictObject({
    cartId: id,
    version: z.int(),
    state: open(z.enum(['active', 'completed', 'merged', 'expired']), { unknownAs: 'expired' }),
    channel: z.string(),
    currency: currencyCode,
    pricesIncludeTax: z.boolean(),
    owner,
    lines: z.array(cartLine),
    subtotalMinor: amountMinor,
    notices: z.array(cartNotice).meta({ description: 'What changed since the line was added' }),
    expiresAt: timestamp,
  })
  .meta({ id: 'Cart' });
