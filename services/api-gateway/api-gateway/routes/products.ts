import { z } from 'zod';
import { product } from '#contracts/product/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';

const {
  getCategory,
  getCollection,
  getSearchSuggestions,
  listCategories,
  listCollections,
  listProducts,
  searchProducts,
} = product.operations;
const store = { tag: 'Products', audience: 'store', method: 'GET' } as const;
const cache = 'public, max-age=5';

/** Numbers and booleans are text in a query. */
const filters = {
  attribute: z
    .string()
    .max(1_000)
    .optional()
    .meta({
      description:
        'Values of the shop’s own fields that are facets, up to five with `;` between them: `key:value`, of numbers also `key:from..to`, both included, either may be left out. Of several of one field any will do',
      examples: ['material:oak;height:10..25'],
    })
    .transform((text) => (text === undefined ? undefined : text.split(';'))),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  priceFromMinor: z.coerce.number().int().min(0).max(999_999_999_999).optional(),
  priceToMinor: z.coerce.number().int().min(0).max(999_999_999_999).optional(),
  inStock: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
};

/** A parameter that may be there several times. */
function several<One extends z.ZodType>(one: One) {
  return z.union([z.array(one).max(20), one.transform((given) => [given])]).optional();
}

/** Given again with another value, either will do. */
const choices = {
  vendor: several(z.string().min(1).max(255)).meta({
    description: 'Given several times, products of any of them',
  }),
  option: several(
    z
      .string()
      .max(500)
      .regex(/^[^:]+:.+$/)
      .transform((text) => {
        const [name = ''] = text.split(':', 1);
        return { name, value: text.slice(name.length + 1) };
      }),
  ).meta({
    description: 'An option and its value; given several times, of each option any of the values',
    examples: ['Weight:250 g'],
  }),
  openFacets: z
    .enum(['true', 'false'])
    .optional()
    .transform((text) => (text === undefined ? undefined : text === 'true')),
};

/** What shoppers see: lists, search, pages, categories, collections and channels. */
export const productRoutes: readonly Route[] = [
  route({
    ...store,
    path: '/v1/products',
    operationId: 'listProducts',
    summary: 'List products',
    description:
      'In the channel and language asked for. With a category come the products of all below it.',
    calls: ['product', 'listProducts'],
    cache,
    query: listProducts.input.omit({ attributes: true }).extend({
      ...filters,
      reduced: z
        .literal('true')
        .transform(() => true as const)
        .optional()
        .meta({ description: 'Only what costs less than before, as `priorMinor` tells it' }),
    }),
    input: ({ query: { attribute, ...query } }) => ({ ...query, attributes: attribute }),
  }),
  route({
    ...store,
    path: '/v1/products/search',
    operationId: 'searchProducts',
    summary: 'Search or browse products, with facets',
    description:
      'Every word must occur, in any form of grammar and spelling; the last one may be the beginning of a word. SKU and barcode are found too, and synonyms that staff keep. The best come first; `matches` and facets count all. Without `query`, all products that fit the filters: the page of a category or collection with its facets in one request.',
    calls: ['product', 'searchProducts'],
    cache,
    query: searchProducts.input
      .omit({ option: true, options: true, vendors: true, attributes: true })
      .extend({ ...filters, ...choices }),
    input: ({ query: { vendor, option, attribute, ...query } }) => ({
      ...query,
      vendors: vendor,
      options: option,
      attributes: attribute,
    }),
  }),
  route({
    ...store,
    path: '/v1/products/suggestions',
    operationId: 'getSearchSuggestions',
    summary: 'Suggest what to search for while somebody types',
    description:
      'Words that the last one may become, products whose titles begin so or have the words, and categories; each has something in this channel and language.',
    calls: ['product', 'getSearchSuggestions'],
    cache,
    query: getSearchSuggestions.input.extend({
      limit: z.coerce.number().int().min(1).max(10).default(5),
    }),
    input: ({ query }) => query,
  }),
  route({
    ...store,
    path: '/v1/products/{handle}',
    operationId: 'getProduct',
    summary: 'Read a product',
    description: 'By its handle. Availability is asked now.',
    calls: ['product', 'getProduct'],
    cache,
    params: z.strictObject({ handle: z.string().min(1).max(255) }),
    input: ({ params }) => params,
  }),
  route({
    ...store,
    path: '/v1/products/by-id/{productId}',
    operationId: 'getProductById',
    summary: 'Read a product by its id',
    calls: ['product', 'getProduct'],
    cache,
    params: z.strictObject({ productId: id }),
    input: ({ params }) => params,
  }),
  route({
    ...store,
    path: '/v1/categories',
    operationId: 'listCategories',
    summary: 'List categories',
    description: 'All of the tree by path, or those right below `parent`.',
    calls: ['product', 'listCategories'],
    cache,
    query: listCategories.input,
    input: ({ query }) => query,
  }),
  route({
    ...store,
    path: '/v1/categories/by-path',
    operationId: 'getCategory',
    summary: 'Read a category',
    description:
      'By its path, or one that it had before: where `path` differs from what was asked, redirect with 301.',
    calls: ['product', 'getCategory'],
    cache,
    query: getCategory.input,
    input: ({ query }) => query,
  }),
  route({
    ...store,
    path: '/v1/collections',
    operationId: 'listCollections',
    summary: 'List collections',
    calls: ['product', 'listCollections'],
    cache,
    query: listCollections.input,
    input: ({ query }) => query,
  }),
  route({
    ...store,
    path: '/v1/collections/{handle}',
    operationId: 'getCollection',
    summary: 'Read a collection',
    description:
      'By its handle, or one that it had before: where `handle` differs from what was asked, redirect with 301.',
    calls: ['product', 'getCollection'],
    cache,
    params: getCollection.input,
    input: ({ params }) => params,
  }),
  route({
    ...store,
    path: '/v1/channels',
    operationId: 'listChannels',
    summary: 'List the shops of this deployment',
    description: 'Send the code of one in the header `Channel`; without it, `default` is meant.',
    calls: ['product', 'listChannels'],
    cache,
    input: () => ({}),
  }),
];
