import { z } from 'zod';
import { product } from '#contracts/product/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';

const { listProducts, searchProducts, getSearchSuggestions, listCategories, listCollections } =
  product.operations;
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
        'Values of the shop’s own fields that are facets, up to five with `;` between them: `key:value`, of numbers also `key:from..to`, both included, either may be left out',
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
    query: listProducts.input.omit({ attributes: true }).extend(filters),
    input: ({ query: { attribute, ...query } }) => ({ ...query, attributes: attribute }),
  }),
  route({
    ...store,
    path: '/v1/products/search',
    operationId: 'searchProducts',
    summary: 'Search products, with facets',
    description:
      'Every word must occur, in any form of grammar and spelling; the last one may be the beginning of a word. SKU and barcode are found too, and synonyms that staff keep. The best come first; `matches` and facets count all.',
    calls: ['product', 'searchProducts'],
    cache,
    query: searchProducts.input.omit({ option: true, attributes: true }).extend({
      ...filters,
      option: z
        .string()
        .max(500)
        .regex(/^[^:]+:.+$/)
        .optional()
        .meta({ description: 'An option and its value', examples: ['Weight:250 g'] }),
    }),
    input: ({ query: { option, attribute, ...rest } }) => {
      const query = { ...rest, attributes: attribute };
      if (option === undefined) return query;
      const [name = ''] = option.split(':', 1);
      return { ...query, option: { name, value: option.slice(name.length + 1) } };
    },
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
    path: '/v1/channels',
    operationId: 'listChannels',
    summary: 'List the shops of this deployment',
    description: 'Send the code of one in the header `Channel`; without it, `default` is meant.',
    calls: ['product', 'listChannels'],
    cache,
    input: () => ({}),
  }),
];
