import type { Refusal } from '../../../../services/api-gateway/api-gateway/replies/problem.ts';
import type { PageRequest } from '../../serving/page.ts';

/** Why something did not come into the cart, in words that say what can be done. */
export function cartRefusal({ words, formats }: PageRequest, { code, details }: Refusal): string {
  const { basket } = words;
  const { available, limit } = (details ?? {}) as { available?: number; limit?: number };
  switch (code) {
    case 'out_of_stock':
      return available ? basket.onlyLeft(formats.count(available)) : basket.noneLeft;
    case 'quantity_above_limit':
      return limit === undefined ? basket.notTaken : basket.limit(formats.count(limit));
    case 'not_sellable':
    case 'sku_not_found':
      return basket.notSold;
    case 'too_many_lines':
      return basket.tooMany;
    case 'cart_completing':
      return basket.completing;
    case 'amount_above_limit':
      return basket.amount;
    default:
      return basket.notTaken;
  }
}
