import { told, type Schemas } from '@kontor/sdk';
import type { InfiniteData } from '@tanstack/react-query';
import { kontor, queryClient } from '../../asking/kontor.ts';
import { pageSize, useList } from '../../lists/read-list.ts';
import type { Product } from '../product-commands.ts';
import { queryOf, type ProductSearch } from './product-search.ts';

export type ProductRow = Schemas['AdminProductSummary'];
type Page = Schemas['AdminProductSummaryPage'];

const idOf = ({ productId }: ProductRow) => productId;

export function useProducts(search: ProductSearch, channel: string, isEdited: boolean) {
  const query = queryOf(search);
  return useList<ProductRow>({
    key: ['products', channel, query],
    read: (cursor, signal) =>
      told(
        kontor.GET('/v1/admin/products', {
          params: {
            query: { ...query, limit: pageSize, ...(cursor && { cursor }) },
            header: { Channel: channel },
          },
          signal,
        }),
      ),
    idOf,
    isEdited,
  });
}

/** Parts of all products of a channel, in the columns that an import takes. */
export function exportProducts(channel: string) {
  return (cursor: string | undefined) =>
    told(
      kontor.GET('/v1/admin/exports/products', {
        params: { query: { ...(cursor && { cursor }) }, header: { Channel: channel } },
      }),
    );
}

/** What was saved is what all lists show from then on; where it stands in them changes when they are asked anew. */
export function noteProduct(product: Product): void {
  queryClient.setQueryData(['product', product.productId], product);
  void queryClient.invalidateQueries({ queryKey: ['audit', product.productId] });
  for (const [key, list] of queryClient.getQueriesData<InfiniteData<Page>>({
    queryKey: ['products'],
  })) {
    if (!list) continue;
    const channel = String(key[1]);
    const pages = list.pages.map((page) => ({
      ...page,
      items: page.items.map((row) =>
        row.productId === product.productId ? rowOf(row, product, channel) : row,
      ),
    }));
    queryClient.setQueryData(key, { ...list, pages });
  }
}

/** A row as a product stands now. */
export function rowOf(row: ProductRow, product: Product, channel: string): ProductRow {
  const { title, handle, vendor, status, version, updatedAt, category, variants } = product;
  const prices = variants.flatMap(({ prices: all }) =>
    all.filter((each) => each.channel === channel),
  );
  const amounts = prices.map(({ amountMinor }) => amountMinor);
  const [first] = prices;
  const fields = { title, handle, vendor, status, version, updatedAt, category };
  return {
    ...row,
    ...fields,
    imageUrl: product.media[0]?.url ?? null,
    variants: variants.length,
    sku: variants.length === 1 ? variants[0]!.sku : null,
    price: first
      ? {
          currency: first.currency,
          lowestMinor: Math.min(...amounts),
          highestMinor: Math.max(...amounts),
          compareAtMinor: prices.length === 1 ? first.compareAtMinor : null,
        }
      : null,
  };
}
