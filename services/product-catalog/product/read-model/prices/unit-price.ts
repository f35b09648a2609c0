import type { UnitPrice } from '#contracts/goods.ts';
import { contentUnits } from '#contracts/product/measures/measured.ts';
import type { Content } from '#contracts/product/measures/measures.ts';
import { multiplyRatio } from '#kernel/money.ts';

const mostMinor = 999_999_999_999n;

/**
 * What a kilogram, litre, metre, square metre or piece costs where so much costs `priceMinor`: exact,
 * rounded half up once, to minor units and no coarser step, since nobody pays it. Null where the shop
 * says no content, or where no amount is so large.
 */
export function unitPriceOf(priceMinor: number, content: Content | null): UnitPrice | null {
  if (content === null) return null;
  const { reference, perReference } = contentUnits[content.unit];
  const { quantity } = content;
  if (BigInt(priceMinor) * BigInt(perReference) > mostMinor * BigInt(quantity)) return null;
  const amountMinor = multiplyRatio(priceMinor, perReference, quantity, 'half_up');
  return { amountMinor, unit: reference };
}
