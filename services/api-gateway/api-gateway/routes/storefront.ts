import { z } from 'zod';
import { product } from '#contracts/product/index.ts';
import { route, type Route } from '../declaring/route.ts';

const { getPage, getPublishedText, listFeedProducts, listSitemapEntries, listSitemapParts } =
  product.operations;
const store = { tag: 'Storefront', audience: 'store', method: 'GET' } as const;
const cache = 'public, max-age=5';

/** What a front-end needs besides products, to be a whole shop. */
export const storefrontRoutes: readonly Route[] = [
  route({
    ...store,
    path: '/v1/storefront',
    operationId: 'getStorefront',
    summary: 'Read what frames every page of the shop',
    description:
      'In the channel and language asked for: names, languages, look, notice, menus, scenes of the home page, and the pages that can be read. What leads nowhere is left out. Who has it already is told 304.',
    calls: ['product', 'getStorefront'],
    cache,
    input: () => ({}),
    reports: (frame) => ({
      status: 200,
      body: frame,
      headers: { ETag: `"${frame.revision}"` },
      conditional: true,
    }),
  }),
  route({
    ...store,
    path: '/v1/pages/{handle}',
    operationId: 'getPage',
    summary: 'Read a page',
    description:
      'As it was published last. A handle that it had before finds it too: where `handle` differs from what was asked, redirect with 301.',
    calls: ['product', 'getPage'],
    cache,
    params: getPage.input,
    input: ({ params }) => params,
  }),
  route({
    ...store,
    path: '/v1/published-texts/{textId}',
    operationId: 'getPublishedText',
    summary: 'Read a text as it was published',
    description: 'Word for word, whatever its page says by now: what a customer was shown.',
    calls: ['product', 'getPublishedText'],
    cache,
    params: getPublishedText.input,
    input: ({ params }) => params,
  }),
  route({
    ...store,
    path: '/v1/sitemap',
    operationId: 'listSitemapEntries',
    summary: 'List what search engines may find',
    calls: ['product', 'listSitemapEntries'],
    cache,
    query: listSitemapEntries.input.extend({
      limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
    }),
    input: ({ query }) => query,
  }),
  route({
    ...store,
    path: '/v1/sitemap/parts',
    operationId: 'listSitemapParts',
    summary: 'List the parts that what search engines may find is cut into',
    description:
      'For an index of sitemaps: each part is read with `listSitemapEntries` from its cursor on, so many entries of it.',
    calls: ['product', 'listSitemapParts'],
    cache,
    query: listSitemapParts.input,
    input: ({ query }) => query,
  }),
  route({
    ...store,
    path: '/v1/product-feed',
    operationId: 'listFeedProducts',
    summary: 'List products that can be had, for price portals',
    description:
      'With those variants alone that are in stock or sold beyond it, their prices now, and barcodes.',
    calls: ['product', 'listFeedProducts'],
    cache,
    query: listFeedProducts.input,
    input: ({ query }) => query,
  }),
];
