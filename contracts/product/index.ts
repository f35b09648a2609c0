import { z } from 'zod';
import { command, defineContract, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { commonPromises } from '../every-service/promises.ts';
import { fieldPromises } from '../fields.ts';
import { expectsSinceVersion2 } from '../overtaken.ts';
import { productOperations } from './admin.ts';
import { company } from './company.ts';
import { searchOperations } from './search.ts';
import { storeOperations } from './store.ts';
import { bulkPromises } from './bulk/bulk-changes.ts';
import { productExportPromises } from './files/exports.ts';
import { importPromises } from './files/imports.ts';
import { mediaPromises } from './media/objects.ts';
import { keptLook } from './storefront/look.ts';
import { storefrontPromises } from './storefront/promises.ts';
import { shelfPromises } from './shelves/promises.ts';
import { structureOperations } from './structure.ts';
import { importInput, importOutcome } from './import.ts';
import { missingRatePromises } from './missing-rates.ts';
import { customsFields, unitPrice } from '../goods.ts';
import { expectedOn, openStockPolicy } from '../inventory/stock.ts';
import { shownText } from './legal-texts.ts';
import { id, sku, timestamp } from '../shapes.ts';

const natural = { access: 'catalog:write', idempotency: 'natural' } as const;
const keyed = { access: 'catalog:write', idempotency: 'key' } as const;

/** What a cart needs to know of a variant, in the invocation's channel, priced now. */
const sellableVariant = z.strictObject({
  sku,
  variantId: id,
  productId: id,
  handle: z.string(),
  title: z.string(),
  variantTitle: z.string().nullable(),
  imageUrl: z.string().nullable(),
  unitPriceMinor: amountMinor,
  compareAtMinor: amountMinor.nullable(),
  currency: currencyCode,
  taxClass: z.string(),
  weightGrams: z.int().min(0),
  requiresShipping: z.boolean(),
  unitPrice: unitPrice.optional(),
  ...customsFields,
  tags: z.array(z.string()).optional(),
  /** False when the product is a draft, archived, not in this channel or without a price in it. */
  sellable: z.boolean(),
});

const stockNow = z.strictObject({
  available: z.int().min(0),
  policy: openStockPolicy,
  tracked: z.boolean(),
  expectedOn,
});

/** Products, variants, categories, collections, channels and prices. */
export const product = defineContract({
  service: 'product',
  operations: {
    ...commonPromises,
    ...fieldPromises,
    ...missingRatePromises,
    /** Variants by SKU; unknown ones are left out. */
    getSellableVariants: query({
      access: 'internal',
      input: z.strictObject({
        skus: z.array(sku).min(1).max(100),
        /** Asked of inventory as well. */
        withStock: z.boolean().optional(),
      }),
      output: z.strictObject({
        /** `stock`: of those that were asked for with it, where inventory answered. */
        variants: z.array(sellableVariant.extend({ stock: stockNow.optional() })),
        /** Of the channel: whether its prices include tax. */
        pricesIncludeTax: z.boolean(),
        currency: currencyCode,
      }),
    }),
    listProducts: query({ access: 'public', ...storeOperations.listProducts }),
    /**
     * Full-text search, the last word as a beginning; every word must occur. Without a query, all that
     * fits the filters. Version 1 needs a query, and would drop a choice of several values.
     */
    searchProducts: query({
      version: 2,
      access: 'public',
      ...storeOperations.searchProducts,
    }),
    getSearchSuggestions: query({ access: 'public', ...searchOperations.getSearchSuggestions }),
    /** Availability is asked live. */
    getProduct: query({ access: 'public', ...storeOperations.getProduct }),
    listCategories: query({ access: 'public', ...storeOperations.listCategories }),
    listCollections: query({ access: 'public', ...storeOperations.listCollections }),
    getCategory: query({ access: 'public', ...storeOperations.getCategory }),
    getCollection: query({ access: 'public', ...storeOperations.getCollection }),
    listChannels: query({ access: 'public', ...storeOperations.listChannels }),
    ...storefrontPromises,
    ...mediaPromises,
    ...importPromises,
    ...productExportPromises,
    ...bulkPromises,
    /**
     * Creates or updates products by handle, with prices of the invocation's channel. What is
     * missing from a product stays unless its options changed; a SKU of another product is
     * rejected while the rest goes in.
     */
    importProducts: command({
      scope: 'thing',
      access: 'catalog:write',
      idempotency: 'natural',
      input: importInput,
      output: importOutcome,
      failures: { channel_not_found: failure('not_found') },
    }),

    listAdminProducts: query({ access: 'catalog:read', ...productOperations.listAdminProducts }),
    getAdminProduct: query({ access: 'catalog:read', ...productOperations.getAdminProduct }),
    createProduct: command({ scope: 'channel', ...keyed, ...productOperations.createProduct }),
    changeProduct: command({ scope: 'thing', ...natural, ...productOperations.changeProduct }),
    deleteProduct: command({ scope: 'thing', ...natural, ...productOperations.deleteProduct }),
    putVariant: command({ scope: 'thing', ...natural, ...productOperations.putVariant }),
    removeVariant: command({ scope: 'thing', ...natural, ...productOperations.removeVariant }),
    setPrice: command({ scope: 'thing', ...natural, ...productOperations.setPrice }),
    addPastPrices: command({ scope: 'thing', ...natural, ...productOperations.addPastPrices }),
    addSalePrice: command({ scope: 'thing', ...keyed, ...productOperations.addSalePrice }),
    removeSalePrice: command({ scope: 'thing', ...natural, ...productOperations.removeSalePrice }),
    setListings: command({ scope: 'thing', ...natural, ...productOperations.setListings }),
    putTranslation: command({ scope: 'thing', ...natural, ...productOperations.putTranslation }),
    listAdminChannels: query({ access: 'catalog:read', ...structureOperations.listAdminChannels }),
    putChannel: command({
      scope: 'all',
      ...natural,
      ...structureOperations.putChannel,
      version: 2,
    }),
    putChannelCompany: command({
      scope: 'all',
      ...natural,
      ...structureOperations.putChannelCompany,
    }),
    putChannelMail: command({ scope: 'all', ...natural, ...structureOperations.putChannelMail }),
    listSearchSynonyms: query({ access: 'catalog:read', ...searchOperations.listSearchSynonyms }),
    putSearchSynonyms: command({
      scope: 'all',
      ...natural,
      ...searchOperations.putSearchSynonyms,
    }),
    deleteSearchSynonyms: command({
      ...expectsSinceVersion2,
      scope: 'all',
      ...natural,
      ...searchOperations.deleteSearchSynonyms,
    }),
    ...shelfPromises,
  },
  events: {
    /** A channel as it is now; null is as the shop’s settings have it. */
    'product.channel_changed': {
      version: 1,
      data: z.strictObject({
        code: z.string(),
        name: z.string(),
        currency: currencyCode,
        defaultLocale: z.string(),
        locales: z.array(z.string()),
        active: z.boolean(),
        timeZone: z.string().nullable(),
        company: company.nullable(),
        mailsDocuments: z.boolean().optional(),
        look: keptLook.nullable().optional(),
        domains: z.array(z.string()).optional(),
      }),
    },
    /**
     * A text of a channel as it was published, or that it is shown no more. Its words have 100,000
     * characters at most, which is what a page may have.
     */
    'product.text_published': {
      version: 1,
      data: shownText.extend({
        channel: z.string(),
        markdown: z.string(),
        endedAt: timestamp.nullable(),
      }),
    },
    /** Stock keeping of variants: inventory keeps a stock item and policy for each. */
    'product.variants_changed': {
      version: 1,
      data: z.strictObject({
        variants: z.array(
          z.strictObject({
            sku,
            policy: open(z.enum(['deny', 'continue']), { unknownAs: 'deny' }),
            tracked: z.boolean(),
            removed: z.boolean(),
          }),
        ),
      }),
    },
  },
});
