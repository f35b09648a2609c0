import { isDeepStrictEqual } from 'node:util';
import type { BulkAction, BulkValues } from '#contracts/product/bulk/bulk-changes.ts';
import type { AdminProduct } from '../editing/read-admin-product.ts';

type Prices = NonNullable<BulkValues['prices']>;

/** What an action makes of a product, and what it touches of it as it is; undefined where nothing is left to do. */
export function plannedValues(
  action: BulkAction,
  product: AdminProduct,
): { before: BulkValues; after: BulkValues } | undefined {
  const after = valuesAfter(action, product);
  const before = valuesNow(after, product);
  return isSame(before, after) ? undefined : { before, after };
}

/** Of the product as it is, what these values are about. */
export function valuesNow(values: BulkValues, product: AdminProduct): BulkValues {
  const { status, channels, tags, collections, prices } = values;
  return {
    ...(status === undefined ? {} : { status: product.status }),
    ...(channels === undefined ? {} : { channels: product.channels.toSorted() }),
    ...(tags === undefined ? {} : { tags: product.tags }),
    ...(collections === undefined ? {} : { collections: product.collections.toSorted() }),
    ...(prices === undefined ? {} : { prices: pricesOf(product, prices.channel, prices.currency) }),
  };
}

export function isSame(one: BulkValues, other: BulkValues): boolean {
  return isDeepStrictEqual(one, other);
}

function valuesAfter(action: BulkAction, product: AdminProduct): BulkValues {
  const { channels, collections, tags } = product;
  switch (action.do) {
    case 'set_status':
      return { status: action.status };
    case 'list':
      return { channels: withOne(channels, action.channel) };
    case 'unlist':
      return { channels: without(channels, action.channel) };
    case 'set_tags':
      return { tags: [...new Set(action.tags)] };
    case 'change_tags': {
      const kept = tags.filter((tag) => !action.remove.includes(tag));
      return { tags: [...new Set([...kept, ...action.add])] };
    }
    case 'add_to_collection':
      return { collections: withOne(collections, action.collection) };
    case 'remove_from_collection':
      return { collections: without(collections, action.collection) };
    case 'change_price':
      return { prices: changedPrices(action, product) };
  }
}

const withOne = (all: readonly string[], one: string) => [...new Set([...all, one])].toSorted();
const without = (all: readonly string[], one: string) =>
  all.filter((each) => each !== one).toSorted();

function changedPrices(
  action: Extract<BulkAction, { do: 'change_price' }>,
  product: AdminProduct,
): Prices {
  const listed = product.variants.flatMap(({ prices }) => prices);
  const currency = listed.find(({ channel }) => channel === action.channel)?.currency ?? '';
  const now = pricesOf(product, action.channel, currency);
  const items = now.items.map(({ sku, amountMinor, compareAtMinor }) => {
    const changed = changedPrice(amountMinor, action);
    // What it cost before is shown only as long as that was more.
    const isShown = compareAtMinor !== null && compareAtMinor > changed;
    return { sku, amountMinor: changed, compareAtMinor: isShown ? compareAtMinor : null };
  });
  return { ...now, items };
}

/** Half up to a minor unit, and then to the nearest price with the wanted ending; never below 0. */
export function changedPrice(
  amountMinor: number,
  {
    basisPoints = 0,
    differenceMinor = 0,
    endsWithMinor,
  }: Omit<Extract<BulkAction, { do: 'change_price' }>, 'do' | 'channel'>,
): number {
  const scaled = (BigInt(amountMinor) * BigInt(10_000 + basisPoints) + 5_000n) / 10_000n;
  const changed = Math.max(0, Number(scaled) + differenceMinor);
  if (endsWithMinor === undefined) return changed;
  const below = changed - ((((changed - endsWithMinor) % 100) + 100) % 100);
  const nearest = changed - below < 50 ? below : below + 100;
  return nearest < 0 ? endsWithMinor : nearest;
}

function pricesOf(product: AdminProduct, channel: string, currency: string): Prices {
  const items = product.variants.flatMap(({ sku, prices }) =>
    prices.flatMap((price) =>
      price.channel === channel && price.currency === currency
        ? [{ sku, amountMinor: price.amountMinor, compareAtMinor: price.compareAtMinor }]
        : [],
    ),
  );
  return { channel, currency, items };
}
