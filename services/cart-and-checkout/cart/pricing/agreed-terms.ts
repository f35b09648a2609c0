import type { Invocation } from '#kernel/invocation.ts';
import { fail, must } from '#kernel/result.ts';
import type { InputOf, ServiceContext } from '#platform/calls/service.ts';

type Agreed = NonNullable<InputOf<'cart', 'reserveStock'>['agreed']>;

/**
 * Asks the catalog once whether all that was agreed is still sold, and at the agreed price. The
 * refusal, or undefined where everything is as it was.
 */
export async function refuseOtherTerms(
  { call }: ServiceContext<'cart'>,
  agreed: Agreed,
  invocation: Invocation,
) {
  const skus = [...new Set(agreed.lines.map(({ sku }) => sku))];
  const reply = await call.product.getSellableVariants({ skus }, invocation);
  const now = must(reply, 'asking what is sold');
  const variants = new Map(now.variants.map((variant) => [variant.sku, variant]));
  const unsold = skus.filter((sku) => !variants.get(sku)?.sellable);
  if (unsold.length > 0) {
    const message = `${unsold.join(', ')} cannot be bought here any more.`;
    return fail('not_sellable', message, { skus: unsold });
  }
  const otherMoney =
    now.currency !== agreed.currency || now.pricesIncludeTax !== agreed.pricesIncludeTax;
  const changed = agreed.lines.filter(({ sku, unitPriceMinor, taxClass }) => {
    const variant = variants.get(sku)!;
    return otherMoney || variant.unitPriceMinor !== unitPriceMinor || variant.taxClass !== taxClass;
  });
  if (changed.length === 0) return undefined;
  const lines = changed.map(({ sku }) => {
    const { unitPriceMinor, taxClass } = variants.get(sku)!;
    return { sku, unitPriceMinor, taxClass };
  });
  return fail('price_changed', 'Prices have changed since. Look at the totals again.', { lines });
}
