import { shownAttributes } from '#platform/fields/shown-values.ts';
import type { Field } from '#contracts/fields.ts';
import { attributeTerms, attributeWords, numbersOf, type ValuedField } from './attribute-terms.ts';
import type {
  CategorySource,
  Edition,
  MediaSource,
  ProductSource,
  ShownFields,
  VariantSource,
} from './document-source.ts';
import { shownTextsOf } from '../product-table.ts';
import { priceRangeOf } from './prices/price-ranges.ts';
import {
  priceDuring,
  priceWindows,
  type PriceNow,
  type PriceWindow,
} from './prices/price-windows.ts';
import { kindOfTerm, lineage, optionTerm, shelvedKinds, term } from './terms.ts';
import { withOptionWords } from './option-words.ts';
import { priorPrice } from './prices/prior-price.ts';
import { unitPriceOf } from './prices/unit-price.ts';
import { searchedTexts } from './searched-texts.ts';

/** A row of `document` with its page and shelves; names are those of the columns it is written to. */
export interface BuiltDocument {
  readonly edition_id: number;
  readonly product_id: string;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly handle: string;
  readonly price_minor: number;
  readonly name_key: string;
  readonly in_stock: boolean;
  readonly terms: string[];
  readonly shelves: string[];
  readonly card: object;
  readonly page: object;
  readonly text_search: string;
  readonly title: string;
  readonly names: string;
  readonly description: string;
  readonly exact_title: readonly string[];
  readonly exact_names: readonly string[];
  readonly exact: readonly string[];
  readonly title_words: number;
  readonly words: string[];
  readonly shown_words: string[];
  readonly numbers: Readonly<Record<string, readonly number[]>>;
}

/** What documents are made with besides the product itself. */
export interface Surroundings {
  readonly categories: ReadonlyMap<string, CategorySource>;
  readonly fields: ShownFields;
}

interface Offered extends PriceNow {
  readonly variant: VariantSource;
  /** Before the reduction that holds, if one does. */
  readonly priorMinor: number | null;
}

/** The documents of a product in one edition, one for each window of its prices. None: not offered. */
export function buildDocuments(
  given: ProductSource,
  edition: Edition,
  surroundings: Surroundings,
  now: string,
): BuiltDocument[] {
  if (!given.channels.includes(edition.channel)) return [];
  const product = withOptionWords(
    given,
    given.translations.find(({ locale }) => locale === edition.locale),
  );
  return priceWindows(product.variants, edition, now).flatMap((window) => {
    const offered = product.variants.flatMap((variant): Offered[] => {
      const price = priceDuring(variant, edition, window, now);
      if (!price) return [];
      const priorMinor = priorPrice(variant, edition, price, Date.parse(window.from ?? now));
      return [{ variant, ...price, priorMinor }];
    });
    return offered.length === 0
      ? []
      : [buildDocument(product, edition, surroundings, window, offered)];
  });
}

function buildDocument(
  product: ProductSource,
  edition: Edition,
  { categories, fields }: Surroundings,
  window: PriceWindow,
  offered: readonly Offered[],
): BuiltDocument {
  const text = product.translations.find(({ locale }) => locale === edition.locale) ?? product;
  const trail = trailOf(product, edition, categories);
  const cheapest = offered.reduce((left, right) =>
    right.priceMinor < left.priceMinor ? right : left,
  );
  const inStock = offered.some(({ variant }) => isInStock(variant, edition.channel));
  const valued = valuesOf(product, fields, offered);
  const terms = [
    ...new Set([
      ...termsOf(product, edition, offered, cheapest, inStock),
      ...attributeTerms(valued, edition.locale),
    ]),
  ];
  const common = {
    productId: product.productId,
    handle: product.handle,
    title: text.title,
    vendor: product.vendor,
  };
  return {
    edition_id: edition.editionId,
    product_id: product.productId,
    valid_from: window.from ?? '-infinity',
    valid_to: window.to ?? 'infinity',
    handle: product.handle,
    price_minor: cheapest.priceMinor,
    name_key: nameKey(text.title),
    in_stock: inStock,
    terms,
    shelves: terms.filter((text_) => shelvedKinds.has(kindOfTerm(text_))),
    card: {
      ...common,
      ...cardOf(product, edition, offered, cheapest, inStock),
      ...shownOf(
        fields.product.filter(({ onCards }) => onCards),
        product,
        edition,
      ),
    },
    page: { ...common, ...pageOf(product, edition, { text, trail, fields }, offered) },
    ...searchedTexts(product, edition.locale, {
      title: text.title,
      names: [product.vendor, product.productType, ...product.tags]
        .concat(trail.map(({ name }) => name))
        .concat(product.options.flatMap(({ values }) => values))
        .concat(attributeWords(valued, edition.locale)),
      description: text.descriptionText,
    }),
    numbers: numbersOf(valued),
  };
}

/** From the root down to where it lies, as far as shoppers of the channel see the way. */
function trailOf(
  { categoryPath }: ProductSource,
  { channel, locale }: Edition,
  categories: Surroundings['categories'],
) {
  const trail: { path: string; name: string }[] = [];
  for (const path of lineage(categoryPath)) {
    const category = categories.get(path);
    if (!category) continue;
    if (category.channels && !category.channels.includes(channel)) break;
    trail.push({ path, name: category.names[locale] ?? category.name });
  }
  return trail;
}

