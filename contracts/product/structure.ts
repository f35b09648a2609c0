import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { currencyCode } from '#kernel/money.ts';
import { channelCode, upTo } from './admin-shapes.ts';
import { categoryPath } from './shapes.ts';
import { company, ofChannel, timeZone } from './company.ts';
import { channel } from './store.ts';
import { productStatus } from './import.ts';
import { keptLook } from './storefront/look.ts';
import { id, locale, page, pageFailures, pageOf, text } from '../shapes.ts';

/** What staff may do to channels, categories and collections. Schemas only. */

const names = z.record(locale, text(255)).meta({ description: 'By language' });
const expectedVersion = z.int().min(1).optional();
/** 0 asks that there is none of that code yet. */
const orNoneYet = z.int().min(0).optional();
const versionConflict = {
  version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
};

const mailsDocuments = z.boolean().meta({
  description:
    'Whether confirmations carry the invoice as a PDF, and mails of refunds and cancellations their credit note',
  examples: [true],
});
export const adminChannel = channel
  .extend({
    active: z.boolean(),
    version: z.int(),
    timeZone: timeZone.nullable().optional(),
    company: company.nullable().optional(),
    mailsDocuments: mailsDocuments.optional(),
    look: keptLook.nullable().optional(),
  })
  .meta({ id: 'AdminChannel' });
const adminCategory = z
  .strictObject({
    path: z.string(),
    parent: z.string().nullable(),
    name: z.string(),
    names,
    position: z.int(),
    version: z.int(),
  })
  .meta({ id: 'AdminCategory' });
const adminCollection = z
  .strictObject({
    collectionId: id,
    handle: z.string(),
    title: z.string(),
    titles: names,
    descriptionHtml: z.string(),
    version: z.int(),
  })
  .meta({ id: 'AdminCollection' });

const productsIn = z.int().meta({ description: 'That stand right in it, whatever their state' });

const shelvedProduct = z
  .strictObject({
    productId: id,
    handle: z.string(),
    title: z.string(),
    status: open(productStatus, { unknownAs: 'draft' }),
  })
  .meta({ id: 'ShelvedProduct' });

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/);

/** Input, output and failures of what staff does to what products stand in. */
export const structureOperations = {
  listAdminChannels: {
    input: z.strictObject({}),
    output: pageOf(adminChannel),
  },
  /** Adds a channel, or sets one anew. Documents of a new language are made in the background. */
  putChannel: {
    input: z.strictObject({
      code: channelCode,
      name: text(120),
      currency: currencyCode,
      defaultLocale: locale,
      locales: z.array(locale).min(1).max(20),
      pricesIncludeTax: z.boolean(),
      active: z.boolean().default(true),
      expectedVersion: orNoneYet,
    }),
    output: adminChannel,
    failures: {
      ...versionConflict,
      currency_unknown: failure('invalid'),
      default_locale_missing: failure('invalid'),
      /** Its currency, and whether prices hold tax, stay while something is priced in it. */
      channel_has_prices: failure('conflict', z.strictObject({ currency: currencyCode })),
    },
  },
  /** Who sells in a channel, and whose days its dates are: documents that are issued from now on say it. */
  putChannelCompany: {
    input: z.strictObject({ code: channelCode, ...ofChannel, expectedVersion }),
    output: adminChannel,
    failures: {
      ...versionConflict,
      channel_not_found: failure('not_found'),
      time_zone_unknown: failure('invalid'),
      logo_unreadable: failure('invalid'),
    },
  },
  /** What mails of a channel carry. */
  putChannelMail: {
    input: z.strictObject({ code: channelCode, mailsDocuments, expectedVersion }),
    output: adminChannel,
    failures: { ...versionConflict, channel_not_found: failure('not_found') },
  },
  /** As they are kept, in the order of their paths. */
  listAdminCategories: {
    input: page,
    output: pageOf(adminCategory.extend({ products: productsIn }).meta({ id: 'ListedCategory' })),
    failures: pageFailures,
  },
  /** As they are kept, by handle. */
  listAdminCollections: {
    input: page,
    output: pageOf(
      adminCollection.extend({ products: productsIn }).meta({ id: 'ListedCollection' }),
    ),
    failures: pageFailures,
  },
  /** Whatever their state, those that were made first at the beginning. */
  listCollectionProducts: {
    input: page.extend({ handle: slug }),
    output: pageOf(shelvedProduct),
    failures: { ...pageFailures, collection_not_found: failure('not_found') },
  },
  /** Adds a category below its parent, which its path names, or sets one anew. */
  putCategory: {
    input: z.strictObject({
      path: categoryPath,
      name: text(255),
      names: names.default({}),
      position: z.int().min(0).max(1_000_000).default(0),
      expectedVersion,
    }),
    output: adminCategory,
    failures: { ...versionConflict, parent_not_found: failure('not_found') },
  },
  /** With all that lie below it; the paths that they had lead to them from now on. */
  renameCategory: {
    input: z.strictObject({
      path: categoryPath,
      newPath: categoryPath.meta({ description: 'Names its parent too, which must be there' }),
      expectedVersion,
    }),
    output: adminCategory,
    failures: {
      ...versionConflict,
      category_not_found: failure('not_found'),
      parent_not_found: failure('not_found'),
      path_taken: failure('conflict'),
      category_inside_itself: failure('invalid'),
      path_too_long: failure('invalid', z.strictObject({ most: z.int() })),
    },
  },
  deleteCategory: {
    input: z.strictObject({ path: categoryPath }),
    output: z.strictObject({}),
    failures: { category_not_found: failure('not_found'), category_in_use: failure('conflict') },
  },
  putCollection: {
    input: z.strictObject({
      handle: slug,
      title: text(255),
      titles: names.default({}),
      descriptionHtml: upTo(100_000, 'markup').default(''),
      expectedVersion,
    }),
    output: adminCollection,
    failures: versionConflict,
  },
  /** The handle it had leads to it from now on. */
  renameCollection: {
    input: z.strictObject({ handle: slug, newHandle: slug, expectedVersion }),
    output: adminCollection,
    failures: {
      ...versionConflict,
      collection_not_found: failure('not_found'),
      handle_taken: failure('conflict'),
    },
  },
  /** Puts products into a collection and takes others out of it. */
  changeCollectionProducts: {
    input: z.strictObject({
      handle: slug,
      add: z.array(id).max(100).default([]),
      remove: z.array(id).max(100).default([]),
    }),
    output: z.strictObject({ added: z.int(), removed: z.int() }).meta({ id: 'CollectionChange' }),
    failures: {
      collection_not_found: failure('not_found'),
      product_not_found: failure('not_found'),
    },
  },
  deleteCollection: {
    input: z.strictObject({ handle: slug }),
    output: z.strictObject({}),
    failures: {
      collection_not_found: failure('not_found'),
      collection_in_use: failure('conflict'),
    },
  },
};
