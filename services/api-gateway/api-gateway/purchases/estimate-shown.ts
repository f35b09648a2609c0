import { z } from 'zod';
import { product } from '#contracts/product/index.ts';
import { ok } from '#kernel/result.ts';
import { offerUseCase, type Contracts, type NamedOffer } from '../desk/prepared-use-case.ts';
import { useCase } from '../desk/use-case.ts';
import { estimateDelivery } from './estimate-delivery.ts';

const shownProduct = product.operations.getProduct.output;
const { priceMinor, weightGrams, available, backorder, expectedOn } =
  shownProduct.shape.variants.element.shape;

const shown = z.strictObject({
  currency: shownProduct.shape.currency,
  priceMinor,
  weightGrams,
  available,
  backorder,
  expectedOn,
});
type Shown = z.output<typeof shown>;

/**
 * `getDeliveryEstimate` of one piece to the shop's own country, for a page that was told a moment ago
 * what the variant costs and what is there: neither is read again. Of pages in this process alone,
 * since it believes what it is told.
 */
const estimateShown = useCase({
  name: 'getShownDeliveryEstimate',
  kind: 'query',
  audience: 'store',
  access: 'public',
  calls: [['checkout', 'estimateDelivery']],
  input: shown,
  output: estimateDelivery.output.pick({ options: true }),
  perform: async (variant, { invocation }, { call, settings }) => {
    if (variant.available === 0 && !variant.backorder) return ok({ options: [] });
    return call.checkout.estimateDelivery(
      {
        currency: variant.currency,
        countryCode: settings.shop.countryCode,
        regionCode: undefined,
        subtotalMinor: variant.priceMinor,
        quantity: 1,
        weightGrams: variant.weightGrams,
        notBefore: notBefore(variant),
      },
      invocation,
    );
  },
});

/** Null where nobody knows when it is there. */
function notBefore({ available: units, expectedOn: day }: Shown): string | null | undefined {
  if (units === null) return null;
  return units > 0 ? undefined : day;
}

/** What pages ask at the desk that has no address of its own in the API. */
export function offeredToPages(contracts: Contracts): NamedOffer {
  return {
    ...offerUseCase(estimateShown, contracts),
    params: z.strictObject({}),
    query: shown,
    body: undefined,
    assemble: ({ query }) => query,
  };
}
