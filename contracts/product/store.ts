import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { foldedHandle } from './import.ts';
import { shownFocal } from './media/media-url.ts';
import { categoryPath, named, productCard, productsWithin, shownProduct } from './shapes.ts';
import { id, page, pageFailures, pageOf, text } from '../shapes.ts';

/** What shoppers may ask of the catalog, in the channel and language of the invocation. Schemas only. */

/** `key:value`, of a number also `key:from..to`, both included; either end may be left out. */
const attributeFilter = z
  .string()
  .max(200)
  .regex(/^[a-z][a-z0-9_]{0,39}:./)
  .meta({ examples: ['material:oak'] });

const filters = {
  attributes: z.array(attributeFilter).max(5).optional(),
  category: categoryPath.optional(),
  collection: z.string().min(1).max(255).optional(),
  vendor: text(255).optional(),
  tag: text(255).optional(),
  priceFromMinor: amountMinor.optional(),
  priceToMinor: amountMinor.optional().meta({ description: 'Included' }),
  inStock: z.boolean().optional(),
};

export const productSort = z.enum(['newest', 'price_ascending', 'price_descending', 'name']);
/** The order that a collection has by itself. */
export const collectionSort = z.enum(['by_hand', ...productSort.options]);
const searchSort = z.enum(['relevance', ...productSort.options]);
const option = z.strictObject({ name: text(255), value: text(255) });

const counted = { value: z.string(), count: z.int() };
export const facets = z
  .strictObject({
    categories: z.array(named.extend({ count: z.int() })),
    vendors: z.array(z.strictObject(counted)),
    options: z.array(
      z.strictObject({ name: z.string(), values: z.array(z.strictObject(counted)) }),
    ),
    prices: z.array(
      z.strictObject({
        fromMinor: amountMinor,
        belowMinor: amountMinor.nullable().meta({ description: 'Null: without end' }),
        count: z.int(),
      }),
    ),
    availability: z.strictObject({ inStock: z.int(), outOfStock: z.int() }),
    attributes: z
      .array(
        z.strictObject({
          key: z.string(),
          name: z.string(),
          unit: z.string().nullable(),
          values: z.array(z.strictObject({ ...counted, name: z.string() })),
          ranges: z.array(z.strictObject({ from: z.number(), below: z.number(), count: z.int() })),
        }),
      )
      .optional()
      .meta({ description: 'Of the shop’s own fields; numbers are counted in ranges' }),
  })
  .meta({ id: 'Facets', description: 'Counted over the products that match' });

export const channelNotFound = { channel_not_found: failure('not_found') };
const listFailures = { ...channelNotFound, ...pageFailures };

export const channel = z
  .strictObject({
    code: z.string(),
    name: z.string(),
    currency: currencyCode,
    defaultLocale: z.string(),
    locales: z.array(z.string()),
    pricesIncludeTax: z.boolean(),
    domains: z
      .array(z.string())
      .optional()
      .meta({ description: 'Host names by which it is reached; the first is the main one' }),
  })
  .meta({ id: 'Channel' });

/** Told where one is read by itself. */
const categoryPage = {
  picture: z
    .strictObject({ url: z.string(), altText: z.string(), focal: shownFocal })
    .nullable()
    .optional(),
  descriptionHtml: z.string().optional().meta({ description: 'Safe to show' }),
  seo: z.strictObject({ title: z.string(), description: z.string() }).optional(),
  textLocale: z.string().nullable().optional().meta({ description: 'The language of its words' }),
};
const category = named
  .extend({
    ...categoryPage,
    described: z.boolean().optional().meta({
      description: 'In lists: whether it has a picture or words of its own, told where it is read',
    }),
    parent: z.string().nullable(),
    hasChildren: z.boolean(),
    products: productsWithin.meta({
      description:
        'In lists, of those that have no parent: how many products stand in it and below it; 10,000 where there are more',
    }),
  })
  .meta({ id: 'Category' });
const collection = z
  .strictObject({
    handle: z.string(),
    title: z.string(),
    descriptionHtml: z.string(),
    sort: open(collectionSort, { unknownAs: 'newest' }).optional().meta({
      description: 'The order that its products are listed in where none is asked for',
    }),
  })
  .meta({ id: 'Collection' });

/** Input, output and failures of the store's queries. */
export const storeOperations = {
  listProducts: {
    input: page.extend({
      ...filters,
      reduced: z.literal(true).optional().meta({
        description: 'Only what costs less than before, as `priorMinor` tells it',
      }),
      sort: productSort.optional().meta({
        description: 'Without it as the collection is ordered, and without one the newest first',
      }),
    }),
    output: pageOf(productCard),
    failures: listFailures,
  },
  searchProducts: {
    input: page.extend({
      query: text(200)
        .optional()
        .meta({
          description: 'Without it all products that fit the filters are found',
          examples: ['coffee'],
        }),
      ...filters,
      /** Of several vendors, options of one name or values of one field a product needs one. */
      vendors: z.array(text(255)).max(20).optional(),
      option: option.optional(),
      options: z.array(option).max(20).optional(),
      sort: searchSort.optional().meta({
        description:
          'Without it the best come first; without a query as the collection is ordered, and without one the newest',
      }),
      openFacets: z.boolean().optional().meta({
        description:
          'Counts vendors, each option, each field and availability as if nothing of themselves were chosen, so that more of them can be',
      }),
    }),
    output: pageOf(productCard)
      .extend({
        matches: z.int().meta({ description: 'How many there are in all' }),
        facets,
        translatedOptions: z.array(option).optional().meta({
          description:
            'Where the options that were asked for are words of another language of the channel: what this one calls them',
        }),
      })
      .meta({ id: 'ProductSearchPage' }),
    failures: listFailures,
  },
  getProduct: {
    input: z.union([z.strictObject({ handle: foldedHandle }), z.strictObject({ productId: id })]),
    output: shownProduct,
    failures: {
      ...channelNotFound,
      product_removed: failure('gone'),
      product_not_found: failure('not_found'),
    },
  },
  listCategories: {
    input: page.extend({
      parent: categoryPath.optional().meta({ description: 'Only those right below it' }),
    }),
    output: pageOf(category),
    failures: pageFailures,
  },
  listCollections: {
    input: page,
    output: pageOf(collection),
    failures: pageFailures,
  },
  /** By its path, or one that it had before. */
  getCategory: {
    input: z.strictObject({ path: categoryPath }),
    output: category,
    failures: { category_not_found: failure('not_found') },
  },
  /** By its handle, or one that it had before. */
  getCollection: {
    input: z.strictObject({ handle: z.string().min(1).max(255) }),
    output: collection,
    failures: { collection_not_found: failure('not_found') },
  },
  listChannels: {
    input: z.strictObject({}),
    output: pageOf(channel),
  },
};
