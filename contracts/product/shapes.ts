import { z } from 'zod';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { id } from '../shapes.ts';
import { shownFocal } from './media/media-url.ts';
import { content, shownMeasures } from './measures/measures.ts';
import { shownTexts } from './text-schemas.ts';
import { shownAttributes } from '../shown-attribute.ts';

/** Products as shoppers see them. Schemas only. */

export const categoryPath = z
  .string()
  .max(900)
  .regex(/^[\p{L}\p{M}\p{N}-]+(\/[\p{L}\p{M}\p{N}-]+)*$/u)
  .meta({ description: 'Slugs from the root', examples: ['food-drink/coffee'] });

export const named = z.strictObject({ path: z.string(), name: z.string() });
export const productsWithin = z.int().optional().meta({
  description: 'How many products stand in it and below it; 10,000 where there are more',
});

const identity = {
  productId: id,
  handle: z.string(),
  title: z.string(),
  vendor: z.string(),
};

const priorMinor = amountMinor.nullable().default(null).meta({
  description:
    'The lowest price of the 30 days before the reduction that holds now (Directive 98/6/EC, Art. 6a); null: nothing is reduced, or nobody knows for so long. Announce a reduction only with it, and only where it is higher than the price',
});

export const productCard = z
  .strictObject({
    ...identity,
    imageUrl: z.string().nullable(),
    imageAlt: z.string(),
    imageFocal: shownFocal,
    priceMinor: amountMinor.meta({ description: 'Of the cheapest variant, now' }),
    highestPriceMinor: amountMinor,
    compareAtMinor: amountMinor.nullable().meta({ description: 'What it costs without the sale' }),
    priorMinor,
    currency: currencyCode,
    onSale: z.boolean(),
    inStock: z.boolean(),
    variantCount: z.int(),
    ...shownMeasures,
    attributes: shownAttributes,
  })
  .meta({ id: 'ProductCard' });

export const shownVariant = z
  .strictObject({
    variantId: id,
    sku: z.string(),
    title: z.string().nullable().meta({ description: 'Null where there is nothing to choose' }),
    optionValues: z.array(z.string()),
    priceMinor: amountMinor,
    compareAtMinor: amountMinor.nullable(),
    priorMinor,
    onSale: z.boolean(),
    imageUrl: z.string().nullable(),
    barcode: z.string(),
    weightGrams: z.int(),
    requiresShipping: z.boolean(),
    content: content.nullable().default(null),
    ...shownMeasures,
    attributes: shownAttributes,
    available: z
      .int()
      .nullable()
      .meta({ description: 'Units now, up to a setting of the shop; null: not known right now' }),
    moreAvailable: z
      .boolean()
      .default(false)
      .meta({ description: 'There are more than `available`' }),
    backorder: z.boolean().meta({ description: 'Sold beyond what is available' }),
    expectedOn: z.iso
      .date()
      .nullable()
      .default(null)
      .meta({ description: 'When more of it is expected; null: nobody said' }),
  })
  .meta({ id: 'ShownVariant' });

export const shownProduct = z
  .strictObject({
    ...identity,
    productType: z.string(),
    tags: z.array(z.string()),
    locale: z.string(),
    descriptionHtml: z.string().meta({ description: 'Safe to show: reduced to harmless markup' }),
    ...shownTexts,
    attributes: shownAttributes,
    seo: z.strictObject({ title: z.string(), description: z.string() }),
    category: z.array(named).meta({ description: 'From the root to the product' }),
    collections: z.array(z.string()),
    options: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })),
    media: z.array(z.strictObject({ url: z.string(), altText: z.string(), focal: shownFocal })),
    currency: currencyCode,
    pricesIncludeTax: z.boolean(),
    variants: z.array(shownVariant),
    inStock: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'Product' });
