import { z } from 'zod';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { content } from '../measures/measures.ts';
import { channelNotFound } from '../store.ts';
import { id, pageFailures, pageOf, timestamp } from '../../shapes.ts';

/** What search engines and price portals read of a shop, in the channel and language of the invocation. Schemas only. */

const sitemapKind = z.enum(['products', 'categories', 'collections', 'pages']);
const cursor = z.string().max(2_000).optional();

const sitemapEntry = z
  .strictObject({
    target: z.string().meta({ description: 'Handle, of a category its path' }),
    locales: z.array(z.string()).meta({ description: 'In which it can be read' }),
    updatedAt: timestamp.nullable().meta({ description: 'Null: nobody knows' }),
  })
  .meta({ id: 'SitemapEntry' });

const sitemapPart = z
  .strictObject({
    kind: z.string(),
    cursor: z.string().nullable().meta({ description: 'Where it begins; null: at the beginning' }),
  })
  .meta({ id: 'SitemapPart' });

const feedVariant = z.strictObject({
  variantId: id,
  sku: z.string(),
  title: z.string().nullable().meta({ description: 'Null where there is nothing to choose' }),
  optionValues: z.array(z.string()),
  priceMinor: amountMinor,
  compareAtMinor: amountMinor.nullable(),
  priorMinor: amountMinor.nullable().default(null),
  onSale: z.boolean(),
  imageUrl: z.string().nullable(),
  barcode: z.string(),
  weightGrams: z.int(),
  content: content.nullable().default(null),
});

const feedProduct = z
  .strictObject({
    productId: id,
    handle: z.string(),
    title: z.string(),
    vendor: z.string(),
    description: z.string().meta({ description: 'Plain text' }),
    productType: z.string(),
    category: z.array(z.string()).meta({ description: 'Names from the root to the product' }),
    imageUrls: z.array(z.string()),
    currency: currencyCode,
    pricesIncludeTax: z.boolean(),
    variantCount: z.int().meta({ description: 'With those that cannot be had now' }),
    variants: z.array(feedVariant).meta({ description: 'Those that can be had' }),
  })
  .meta({ id: 'FeedProduct' });

/** Input, output and failures of what programs read of a shop. */
export const crawlerOperations = {
  /** All that search engines may find, of one kind. */
  listSitemapEntries: {
    input: z.strictObject({
      kind: sitemapKind,
      limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
      cursor,
    }),
    output: pageOf(sitemapEntry),
    failures: { ...channelNotFound, ...pageFailures },
  },
  /** Where parts of so many entries begin, of all kinds: what an index of sitemaps lists. */
  listSitemapParts: {
    input: z.strictObject({
      entries: z.coerce
        .number()
        .int()
        .min(100)
        .max(50_000)
        .default(5_000)
        .meta({ description: 'In each part, at most' }),
    }),
    output: pageOf(sitemapPart),
    failures: channelNotFound,
  },
  /** Products that can be had now, with what price portals ask for. */
  listFeedProducts: {
    input: z.strictObject({
      limit: z.coerce.number().int().min(1).max(250).default(100),
      cursor,
    }),
    output: pageOf(feedProduct),
    failures: { ...channelNotFound, ...pageFailures },
  },
};
