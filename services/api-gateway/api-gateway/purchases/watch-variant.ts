import { z } from 'zod';
import { customer } from '#contracts/customer/index.ts';
import { id, sku } from '#contracts/shapes.ts';
import { failure } from '#kernel/contract.ts';
import { fail } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';

const { watchVariant: asked } = customer.operations;

/** Of what is sold out here and now: customer knows no products, and product no people. */
export const watchVariant = useCase({
  name: 'watchVariant',
  kind: 'command',
  audience: 'store',
  access: 'public',
  rateClass: 'message',
  idempotency: 'natural',
  calls: [
    ['product', 'getSellableVariants'],
    ['product', 'listChannels'],
    ['customer', 'watchVariant'],
  ],
  failures: { variant_not_found: failure('not_found'), variant_available: failure('conflict') },
  input: z.strictObject({ productId: id, sku, email: asked.input.shape.email }),
  output: asked.output,
  perform: async ({ productId, sku, email }, { invocation }, { call }) => {
    const [found, listed] = await Promise.all([
      call.product.getSellableVariants({ skus: [sku], withStock: true }, invocation),
      call.product.listChannels({}, invocation),
    ]);
    if (!found.ok) return found;
    if (!listed.ok) return listed;
    const variant = found.value.variants.find((one) => one.sku === sku && one.sellable);
    if (variant?.productId !== productId) {
      return fail('variant_not_found', 'Nothing of this SKU is sold here.');
    }
    const { stock, title, variantTitle, handle } = variant;
    if (stock && (stock.policy === 'continue' || stock.available > 0)) {
      return fail('variant_available', 'It can be bought now, so there is nothing to wait for.');
    }
    const { channel, locale } = invocation;
    const of = listed.value.items.find(({ code }) => code === channel);
    const isDefault = of === undefined || of.defaultLocale === locale;
    const language = isDefault ? '' : `/${locale.toLowerCase()}`;
    const page = `${language}/products/${encodeURIComponent(handle)}`;
    const path = `${page}?variant=${encodeURIComponent(sku)}`;
    return call.customer.watchVariant(
      { sku, productId, title, variantTitle, path, ...(email === undefined ? {} : { email }) },
      invocation,
    );
  },
});
