import { z } from 'zod';
import { amountMinor } from '#kernel/money.ts';
import { leftOut, open } from '#kernel/open-values.ts';
import { customsFields } from '../goods.ts';
import { id, sku } from '../shapes.ts';
import { itemsOfPart, productLimits as limits } from './limits.ts';
import { measureFields } from './measures/measures.ts';
import { mediaUrl } from './media/media-url.ts';
import { productTextNames } from './product-texts.ts';
import { importedTexts } from './text-schemas.ts';
import { ofKind } from '../text-kinds.ts';

/** What an import of products is given and answers. Schemas only. */

/** One form of a name, however it is written: `Blue-Cup` is `blue-cup`. */
const oneForm = z.string().normalize('NFC').toLowerCase();
/** As something is looked for. */
export const foldedHandle = ofKind('code', oneForm.max(limits.handle));
export const productHandle = oneForm
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,254}$/u)
  .meta({ description: 'Name in addresses, unique', examples: ['yirgacheffe-morning'] });
export const productStatus = z.enum(['draft', 'active', 'archived']);
export const inventoryPolicy = z.enum(['deny', 'continue']);
export const taxClass = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/)
  .meta({ examples: ['standard'] });
const labelLine = (most: number) => ofKind('label', z.string().max(most));
const line = (most: number) => ofKind('foreign', z.string().max(most));

export const variantFields = {
  optionValues: z
    .array(labelLine(limits.optionValue))
    .max(limits.options)
    .meta({ description: 'One for each option, in order' }),
  barcode: ofKind('code', z.string().max(limits.barcode)),
  weightGrams: z.int().min(0).max(limits.weightGrams),
  requiresShipping: z.boolean(),
  taxable: z.boolean(),
  taxClass,
  inventoryPolicy,
  imageUrl: mediaUrl.nullable(),
  costMinor: amountMinor.nullable(),
  hsCode: customsFields.hsCode.nullable(),
  countryOfOrigin: customsFields.countryOfOrigin.nullable(),
};

/** Of the shop's own fields, as a file has them. */
const fieldTexts = z
  .record(ofKind('code', z.string().max(40)), line(100_000))
  .refine((given) => Object.keys(given).length <= 100, 'At most 100 values are accepted.')
  .optional()
  .meta({
    description:
      'Texts of the shop’s own fields by key, fitted to what each field takes; an empty one takes the value away, what is missing stays',
    examples: [{}],
  });

/** What a file calls a variant whose SKU is taken by another one, or is too long. */
export const supplierSku = ofKind('code', z.string().max(limits.sku))
  .nullable()
  .meta({
    description: 'SKU of the file it came from, where it got another one here; else null',
    examples: [null],
  });

const importedVariant = z.strictObject({
  sku,
  ...variantFields,
  priceMinor: amountMinor,
  compareAtMinor: amountMinor.nullable(),
  attributes: fieldTexts,
  tracked: z
    .boolean()
    .optional()
    .meta({
      description: 'False: always for sale, without stock. Missing: as it is, true of a new one',
      examples: [true],
    }),
  supplierSku: supplierSku.optional(),
  content: measureFields.content.optional().meta({ description: 'Null or missing stays as it is' }),
  energyLabel: measureFields.energyLabel
    .optional()
    .meta({ description: 'Null or missing stays as it is' }),
});

export const importedProduct = z
  .strictObject({
    handle: productHandle,
    /** A product with more than 100 variants or images comes in parts: 0 first, then 1, 2 … */
    part: z.int().min(0).max(100).default(0),
    title: line(limits.title).min(1),
    descriptionHtml: line(limits.descriptionHtml),
    vendor: importedTexts.vendor,
    productType: importedTexts.productType,
    tags: z.array(labelLine(limits.tag).min(1)).max(limits.tags),
    status: productStatus,
    seoTitle: importedTexts.seoTitle,
    seoDescription: importedTexts.seoDescription,
    category: z
      .array(labelLine(limits.categoryName).min(1))
      .min(1)
      .max(limits.categoryLevels)
      .nullable()
      .meta({ description: 'Names from the root of the tree', examples: [['Home', 'Kitchen']] }),
    optionNames: z.array(labelLine(limits.optionName).min(1)).max(limits.options),
    variants: z.array(importedVariant).max(itemsOfPart),
    media: z
      .array(z.strictObject({ url: mediaUrl, altText: line(limits.altText) }))
      .max(itemsOfPart),
  })
  // Those above stand in the order by whose hash earlier imports are known.
  .extend(importedTexts)
  .extend({ attributes: fieldTexts })
  .meta({ id: 'ImportedProduct' });
