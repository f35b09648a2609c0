import type { foreignTexts, ImportedProduct, ImportFit } from '#contracts/product/import.ts';
import { productTextNames } from '#contracts/product/product-texts.ts';
import type { ProductTexts } from '#contracts/product/text-schemas.ts';
import { maskedCardNumbers } from '#kernel/card-number.ts';
import { fittedText, linedFields } from '#kernel/plain-text.ts';
import {
  losesMarkup,
  maskedDescription,
  safeDescription,
} from '#product-files/sanitise-description.ts';
import type { OwnValues } from './fit-own-fields.ts';

type Field = (typeof foreignTexts)[number];

/** Texts of sentences. A number among names, tags and bar codes is what it is called there. */
const masked: ReadonlySet<Field> = new Set(['title', 'seoTitle', 'seoDescription', 'altText']);

export interface FittedProduct {
  readonly product: ImportedProduct;
  /** Each kind of change once for a field, also where a list or all variants have it. */
  readonly fits: readonly ImportFit[];
  /** Of the shop's own fields, where any were given. */
  readonly values?: OwnValues | undefined;
}

/** Makes the texts of another shop fit to be kept and shown, and says what was changed. */
export function fitProduct(given: ImportedProduct): FittedProduct {
  const fits = new Fits(given.handle);
  const text = (field: Field, value: string) => fits.text(field, value);
  const texts = (field: Field, values: readonly string[]) =>
    values.map((value) => fits.text(field, value));
  // The order of the fields is that of the contract: what was imported before is known by its hash.
  const product: ImportedProduct = {
    ...given,
    title: text('title', given.title),
    descriptionHtml: fits.description(given.descriptionHtml),
    ...fits.plain(given),
    tags: texts('tags', given.tags),
    category: given.category && texts('category', given.category),
    optionNames: texts('optionNames', given.optionNames),
    variants: given.variants.map((variant) => ({
      ...variant,
      optionValues: texts('optionValues', variant.optionValues),
      barcode: text('barcode', variant.barcode),
    })),
    media: given.media.map((image) => ({ ...image, altText: text('altText', image.altText) })),
  };
  return { product, fits: fits.list() };
}

class Fits {
  private readonly handle: string;
  private readonly fits = new Map<string, ImportFit>();

  constructor(handle: string) {
    this.handle = handle;
  }

  text(field: Field, value: string): string {
    const plain = this.plainField(field, value);
    if (!masked.has(field)) return plain;
    return this.reported(field, 'card_number_masked', plain, maskedCardNumbers([plain])[0]!);
  }

  /** Those that are given. */
  plain(given: ProductTexts): ProductTexts {
    const fitted = productTextNames.flatMap((name) => {
      const value: string | undefined = given[name];
      return value === undefined ? [] : [[name, this.text(name, value)]];
    });
    return Object.fromEntries(fitted) as ProductTexts;
  }

  description(value: string): string {
    const plain = this.plainField('descriptionHtml', value);
    const html = safeDescription(plain);
    if (losesMarkup(plain, html)) this.add('descriptionHtml', 'markup_removed');
    return this.reported('descriptionHtml', 'card_number_masked', html, maskedDescription(html));
  }

  list(): ImportFit[] {
    return [...this.fits.values()];
  }

  private plainField(field: Field, value: string): string {
    const plain = fittedText(value, linedFields.has(field));
    return this.reported(field, 'control_characters', value, plain);
  }

  private reported(
    field: Field,
    reason: ImportFit['reason'],
    before: string,
    after: string,
  ): string {
    if (before !== after) this.add(field, reason);
    return after;
  }

  private add(field: Field, reason: ImportFit['reason']): void {
    this.fits.set(`${field} ${reason}`, { handle: this.handle, sku: null, field, reason });
  }
}
