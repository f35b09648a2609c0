import type { Move } from './use-collection-products.ts';

/** A place earlier; undefined of the first. */
export function earlier(order: readonly string[], productId: string): Move | undefined {
  const before = order[order.indexOf(productId) - 1];
  return before === undefined ? undefined : { productIds: [productId], before };
}

/** A place later: the next one comes before it, so nobody need know what stands behind that. */
export function later(order: readonly string[], productId: string): Move | undefined {
  const next = order[order.indexOf(productId) + 1];
  return next === undefined ? undefined : { productIds: [next], before: productId };
}

/**
 * Where one is dropped on another it takes that one's place: what comes from above stands behind it then.
 * @param isWhole whether nothing stands behind the last one of these
 */
export function dropped(
  order: readonly string[],
  productId: string,
  on: string,
  isWhole: boolean,
): Move | undefined {
  const [from, to] = [order.indexOf(productId), order.indexOf(on)];
  if (from === to || from < 0 || to < 0) return undefined;
  if (from > to) return { productIds: [productId], before: on };
  const next = order[to + 1];
  if (next === undefined && !isWhole) return { productIds: [productId], before: on };
  return { productIds: [productId], before: next ?? null };
}