export type ImportedProduct = z.infer<typeof importedProduct>;

const rejectionReason = z.enum([
  'sku_taken',
  'sku_duplicate',
  'handle_duplicate',
  'option_values_mismatch',
  'option_values_duplicate',
  'first_part_missing',
  'product_without_variant',
  'category_invalid',
  'channel_not_held',
  /** One that this version does not know; the message says it. */
  'other',
]);

export const importRejection = z
  .strictObject({
    handle: z.string(),
    sku: z.string().nullable().meta({ description: 'Null: the whole product' }),
    reason: open(rejectionReason, { unknownAs: 'other' }),
    message: z.string(),
    suggestion: z.string(),
  })
  .meta({ id: 'ImportRejection' });
export type ImportRejection = z.infer<typeof importRejection>;

/** Texts that are taken as another shop has them, and made to fit; all else has to fit as it comes. */
export const foreignTexts = [
  'title',
  'descriptionHtml',
  ...productTextNames,
  'tags',
  'category',
  'optionNames',
  'optionValues',
  'barcode',
  'altText',
] as const;

const fitReason = z.enum([
  'control_characters',
  'markup_removed',
  'card_number_masked',
  'cut',
  'rounded',
  'left_out',
  'kept_as_draft',
  'sku_repeated',
]);
export const importFit = z
  .strictObject({
    handle: z.string(),
    sku: z
      .string()
      .nullable()
      .default(null)
      .meta({ description: 'Of what is a variant’s', examples: [null] }),
    field: z.string().meta({ examples: ['descriptionHtml'] }),
    reason: open(fitReason, { unknownAs: leftOut }).meta({
      description:
        'Control characters became blanks; markup that is not shown was taken out; all but the last four digits of a card number were masked; of the shop’s own fields: too long a text was cut, a number rounded, what the field does not take left out; of `media` and `imageUrl`: an address of a picture that this shop does not keep left out; of `status`: kept as a draft, since a tax class of it has no rate where the channel is; of `sku`: another product has it, and the variant got one of its own',
    }),
  })
  .meta({ id: 'ImportFit' });
export type ImportFit = z.infer<typeof importFit>;

export const importInput = z.strictObject({
  products: z.array(importedProduct).min(1).max(100),
  dryRun: z
    .boolean()
    .optional()
    .meta({
      description: 'Answers what would happen, and writes nothing',
      examples: [false],
    }),
});

/** A variant that could not have the SKU that was given. */
const replacedSku = z
  .strictObject({ handle: z.string(), given: z.string(), sku: z.string() })
  .meta({ id: 'ReplacedSku' });

export const importOutcome = z
  .strictObject({
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    variants: z.int().meta({ description: 'Written or found unchanged' }),
    productIds: z.array(id).meta({ description: 'Of those created or updated' }),
    rejected: z.array(importRejection),
    fitted: z
      .array(importFit)
      .max(200)
      .default([])
      .meta({ description: 'What was changed of the texts of products that are in' }),
    unknownFields: z
      .array(z.string())
      .max(200)
      .default([])
      .meta({
        description: 'Fields that were given and are not there',
        examples: [['product.colour']],
      }),
    fittedMore: z.int().min(0).default(0).meta({ description: 'Fits that are not listed' }),
    replacedSkus: z
      .array(replacedSku)
      .default([])
      .meta({
        description:
          'Variants that are kept under another SKU than was given, since another product has that one',
        examples: [[]],
      }),
  })
  .meta({ id: 'ImportOutcome' });
