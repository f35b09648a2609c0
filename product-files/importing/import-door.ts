import type { ImportedProduct, ImportFit, ImportRejection } from '#contracts/product/import.ts';
import { newId } from '#kernel/ids.ts';
import { ask, post, type Posted, type ShopAccess } from './post.ts';
import type { CountedLine } from './count-stock.ts';
import { stockLocations, type Location } from './stock-places.ts';

/** What a shop answers to products that are brought to it. */
export interface ImportReply {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly variants: number;
  readonly rejected: readonly Rejected[];
  /** Shops of before do not say. */
  readonly fitted?: readonly ImportFit[];
  readonly fittedMore?: number;
  readonly unknownFields?: readonly string[];
  readonly replacedSkus?: readonly { handle: string; given: string; sku: string }[];
  /** Of those that are new or changed; said within the shop alone. */
  readonly made?: readonly MadeProduct[];
}

/** Within the shop also for reasons that concern an import of a file alone. */
type Rejected = Omit<ImportRejection, 'reason'> & { readonly reason: string };

export interface MadeProduct {
  readonly handle: string;
  readonly outcome: 'created' | 'updated';
}

/** What an import asks of a shop, from outside or within. A refusal is an answer; a shop that stays away throws. */
export interface ImportDoor {
  /** Prices are for it. */
  readonly channel: string;
  importProducts(
    products: readonly ImportedProduct[],
    dryRun: boolean,
  ): Promise<Posted<ImportReply>>;
  /** The same request once more is the same count. */
  countStock(lines: readonly CountedLine[]): Promise<Posted<{ movements: number }>>;
  listLocations(): Promise<Posted<{ items: readonly Location[] }>>;
  /** Has the shop fetch a picture and keep it. */
  fetchPicture(url: string): Promise<Posted<{ url: string }>>;
}

/** The shop's own API. */
export function overHttp(access: ShopAccess): ImportDoor {
  return {
    channel: access.channel,
    importProducts: (products, dryRun) =>
      post<ImportReply>(access, '/v1/admin/imports/products', {
        products,
        // A shop of before does not know the word.
        ...(dryRun ? { dryRun } : {}),
      }),
    countStock: (lines) =>
      post<{ movements: number }>(access, '/v1/admin/stock/counts', {
        countId: newId(),
        reason: countReason,
        lines,
      }),
    listLocations: () => stockLocations(access),
    fetchPicture: (url) => ask<{ url: string }>(access, 'POST', '/v1/admin/media/fetch', { url }),
  };
}

/** What movements say of themselves. */
export const countReason = 'product import';
