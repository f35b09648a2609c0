/**
 * How much of a product is taken, whichever way it comes in: from staff, by an import, in a product
 * file. Written here alone, so that what reads a file cannot know other limits than what keeps it.
 * Lengths are in characters.
 */
export const productLimits = {
  handle: 255,
  sku: 255,
  barcode: 64,
  title: 255,
  descriptionHtml: 200_000,
  tags: 250,
  tag: 255,
  categoryLevels: 10,
  categoryName: 255,
  options: 3,
  optionName: 255,
  optionValue: 255,
  /** Of one option, over all variants of a product. */
  optionValues: 2_048,
  taxClass: 64,
  weightGrams: 10_000_000,
  /** Of whatever unit it is measured in. */
  contentQuantity: 1_000_000_000,
  media: 250,
  mediaAddress: 2_048,
  /** What a picture shows, in a language: one line. */
  pictureAlt: 400,
  /** Of one picture, as it is uploaded. */
  mediaBytes: 10_485_760,
  /** Why a file stays where it is, in characters. */
  moveProblem: 500,
  /** What a picture comes and goes in. */
  mediaPartBytes: 524_288,
  /** Over all frames of one that moves. */
  mediaPixels: 50_000_000,
  /** Of either side. */
  mediaSidePixels: 16_383,
  altText: 1_000,
  /** Units on hand that one line of a count may say. */
  countedUnits: 1_000_000,
} as const;

/** A product with more variants or images than this is imported in parts. */
export const itemsOfPart = 100;