/** Each value that shoppers see, with its field: the product's own and those of what is offered. */
function valuesOf(
  product: ProductSource,
  fields: ShownFields,
  offered: readonly Offered[],
): ValuedField[] {
  const of = (some: readonly Field[], { attributes }: Pick<ProductSource, 'attributes'>) =>
    some.flatMap((field): ValuedField[] => {
      const value = Object.hasOwn(attributes, field.key) ? attributes[field.key] : undefined;
      return value === undefined ? [] : [{ field, value }];
    });
  return [
    ...of(fields.product, product),
    ...offered.flatMap(({ variant }) => of(fields.variant, variant)),
  ];
}

/** As a part of what is shown; nothing where there is none. */
function shownOf(
  fields: readonly Field[],
  { attributes }: Pick<ProductSource, 'attributes'>,
  { locale }: Edition,
): { attributes?: object[] } {
  const shown = shownAttributes(fields, attributes, locale);
  return shown.length === 0 ? {} : { attributes: shown };
}

/** Sold beyond what is there, not counted at all, or there. */
function isInStock(variant: VariantSource, channel: string): boolean {
  if (variant.inventoryPolicy === 'continue' || !variant.tracked) return true;
  return variant.stock.some(
    ({ available, channels, policy }) =>
      (available > 0 || policy === 'continue') &&
      (channels.includes('*') || channels.includes(channel)),
  );
}

function termsOf(
  product: ProductSource,
  { currency }: Edition,
  offered: readonly Offered[],
  { priceMinor, priorMinor }: Offered,
  inStock: boolean,
): string[] {
  const values = product.options.flatMap(({ name }, index) =>
    offered.flatMap(({ variant }) => {
      const value = variant.optionValues[index];
      return value === undefined ? [] : [optionTerm(name, value)];
    }),
  );
  const all = [
    ...lineage(product.categoryPath).map((path) => term('category', path)),
    ...product.collections.map((handle) => term('collection', handle)),
    ...(product.vendor === '' ? [] : [term('vendor', product.vendor)]),
    ...product.tags.map((tag) => term('tag', tag)),
    ...values,
    term('price', String(priceRangeOf(priceMinor, currency))),
    ...(priorMinor !== null && priorMinor > priceMinor ? [term('reduced', 'yes')] : []),
    term('availability', inStock ? 'in_stock' : 'out_of_stock'),
  ];
  return all;
}

function cardOf(
  product: ProductSource,
  { currency, locale }: Edition,
  offered: readonly Offered[],
  cheapest: Offered,
  inStock: boolean,
): object {
  return {
    imageUrl: product.imageUrl,
    imageAlt: product.media[0] ? altIn(product.media[0], locale) : '',
    ...(product.media[0]?.focal ? { imageFocal: product.media[0].focal } : {}),
    priceMinor: cheapest.priceMinor,
    highestPriceMinor: Math.max(...offered.map(({ priceMinor }) => priceMinor)),
    compareAtMinor: cheapest.compareAtMinor,
    priorMinor: cheapest.priorMinor,
    currency,
    onSale: cheapest.onSale,
    inStock,
    variantCount: offered.length,
    ...measuresOf(cheapest),
  };
}

/** In this language where the picture has words in it, else as the product says. */
function altIn({ alt, altText }: MediaSource, locale: string): string {
  return alt?.[locale] ?? altText;
}

/** What stands beside a price. */
function measuresOf({ variant, priceMinor }: Pick<Offered, 'variant' | 'priceMinor'>): object {
  const { content, energyLabel } = variant;
  return { unitPrice: unitPriceOf(priceMinor, content), energyLabel };
}

interface PageParts {
  readonly text: Pick<ProductSource, 'descriptionHtml' | 'title' | 'seoTitle' | 'seoDescription'>;
  readonly trail: object[];
  readonly fields: ShownFields;
}

function pageOf(
  product: ProductSource,
  edition: Edition,
  { text, trail, fields }: PageParts,
  offered: readonly Offered[],
): object {
  const { currency, pricesIncludeTax, locale } = edition;
  const { productType, tags, options, media, version, collections } = product;
  return {
    productType,
    ...shownTextsOf(product),
    ...shownOf(fields.product, product, edition),
    tags,
    locale,
    descriptionHtml: text.descriptionHtml,
    seo: { title: text.seoTitle || text.title, description: text.seoDescription },
    category: trail,
    collections,
    options,
    media: media.map((one) => ({
      url: one.url,
      altText: altIn(one, locale),
      ...(one.focal ? { focal: one.focal } : {}),
    })),
    currency,
    pricesIncludeTax,
    variants: offered.map(({ variant, priceMinor, compareAtMinor, priorMinor, onSale }) => ({
      variantId: variant.variantId,
      sku: variant.sku,
      title: variant.optionValues.length === 0 ? null : variant.optionValues.join(' / '),
      optionValues: variant.optionValues,
      priceMinor,
      compareAtMinor,
      priorMinor,
      onSale,
      imageUrl: variant.imageUrl ?? product.imageUrl,
      barcode: variant.barcode,
      weightGrams: variant.weightGrams,
      requiresShipping: variant.requiresShipping,
      content: variant.content,
      ...measuresOf({ variant, priceMinor }),
      ...shownOf(fields.variant, variant, edition),
    })),
    version,
  };
}

/** For sorting by name as people expect: without accents and case. */
export function nameKey(title: string): string {
  return title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().slice(0, 100);
}
