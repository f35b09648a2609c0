import { told, type Schemas } from '@kontor/sdk';
import { kontor, queryClient } from '../../asking/kontor.ts';
import type { BulkDoor } from '../../in-bulk/bulk-runs.ts';
import { useBegin } from '../../in-bulk/use-begin.ts';
import { queryOf, type ProductSearch } from '../grid/product-search.ts';

export type BulkAction = Schemas['ProductBulkAction'];

const all = '/v1/admin/bulk/products';
const one = `${all}/{bulkId}` as const;

/** Changes of many products in a channel. */
export function productBulksIn(channel: string): BulkDoor {
  const header = { Channel: channel };
  return {
    key: ['bulk', 'products', channel],
    path: '/products/$productId',
    list: async (signal) =>
      (await told(kontor.GET(all, { params: { query: { limit: 10 }, header }, signal }))).items,
    read: (bulkId, signal) =>
      told(kontor.GET(one, { params: { path: { bulkId }, header }, signal })),
    refused: async (bulkId, signal) => {
      const query = { outcome: 'refused', limit: 50 } as const;
      const params = { path: { bulkId }, query, header };
      const { items } = await told(kontor.GET(`${one}/items`, { params, signal }));
      return items.map(({ productId, title, code, message }) => ({
        id: productId,
        name: title ?? productId,
        code,
        message,
      }));
    },
    move: (bulkId, what) =>
      told(kontor.POST(`${one}/${what}`, { params: { path: { bulkId }, header } })),
    mayUndo: ({ undoes }) => undoes === null,
    changed: () => void queryClient.invalidateQueries({ queryKey: ['products', channel] }),
  };
}

interface Asked {
  readonly action: BulkAction;
  /** As somebody confirmed it. */
  readonly expected: number;
}

/** Of those that were chosen, or else of all that the list finds. */
export function useBeginProducts(
  { search, chosen }: { readonly search: ProductSearch; readonly chosen: readonly string[] },
  channel: string,
) {
  const { sort: _order, ...where } = queryOf(search);
  const which = chosen.length > 0 ? { productIds: [...chosen] } : { where };
  return useBegin(productBulksIn(channel), which, (asked: Asked, key) =>
    told(
      kontor.POST(all, {
        params: { header: { 'Idempotency-Key': key, Channel: channel } },
        body: { ...asked, ...which },
      }),
    ),
  );
}
