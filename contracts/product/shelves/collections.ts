import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import { upTo } from '../admin-shapes.ts';
import { productStatus } from '../import.ts';
import { collectionSort } from '../store.ts';
import { id, page, pageFailures, pageOf, text } from '../../shapes.ts';
import { collectionRule, ruleFailures } from './rules.ts';
import { expectedVersion, names, productsIn, versionConflict } from './shelf-shapes.ts';

/** What staff may do to collections. Schemas only. */

const adminCollection = z
  .strictObject({
    collectionId: id,
    handle: z.string(),
    title: z.string(),
    titles: names,
    descriptionHtml: z.string(),
    version: z.int(),
    sort: open(collectionSort, { unknownAs: 'newest' }).optional().meta({
      description: 'How shoppers see its products where they ask for no order',
    }),
    rule: collectionRule.nullable().optional().meta({
      description: 'By which products stand in it; null: they are put in by hand',
    }),
  })
  .meta({ id: 'AdminCollection' });

const shelvedProduct = z
  .strictObject({
    productId: id,
    handle: z.string(),
    title: z.string(),
    status: open(productStatus, { unknownAs: 'draft' }),
  })
  .meta({ id: 'ShelvedProduct' });

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/);

/** Input, output and failures of what staff does to collections. */
export const collectionOperations = {
  /** As they are kept, by handle. */
  listAdminCollections: {
    input: page,
    output: pageOf(
      adminCollection.extend({ products: productsIn }).meta({ id: 'ListedCollection' }),
    ),
    failures: pageFailures,
  },
  /** Whatever their state, in the order that was made by hand; what came later stands behind. */
  listCollectionProducts: {
    input: page.extend({ handle: slug }),
    output: pageOf(shelvedProduct),
    failures: { ...pageFailures, collection_not_found: failure('not_found') },
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
      collection_by_rule: failure('conflict'),
    },
  },
  /** Says how shoppers see its products; the order made by hand is kept for when it is chosen again. */
  putCollectionSort: {
    input: z.strictObject({
      handle: slug,
      sort: collectionSort.meta({ examples: ['by_hand'] }),
      expectedVersion,
    }),
    output: adminCollection,
    failures: { ...versionConflict, collection_not_found: failure('not_found') },
  },
  /** Products stand in it by a rule from now on; null: by hand, beginning with those that are there. */
  putCollectionRule: {
    input: z.strictObject({ handle: slug, rule: collectionRule.nullable(), expectedVersion }),
    output: adminCollection,
    failures: {
      ...versionConflict,
      collection_not_found: failure('not_found'),
      ...ruleFailures,
    },
  },
  /** How many products a rule would hold, and the first of them. Nothing is stored. */
  previewCollectionRule: {
    input: z.strictObject({ rule: collectionRule }),
    output: z
      .strictObject({
        products: z.int().meta({ description: '10,000 where there are more' }),
        items: z.array(shelvedProduct),
      })
      .meta({ id: 'CollectionPreview' }),
    failures: ruleFailures,
  },
  /** Puts some of its products before another one, in the order that they are given in. */
  moveCollectionProducts: {
    input: z.strictObject({
      handle: slug,
      productIds: z.array(id).min(1).max(100),
      before: id.nullable().meta({ description: 'Null: behind all others' }),
    }),
    output: z
      .strictObject({ moved: z.int().meta({ description: 'How many stand elsewhere now' }) })
      .meta({ id: 'CollectionMove' }),
    failures: {
      collection_not_found: failure('not_found'),
      product_not_in_collection: failure('not_found'),
      collection_sorted_otherwise: failure('conflict'),
    },
  },
  deleteCollection: {
    input: z.strictObject({ handle: slug, expectedVersion }),
    output: z.strictObject({}),
    failures: {
      ...versionConflict,
      collection_not_found: failure('not_found'),
      collection_in_use: failure('conflict'),
    },
  },
};
