import { z } from 'zod';
import { foreignTexts } from '#contracts/product/import.ts';
import { product } from '#contracts/product/index.ts';
import { id, sku } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';
import { wholeBody } from '../declaring/whole-body.ts';

const operations = product.operations;
const admin = { tag: 'Catalog', audience: 'admin' } as const;
const productId = z.strictObject({ productId: id });
const variant = productId.extend({ sku });

const translation = operations.putTranslation.input.shape.translation.unwrap();
const ofOptions = { optionNames: true, optionValues: true } as const;
/** Its texts are all given; what knows of no words for options takes none away. */
const wholeTranslation = wholeBody(translation.omit(ofOptions)).extend(
  translation.pick(ofOptions).shape,
);

/** What staff does to products. Changes take `If-Match` with the version that was read. */
export const adminProductRoutes: readonly Route[] = [
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/imports/products',
    operationId: 'adminImportProducts',
    foreign: [...foreignTexts, 'attributes'],
    summary: 'Create and update products',
    description:
      'Up to 100 products by handle, with prices of the channel asked for. Sending them again changes nothing. Texts of another shop are made to fit, and `fitted` says where: control characters become blanks, markup that is not shown is taken out, card numbers are masked but for their last four digits.',
    calls: ['product', 'importProducts'],
    body: operations.importProducts.input,
    input: ({ body }) => body,
  }),
  route({
    ...admin,
    method: 'GET',
    path: '/v1/admin/products',
    operationId: 'adminListProducts',
    summary: 'List products, drafts and archived ones too',
    calls: ['product', 'listAdminProducts'],
    query: operations.listAdminProducts.input,
    input: ({ query }) => query,
  }),
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/products',
    operationId: 'adminCreateProduct',
    summary: 'Create a product',
    description: 'A draft without variants, listed in the channel asked for.',
    calls: ['product', 'createProduct'],
    body: operations.createProduct.input,
    status: 201,
    input: ({ body }) => body,
  }),
  route({
    ...admin,
    method: 'GET',
    path: '/v1/admin/products/{productId}',
    operationId: 'adminGetProduct',
    summary: 'Read a product as it is kept',
    calls: ['product', 'getAdminProduct'],
    params: productId,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'PATCH',
    path: '/v1/admin/products/{productId}',
    operationId: 'adminUpdateProduct',
    summary: 'Change a product',
    description:
      'Sets what is given. `status` publishes and archives. Of `attributes`, values of the shop’s own fields, what is missing stays and null takes away.',
    calls: ['product', 'changeProduct'],
    params: productId,
    body: operations.changeProduct.input.omit({ productId: true, expectedVersion: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'DELETE',
    path: '/v1/admin/products/{productId}',
    operationId: 'adminDeleteProduct',
    summary: 'Delete a product that was never published',
    description: 'With `published=delete` also one that was, once it is archived.',
    calls: ['product', 'deleteProduct'],
    status: 204,
    params: productId,
    query: operations.deleteProduct.input.pick({ published: true }),
    input: ({ params, query }) => ({ ...params, ...query }),
  }),
  route({
    ...admin,
    method: 'PUT',
    path: '/v1/admin/products/{productId}/variants/{sku}',
    operationId: 'adminPutVariant',
    summary: 'Add a variant, or set it anew',
    description:
      'With all of its fields. Content, energy label and values of the shop’s own fields stay as they are: a PATCH sets them.',
    calls: ['product', 'putVariant'],
    params: variant,
    body: wholeBody(
      operations.putVariant.input.omit({
        productId: true,
        sku: true,
        expectedVersion: true,
        attributes: true,
        content: true,
        energyLabel: true,
      }),
    ),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'PATCH',
    path: '/v1/admin/products/{productId}/variants/{sku}',
    operationId: 'adminUpdateVariant',
    summary: 'Add or change a variant',
    description: 'Sets what is given of the one that has the SKU, or adds one under it.',
    calls: ['product', 'putVariant'],
    params: variant,
    body: operations.putVariant.input.omit({ productId: true, sku: true, expectedVersion: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'DELETE',
    path: '/v1/admin/products/{productId}/variants/{sku}',
    operationId: 'adminDeleteVariant',
    summary: 'Take a variant out of its product',
    description:
      'It is sold no more; orders that have it go on. Putting the same SKU again brings it back as it was, with its prices.',
    calls: ['product', 'removeVariant'],
    params: variant,
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'PUT',
    path: '/v1/admin/products/{productId}/variants/{sku}/prices/{channel}',
    operationId: 'adminPutVariantPrice',
    summary: 'Set the price in a channel',
    description: 'In the currency of the channel; null takes the variant out of it.',
    calls: ['product', 'setPrice'],
    params: variant.extend({ channel: operations.setPrice.input.shape.channel }),
    body: wholeBody(operations.setPrice.input.pick({ amountMinor: true, compareAtMinor: true })),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/products/{productId}/past-prices',
    operationId: 'adminTellPastPrices',
    summary: 'Say what variants cost before the shop came here',
    description:
      'Reductions are announced with the lowest price of the 30 days before; where the shop has not known prices for so long it is this that they are compared with. What is known already is not changed.',
    calls: ['product', 'addPastPrices'],
    params: productId,
    body: operations.addPastPrices.input.omit({ productId: true, expectedVersion: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'POST',
    path: '/v1/admin/products/{productId}/variants/{sku}/sale-prices',
    operationId: 'adminCreateSalePrice',
    summary: 'Plan a sale price',
    description: 'It begins and ends by itself; the lowest of several holds.',
    calls: ['product', 'addSalePrice'],
    params: variant,
    body: operations.addSalePrice.input.omit({ productId: true, sku: true, expectedVersion: true }),
    status: 201,
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'DELETE',
    path: '/v1/admin/products/{productId}/sale-prices/{salePriceId}',
    operationId: 'adminDeleteSalePrice',
    summary: 'Remove a sale price',
    calls: ['product', 'removeSalePrice'],
    params: productId.extend({ salePriceId: id }),
    input: ({ params }) => params,
  }),
  route({
    ...admin,
    method: 'PUT',
    path: '/v1/admin/products/{productId}/channels',
    operationId: 'adminPutProductChannels',
    summary: 'Set in which channels a product is offered',
    calls: ['product', 'setListings'],
    params: productId,
    body: wholeBody(operations.setListings.input.pick({ channels: true })),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...admin,
    method: 'PUT',
    path: '/v1/admin/products/{productId}/translations/{locale}',
    operationId: 'adminPutProductTranslation',
    summary: 'Set the texts in another language',
    description:
      'Null takes the language back. Words for options stay as they are where they are left out.',
    calls: ['product', 'putTranslation'],
    params: productId.extend({ locale: operations.putTranslation.input.shape.locale }),
    body: z.strictObject({ translation: wholeTranslation.nullable() }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
];
