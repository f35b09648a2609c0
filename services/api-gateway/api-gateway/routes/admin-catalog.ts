import { product } from '#contracts/product/index.ts';
import { route, type Route } from '../declaring/route.ts';
import { wholeBody } from '../declaring/whole-body.ts';

const operations = product.operations;
const admin = { tag: 'Catalog', audience: 'admin' } as const;
const handle = operations.putCollection.input.pick({ handle: true });
const synonymKey = operations.deleteSearchSynonyms.input;
const code = operations.putChannel.input.pick({ code: true });

/** What products stand in: channels, categories, collections. */
export const adminCatalogRoutes: readonly Route[] = [
  route({
    ...admin,
    method: 'GET',
    path: '/v1/admin/channels',
    operationId: 'adminListChannels',
    summary: 'List channels, closed ones too',
    calls: ['product', 'listAdminChannels'],
    input: () => ({}),
  }),
  route({
    ...admin,
    method: 'PUT',
    path: '/v1/admin/channels/{code}',
    operationId: 'adminPutChannel',
    summary: 'Add or change a channel',
    description:
      'Products of a new language show once they are made ready in the background. Its currency stays while something is priced in it.',
    calls: ['product', 'putChannel'],
    params: code,
    body: wholeBody(operations.putChannel.input.omit({ code: true, expectedVersion: true })),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'PUT',
    path: '/v1/admin/channels/{code}/company',
    operationId: 'adminPutChannelCompany',
    summary: 'Say who sells in a channel, and its time zone',
    description:
      'Two channels can be two companies. Documents that are issued from now on say it; null is as the settings of the deployment have it.',
    calls: ['product', 'putChannelCompany'],
    params: code,
    body: wholeBody(operations.putChannelCompany.input.omit({ code: true, expectedVersion: true })),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'PUT',
    path: '/v1/admin/channels/{code}/mail',
    operationId: 'adminPutChannelMail',
    summary: 'Say what mails of a channel carry',
    description:
      'Where `mailsDocuments` is true, confirmations carry the invoice as a PDF, and mails of refunds and cancellations their credit note. A document of more than 500 kB is read by the link to the order instead.',
    calls: ['product', 'putChannelMail'],
    params: code,
    body: wholeBody(operations.putChannelMail.input.omit({ code: true, expectedVersion: true })),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'PUT',
    path: '/v1/admin/categories',
    operationId: 'adminPutCategory',
    summary: 'Add or change a category',
    description: 'Its path names its parent, which must be there.',
    calls: ['product', 'putCategory'],
    body: wholeBody(operations.putCategory.input.omit({ expectedVersion: true })),
    input: ({ body }) => body,
  }),
  route({
    ...admin,
    method: 'DELETE',
    path: '/v1/admin/categories',
    operationId: 'adminDeleteCategory',
    summary: 'Delete a category that nothing stands in',
    calls: ['product', 'deleteCategory'],
    status: 204,
    query: operations.deleteCategory.input,
    input: ({ query }) => query,
  }),
  route({
    ...admin,
    method: 'PUT',
    path: '/v1/admin/collections/{handle}',
    operationId: 'adminPutCollection',
    summary: 'Add or change a collection',
    calls: ['product', 'putCollection'],
    params: handle,
    body: wholeBody(operations.putCollection.input.omit({ handle: true, expectedVersion: true })),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'DELETE',
    path: '/v1/admin/collections/{handle}',
    operationId: 'adminDeleteCollection',
    summary: 'Delete an empty collection',
    calls: ['product', 'deleteCollection'],
    status: 204,
    params: handle,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/collections/{handle}/products',
    operationId: 'adminChangeCollectionProducts',
    summary: 'Put products into a collection and take others out',
    calls: ['product', 'changeCollectionProducts'],
    params: handle,
    body: operations.changeCollectionProducts.input.omit({ handle: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'GET',
    path: '/v1/admin/search-synonyms',
    operationId: 'adminListSearchSynonyms',
    summary: 'List synonyms of the search',
    calls: ['product', 'listSearchSynonyms'],
    query: operations.listSearchSynonyms.input,
    input: ({ query }) => query,
  }),
  route({
    ...admin,
    method: 'PUT',
    path: '/v1/admin/search-synonyms/{language}/{word}',
    operationId: 'adminPutSearchSynonyms',
    summary: 'Say what else a word finds',
    description:
      'In one language of all channels. Capitals, accents and forms of grammar of the word make no difference. It counts at once.',
    calls: ['product', 'putSearchSynonyms'],
    params: synonymKey,
    body: wholeBody(
      operations.putSearchSynonyms.input.omit({
        language: true,
        word: true,
        expectedVersion: true,
      }),
    ),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'DELETE',
    path: '/v1/admin/search-synonyms/{language}/{word}',
    operationId: 'adminDeleteSearchSynonyms',
    summary: 'Let a word find itself alone',
    calls: ['product', 'deleteSearchSynonyms'],
    status: 204,
    params: synonymKey,
    input: ({ params }) => params,
  }),
];
