import { z } from 'zod';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { categoryPath } from './shapes.ts';
import { foldedHandle, productStatus, supplierSku, variantFields } from './import.ts';
import { measureFields } from './measures/measures.ts';
import { mediaUrl } from './media/media-url.ts';
import { productLimits as limits } from './limits.ts';
import { editedTexts, readTexts } from './text-schemas.ts';
import { attributes, givenAttributes } from '../attributes.ts';
import { id, sku, sortBy, text, timestamp, updatedSince } from '../shapes.ts';
import { ofKind, type TextKind } from '../text-kinds.ts';

/** Products as staff sees them. Schemas only. */

export const upTo = (most: number, kind: TextKind) => ofKind(kind, z.string().max(most));
const titleText = ofKind('goods', text(limits.title));
const labelText = (most: number) => ofKind('label', text(most));
export const media = z.strictObject({
  url: mediaUrl,
  altText: upTo(limits.altText, 'goods').default(''),
});
const option = z.strictObject({
  name: text(limits.optionName),
  values: z.array(text(limits.optionValue)).max(limits.optionValues),
});
export const channelCode = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);

export const productFields = {
  title: titleText,
  descriptionHtml: upTo(limits.descriptionHtml, 'markup'),
  ...editedTexts,
  tags: z.array(labelText(limits.tag)).max(limits.tags),
  category: categoryPath.nullable(),
  optionNames: z.array(labelText(limits.optionName)).max(limits.options),
  media: z.array(media).max(limits.media),
  collections: z.array(ofKind('code', z.string().min(1).max(255))).max(50),
  attributes: givenAttributes,
};

const price = z.strictObject({
  channel: z.string(),
  currency: currencyCode,
  amountMinor,
  compareAtMinor: amountMinor.nullable(),
});
const salePrice = z.strictObject({
  salePriceId: id,
  channel: z.string(),
  currency: currencyCode,
  amountMinor,
  startsAt: timestamp,
  endsAt: timestamp.nullable(),
});

export const adminVariant = z
  .strictObject({
    variantId: id,
    sku: z.string(),
    ...variantFields,
    tracked: z.boolean(),
    supplierSku: supplierSku.optional(),
    content: measureFields.content.default(null),
    energyLabel: measureFields.energyLabel.default(null),
    attributes: attributes.default({}),
    prices: z.array(price),
    salePrices: z.array(salePrice),
  })
  .meta({ id: 'AdminVariant' });

const wordsMost = 500;
const optionWords = z
  .record(text(255), text(255))
  .refine((words) => Object.keys(words).length <= wordsMost, { error: `${wordsMost} at most.` })
  .optional();

export const translation = z.strictObject({
  title: titleText,
  descriptionHtml: upTo(limits.descriptionHtml, 'markup').default(''),
  seoTitle: upTo(255, 'goods').default(''),
  seoDescription: upTo(1_000, 'goods').default(''),
  optionNames: optionWords.meta({
    description:
      'What options are called, by what the product calls them; the others keep that. Left out, all stay as they are',
    examples: [{ Size: 'Größe' }],
  }),
  optionValues: optionWords.meta({
    description: 'What their values are called, likewise',
    examples: [{ Small: 'Klein' }],
  }),
});

export const productSummary = {
  productId: id,
  handle: z.string(),
  title: z.string(),
  vendor: z.string(),
  status: open(productStatus, { unknownAs: 'draft' }),
  version: z.int(),
  updatedAt: timestamp,
};

/** What a list says of a product's variants, so that nobody has to open each; prices and stock of one channel. */
export const summaryOffer = {
  category: z.string().nullable().optional(),
  variants: z.int().optional().meta({ description: 'How many it has' }),
  sku: z.string().nullable().optional().meta({ description: 'Of the only variant, else null' }),
  price: z
    .strictObject({
      currency: currencyCode,
      lowestMinor: amountMinor,
      highestMinor: amountMinor,
      compareAtMinor: amountMinor
        .nullable()
        .meta({ description: 'Of the only variant, else null' }),
    })
    .nullable()
    .optional()
    .meta({ description: 'In the channel asked for; null where it has none there' }),
  available: z.int().nullable().optional().meta({
    description: 'Units that can be sold in the channel asked for; null where none is counted',
  }),
};

/** What staff find products by. All that is given has to hold. */
export const productFilters = {
  query: text(120).optional().meta({
    description:
      'Beginnings of words of the title, or the beginning of a vendor, a SKU or a barcode',
  }),
  title: text(120).optional().meta({ description: 'Beginnings of its words' }),
  vendor: text(255).optional(),
  sku: sku.optional(),
  barcode: text(limits.barcode).optional(),
  handle: foldedHandle.optional(),
  status: productStatus.optional(),
  channel: channelCode.optional().meta({ description: 'In which it is offered' }),
  category: categoryPath.optional().meta({ description: 'Or one below it' }),
  missing: z.enum(['image', 'price']).optional().meta({
    description:
      '`price`: a variant has none in a channel in which the product is offered, or there is no variant',
  }),
  stock: z
    .enum(['in_stock', 'low', 'out_of_stock'])
    .optional()
    .meta({ description: 'In the channel asked for; `low`: 1 to 5 units of a variant' }),
  updatedSince,
  sort: sortBy('created', 'updated', 'title').optional().meta({
    description: '`created_descending` unless told, `updated_ascending` with `updatedSince`',
  }),
};

export const adminProduct = z
  .strictObject({
    ...productSummary,
    descriptionHtml: z.string(),
    ...readTexts,
    tags: z.array(z.string()),
    category: z.string().nullable(),
    options: z.array(option),
    media: z.array(z.strictObject({ url: z.string(), altText: z.string() })),
    collections: z.array(z.string()),
    channels: z.array(z.string()),
    translations: z.array(
      translation.extend({
        locale: z.string(),
        optionNames: z.record(z.string(), z.string()).default({}),
        optionValues: z.record(z.string(), z.string()).default({}),
      }),
    ),
    variants: z.array(adminVariant),
    attributes: attributes.default({}),
    createdAt: timestamp,
    publishedAt: timestamp.nullable(),
  })
  .meta({ id: 'AdminProduct' });
