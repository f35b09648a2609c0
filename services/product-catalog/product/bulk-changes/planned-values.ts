import { isDeepStrictEqual } from 'node:util';
import type { BulkAction, BulkValues } from '#contracts/product/bulk/bulk-changes.ts';
import { productLimits as limits } from '#contracts/product/limits.ts';
import type { AdminProduct } from '../editing/read-admin-product.ts';

/** As the column of prices takes it. */
const highestPrice = 999_999_999_999;

type Prices = NonNullable<BulkValues['prices']>;

/** Why a product is left as it is. */
export const cannotBe = {
  price_out_of_range:
    'A price would be 0 or less, or more than any may be. Change it by hand, or by less.',
  too_many_tags: `It would have more than ${limits.tags} tags. Take some off first.`,
} as const;

/** What an action makes of a product, and what it touches of it as it is; undefined where nothing is left to do. */
export function plannedValues(
  action: BulkAction,
  product: AdminProduct,
): { before: BulkValues; after: BulkValues } | keyof typeof cannotBe | undefined {
  const after = valuesAfter(action, product);
  if (typeof after === 'string') return after;
  if ((after.tags?.length ?? 0) > limits.tags) return 'too_many_tags';
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

function valuesAfter(action: BulkAction, product: AdminProduct): BulkValues | 'price_out_of_range' {
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
    case 'change_price': {
      const prices = changedPrices(action, product);
      return prices === null ? 'price_out_of_range' : { prices };
    }
  }
}

const withOne = (all: readonly string[], one: string) => [...new Set([...all, one])].toSorted();
const without = (all: readonly string[], one: string) =>
  all.filter((each) => each !== one).toSorted();

function changedPrices(
  action: Extract<BulkAction, { do: 'change_price' }>,
  product: AdminProduct,
): Prices | null {
  const listed = product.variants.flatMap(({ prices }) => prices);
  const currency = listed.find(({ channel }) => channel === action.channel)?.currency ?? '';
  const now = pricesOf(product, action.channel, currency);
  const items: Prices['items'] = [];
  for (const { sku, amountMinor, compareAtMinor } of now.items) {
    const changed = changedPrice(amountMinor, action);
    if (changed === null) return null;
    // What it cost before is shown only as long as that was more.
    const isShown = compareAtMinor !== null && compareAtMinor > changed;
    items.push({ sku, amountMinor: changed, compareAtMinor: isShown ? compareAtMinor : null });
  }
  return { ...now, items };
}

/**
 * Half up to a minor unit, and then to the nearest price with the wanted ending. Null where it would be
 * out of range: nothing is given away because a difference was larger than a price. What is free stays so.
 */
export function changedPrice(
  amountMinor: number,
  {
    basisPoints = 0,
    differenceMinor = 0,
    endsWithMinor,
  }: Omit<Extract<BulkAction, { do: 'change_price' }>, 'do' | 'channel'>,
): number | null {
  if (amountMinor === 0) return 0;
  const scaled = (BigInt(amountMinor) * BigInt(10_000 + basisPoints) + 5_000n) / 10_000n;
  const changed = Number(scaled) + differenceMinor;
  const ended = changed <= 0 ? 0 : withEnding(changed, endsWithMinor);
  return ended <= 0 || ended > highestPrice ? null : ended;
}

function withEnding(changed: number, endsWithMinor: number | undefined): number {
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

/** Channels in which a change is seen: those of its prices, and those it lists in or no longer. */
export function channelsTouched(before: BulkValues, after: BulkValues): readonly string[] {
  const { channels: was = [] } = before;
  const { channels: is = [], prices } = after;
  const listed = [...was, ...is].filter((each) => was.includes(each) !== is.includes(each));
  return prices ? [...listed, prices.channel] : listed;
}
