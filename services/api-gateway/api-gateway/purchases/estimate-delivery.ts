import { z } from 'zod';
import { address, countryCode, delivery, quantity, sku } from '#contracts/shapes.ts';
import { fail, ok } from '#kernel/result.ts';
import { failure } from '#kernel/contract.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { useCase } from '../desk/use-case.ts';

type Variant = OutputOf<'product', 'getSellableVariants'>['variants'][number];

/**
 * How pieces of a variant would arrive, before anybody has a cart: what the checkout of the same
 * goods to the same place would say, but for the carrier's live quotes, which are not asked for.
 */
export const estimateDelivery = useCase({
  name: 'getDeliveryEstimate',
  kind: 'query',
  audience: 'store',
  access: 'public',
  calls: [
    ['product', 'getSellableVariants'],
    ['checkout', 'estimateDelivery'],
  ],
  failures: { variant_not_found: failure('not_found') },
  input: z.strictObject({
    sku,
    quantity: quantity.default(1),
    countryCode: countryCode.optional(),
    regionCode: address.shape.regionCode,
  }),
  output: z
    .strictObject({
      sku,
      quantity,
      countryCode,
      requiresShipping: z.boolean(),
      soldOut: z.boolean().meta({ description: 'So many cannot be bought now' }),
      options: z
        .array(delivery)
        .meta({ description: 'Cheapest first; empty: it is not delivered there' }),
    })
    .meta({ id: 'DeliveryEstimate' }),
  perform: async (asked, { invocation }, { call, settings }) => {
    const { sku, quantity, regionCode } = asked;
    const countryCode = asked.countryCode ?? settings.shop.countryCode;
    const found = await call.product.getSellableVariants(
      { skus: [sku], withStock: true },
      invocation,
    );
    if (!found.ok) return found;
    const variant = found.value.variants.find((one) => one.sku === sku && one.sellable);
    if (!variant) return fail('variant_not_found', 'Nothing of this SKU is sold here.');
    const { requiresShipping, unitPriceMinor, weightGrams, currency } = variant;
    const soldOut = isSoldOut(variant, quantity);
    const answer = { sku, quantity, countryCode, requiresShipping, soldOut };
    if (!requiresShipping || soldOut) return ok({ ...answer, options: [] });
    const estimated = await call.checkout.estimateDelivery(
      {
        currency,
        countryCode,
        regionCode,
        subtotalMinor: unitPriceMinor * quantity,
        quantity,
        weightGrams,
        notBefore: expectedOf(variant, quantity),
      },
      invocation,
    );
    if (!estimated.ok) return estimated;
    return ok({ ...answer, options: estimated.value.options });
  },
});

function isSoldOut({ stock }: Variant, quantity: number): boolean {
  return stock !== undefined && stock.policy === 'deny' && stock.available < quantity;
}

/** As checkout has it of its lines: null where nobody knows when there is enough. */
function expectedOf({ stock }: Variant, quantity: number): string | null | undefined {
  if (!stock) return null;
  return !stock.tracked || stock.available >= quantity ? undefined : stock.expectedOn;
}
