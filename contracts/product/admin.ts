import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { amountMinor } from '#kernel/money.ts';
import {
  adminProduct,
  channelCode,
  productFields,
  productFilters,
  productSummary,
  summaryOffer,
  translation,
} from './admin-shapes.ts';
import { productHandle, productStatus, variantFields } from './import.ts';
import { measureFields } from './measures/measures.ts';
import { attributeFailures, givenAttributes } from '../attributes.ts';
import { id, locale, page, pageFailures, pageOf, sku, timestamp } from '../shapes.ts';
import { missingPicture } from './storefront/look.ts';

/** What staff may do to products and their prices. Schemas only. */

const expectedVersion = z.int().min(1).optional();
const productId = z.strictObject({ productId: id });

const notFound = { product_not_found: failure('not_found') };
const changed = {
  ...notFound,
  version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
};
/** Nothing goes live that has no rate where its channel is. */
const rateMissing = {
  tax_rate_missing: failure(
    'conflict',
    z.strictObject({ channel: z.string(), countryCode: z.string(), taxClass: z.string() }),
  ),
};
const picture_not_found = failure('invalid', missingPicture);
const variantFailures = {
  ...changed,
  ...rateMissing,
  sku_taken: failure('conflict'),
  option_values_mismatch: failure('invalid'),
  option_values_duplicate: failure('conflict'),
  picture_not_found,
  ...attributeFailures,
};
const variantNotFound = { variant_not_found: failure('not_found') };
const channelNotFound = { channel_not_found: failure('not_found') };
const target = productId.extend({ sku, expectedVersion });
const referenceFailures = {
  category_not_found: failure('not_found'),
  collection_not_found: failure('not_found'),
  picture_not_found,
};

/** Input, output and failures of what staff does to products. */
export const productOperations = {
  listAdminProducts: {
    input: page.extend(productFilters),
    output: pageOf(
      z
        .strictObject({
          ...productSummary,
          imageUrl: z.string().nullable().optional(),
          createdAt: timestamp.optional(),
          ...summaryOffer,
        })
        .meta({ id: 'AdminProductSummary' }),
    ),
    failures: pageFailures,
  },
  getAdminProduct: { input: productId, output: adminProduct, failures: notFound },
  /** A draft without variants, listed in the invocation's channel. */
  createProduct: {
    input: z
      .strictObject(productFields)
      .partial()
      .extend({ title: productFields.title, handle: productHandle }),
    output: adminProduct,
    failures: {
      handle_taken: failure('conflict'),
      ...channelNotFound,
      ...referenceFailures,
      ...attributeFailures,
    },
  },
  /** Sets what is given. Option names change only while there are no variants. */
  changeProduct: {
    input: z
      .strictObject({ ...productFields, handle: productHandle, status: productStatus })
      .partial()
      .extend({ productId: id, expectedVersion }),
    output: adminProduct,
    failures: {
      ...changed,
      ...referenceFailures,
      ...attributeFailures,
      ...rateMissing,
      handle_taken: failure('conflict'),
      options_in_use: failure('conflict'),
    },
  },
  /** What was never published; with `published` also what was, once it is archived. */
  deleteProduct: {
    input: productId.extend({
      expectedVersion,
      published: z.enum(['keep', 'delete']).optional().meta({
        description:
          '`delete`: also a product that was published, once it is archived. Orders keep what they were placed with; its SKUs and its handle are free again',
      }),
    }),
    output: z.strictObject({}),
    failures: { ...changed, product_was_published: failure('conflict') },
  },
  /**
   * Adds a variant under a new SKU, or sets what is given of the one that has it. A SKU names goods in a
   * warehouse, whichever product they are sold as: what was removed gives its SKU up, with the stock
   * that is counted under it, to the product that puts it next.
   */
  putVariant: {
    input: target.extend(
      z
        .strictObject({
          ...variantFields,
          optionValues: variantFields.optionValues.meta({ examples: [[]] }),
          tracked: z.boolean(),
          ...measureFields,
          attributes: givenAttributes,
        })
        .partial().shape,
    ),
    output: adminProduct,
    failures: variantFailures,
  },
  removeVariant: {
    input: target,
    output: adminProduct,
    failures: { ...changed, ...variantNotFound },
  },
  /** In the currency of the channel; `amountMinor: null` takes the variant out of it. */
  setPrice: {
    input: target.extend({
      channel: channelCode,
      amountMinor: amountMinor.nullable(),
      compareAtMinor: amountMinor.nullable().default(null),
    }),
    output: adminProduct,
    failures: { ...changed, ...variantNotFound, ...channelNotFound },
  },
  /**
   * What variants cost before the shop came here, in the currency of the channel: each from `since` until
   * what is known of it. Reductions are announced with the lowest price of 30 days.
   */
  addPastPrices: {
    input: productId.extend({
      channel: channelCode,
      prices: z
        .array(
          z.strictObject({
            sku,
            amountMinor,
            since: timestamp.meta({ description: 'It cost so from then on' }),
          }),
        )
        .min(1)
        .max(100)
        .refine((prices) => new Set(prices.map(({ sku: one }) => one)).size === prices.length, {
          error: 'Each variant once.',
        }),
      expectedVersion,
    }),
    output: adminProduct,
    failures: {
      ...changed,
      ...variantNotFound,
      ...channelNotFound,
      past_price_known: failure('conflict', z.strictObject({ sku: z.string() })),
    },
  },
  addSalePrice: {
    input: target.extend({
      channel: channelCode,
      amountMinor,
      startsAt: timestamp,
      endsAt: timestamp.nullable().default(null),
    }),
    output: adminProduct,
    failures: {
      ...changed,
      ...variantNotFound,
      ...channelNotFound,
      sale_window_invalid: failure('invalid'),
      too_many_sale_prices: failure('conflict', z.strictObject({ limit: z.int() })),
    },
  },
  removeSalePrice: {
    input: productId.extend({ salePriceId: id, expectedVersion }),
    output: adminProduct,
    failures: { ...changed, sale_price_not_found: failure('not_found') },
  },
  /** In which channels the product is offered, all of them. */
  setListings: {
    input: productId.extend({ channels: z.array(channelCode).max(50), expectedVersion }),
    output: adminProduct,
    failures: { ...changed, ...channelNotFound, ...rateMissing },
  },
  /** Null takes the language back. */
  putTranslation: {
    input: productId.extend({ locale, translation: translation.nullable(), expectedVersion }),
    output: adminProduct,
    failures: {
      ...changed,
      /** Two values of an option, or two options, would be called alike. */
      option_words_alike: failure('invalid', z.strictObject({ option: z.string() })),
    },
  },
};
