import { fieldDefinition } from '#contracts/fields.ts';
import { z } from 'zod';
import { collectionRule } from '#contracts/product/shelves/rules.ts';
import { bulkAction, bulkValues } from '#contracts/product/bulk/bulk-changes.ts';
import { understood } from '#contracts/product/files/imports.ts';
import { importOutcome } from '#contracts/product/import.ts';
import { actor } from '#kernel/actor.ts';
import { open } from '#kernel/open-values.ts';
import { company } from '#contracts/product/company.ts';
import { adminProduct } from '#contracts/product/admin-shapes.ts';
import { shownProduct, shownVariant } from '#contracts/product/shapes.ts';
import { keptItems } from '#contracts/product/storefront/links.ts';
import { keptLook, keptNotice, keptScenes } from '#contracts/product/storefront/look.ts';
import { defineDocument } from '#platform/documents/documents.ts';

/** A product's options with their values. */
export const optionsDocument = defineDocument({
  name: 'product-options',
  columns: ['product.options'],
  v: 1,
  schema: adminProduct.shape.options,
});

/** A product's page in the read model; what depends on the moment is put in when it is shown. */
export const pageDocument = defineDocument({
  name: 'product-page',
  columns: ['page.body'],
  v: 1,
  schema: shownProduct.omit({ inStock: true, variants: true }).extend({
    variants: z.array(
      shownVariant.omit({
        available: true,
        moreAvailable: true,
        backorder: true,
        expectedOn: true,
      }),
    ),
  }),
});

/** What the shop says of a field of its own. */
export const fieldDocument = defineDocument({
  name: 'product-field',
  columns: ['field_definition.definition'],
  v: 1,
  schema: fieldDefinition,
});

/** Who sells in a channel. */
export const companyDocument = defineDocument({
  name: 'channel-company',
  columns: ['channel.company'],
  v: 1,
  schema: company.nullable(),
  readBySql: [
    { at: 'editing/missing-rates.ts', fields: ['countryCode'], v: 1 },
    { at: 'editing/list-missing-rates.ts', fields: ['countryCode'], v: 1 },
  ],
});

/** How a channel looks. */
export const lookDocument = defineDocument({
  name: 'channel-look',
  columns: ['channel.look'],
  v: 1,
  schema: keptLook.nullable(),
});

/** What a channel says above every page, by language. */
export const noticeDocument = defineDocument({
  name: 'storefront-notice',
  columns: ['storefront.notice'],
  v: 1,
  schema: z.strictObject({ texts: keptNotice }),
});

/** What the home page of a channel shows. */
export const scenesDocument = defineDocument({
  name: 'storefront-scenes',
  columns: ['storefront.scenes'],
  v: 1,
  schema: keptScenes,
});

/** What stands in a menu. */
export const menuDocument = defineDocument({
  name: 'menu-items',
  columns: ['menu.items'],
  v: 1,
  schema: keptItems,
});

/** Who had a file imported: it acts with what they may. */
export const actorDocument = defineDocument({
  name: 'file-import-actor',
  columns: ['file_import.actor', 'product_bulk.actor'],
  v: 1,
  schema: actor.nullable(),
});

/** How a product file was understood. */
export const understoodDocument = defineDocument({
  name: 'file-import-understood',
  columns: ['file_import.understood'],
  v: 1,
  schema: understood.nullable(),
});

/** What is done to many products at once. */
export const bulkActionDocument = defineDocument({
  name: 'product-bulk-action',
  columns: ['product_bulk.action'],
  v: 1,
  schema: bulkAction.nullable(),
});

/** What a change of many touches of one: as it was, and as it is to be. */
export const bulkValuesDocument = defineDocument({
  name: 'product-bulk-values',
  columns: ['product_bulk_item.before', 'product_bulk_item.after'],
  v: 1,
  schema: bulkValues.nullable(),
});

/** What became of products that a file brought together. */
export const importReplyDocument = defineDocument({
  name: 'file-import-reply',
  columns: ['file_import_batch.reply'],
  v: 1,
  schema: importOutcome.extend({
    made: z.array(
      z.strictObject({
        handle: z.string(),
        outcome: open(z.enum(['created', 'updated']), { unknownAs: 'updated' }),
      }),
    ),
  }),
});

/** By which rule products stand in a collection. */
export const ruleDocument = defineDocument({
  name: 'collection-rule',
  columns: ['collection.rule'],
  v: 1,
  schema: collectionRule.nullable(),
});

export const productDocuments = [
  ruleDocument,
  actorDocument,
  understoodDocument,
  importReplyDocument,
  bulkActionDocument,
  bulkValuesDocument,
  optionsDocument,
  pageDocument,
  fieldDocument,
  companyDocument,
  lookDocument,
  noticeDocument,
  scenesDocument,
  menuDocument,
];

const shopsOwn = 'values of the shop’s own fields by key: what is in it, their definitions say';

export const otherJsonOfProduct = {
  'product.attributes': shopsOwn,
  'variant.attributes': shopsOwn,
  'archived_variant.attributes': shopsOwn,
  'category.names': 'one text for each language, and nothing else can be in it',
  'collection.titles': 'one text for each language, and nothing else can be in it',
  'translation.option_names': 'one word for each name of an option, and nothing else can be in it',
  'translation.option_values':
    'one word for each value of an option, and nothing else can be in it',
  'document.numbers': 'of the read model, which statements alone read: built anew with it',
  'document.card':
    'of the read model, sent as it lies there: built anew when its definition changes',
};
