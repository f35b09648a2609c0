import type { AttributeValue } from '#contracts/attributes.ts';
import { productTextNames, textsAs } from '#contracts/product/product-texts.ts';
import { csvCell } from '#kernel/csv/csv-line.ts';
import { currencyExponent, decimalString } from '#kernel/money.ts';
import { escapedPart } from '../cells/split-escaped.ts';
import { codeCell } from './code-cell.ts';
import type { ExportPlace, ShopProduct, ShopVariant } from './shop-product.ts';
import type { Quantities } from './stock-quantities.ts';

const textHeadings = textsAs(productTextNames, (_, { headings }) => headings[0]!);

/** The columns that an import takes, by the names that it knows first. */
export const headings = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Product Category',
  'Tags',
  'Published',
  'Status',
  ...Object.values(textHeadings),
  'Option1 Name',
  'Option1 Value',
  'Option2 Name',
  'Option2 Value',
  'Option3 Name',
  'Option3 Value',
  'Variant SKU',
  'Variant Supplier SKU',
  'Variant Barcode',
  'Variant Grams',
  'Variant Inventory Tracker',
  'Variant Inventory Qty',
  'Variant Inventory Policy',
  'Variant Price',
  'Variant Compare At Price',
  'Cost per item',
  'Variant Requires Shipping',
  'Variant Taxable',
  'Variant Tax Code',
  'Variant HS Code',
  'Variant Country of Origin',
  'Unit Price Total Measure',
  'Unit Price Total Measure Unit',
  'Variant Energy Class',
  'Variant Energy Scale',
  'Variant Energy Label',
  'Variant Energy Data Sheet',
  'Variant Image',
  'Image Src',
  'Image Position',
  'Image Alt Text',
] as const;

type Row = Partial<Record<string, string>>;

/** The first line of a file. */
export function headingLine(
  { productFields, variantFields }: ExportPlace,
  { elsewhere }: Pick<Quantities, 'elsewhere'>,
): string {
  const own = [
    ...elsewhere.map((code) => `stock.${code}`),
    ...productFields.map((key) => `attribute.${key}`),
    ...variantFields.map((key) => `variant_attribute.${key}`),
  ];
  return [...headings, ...own].map(csvCell).join(',');
}

/**
 * The lines of a product: a row a variant, its images beside them, more rows where there are more
 * images. What is of the product stands in the first row.
 */
export function linesOfProduct(
  product: ShopProduct,
  place: ExportPlace,
  { elsewhere, quantityOf }: Omit<Quantities, 'unitsElsewhere'>,
): string[] {
  const { variants, media } = product;
  const isDefault = product.options.length === 0;
  return Array.from({ length: Math.max(variants.length, media.length, 1) }, (_, index) => {
    const variant = variants[index];
    const row: Row = {
      Handle: product.handle,
      ...(index === 0 ? productRow(product, place) : {}),
      ...(index === 0 ? optionNames(product, isDefault) : {}),
      ...(variant ? variantRow(variant, place, isDefault) : {}),
      ...(variant?.tracked
        ? { 'Variant Inventory Qty': String(quantityOf(variant.sku) ?? '') }
        : {}),
      ...imageRow(product, index),
    };
    const own = [
      ...elsewhere.map((code) =>
        variant?.tracked ? `${quantityOf(variant.sku, code) ?? ''}` : '',
      ),
      ...place.productFields.map((key) => ownCell(index === 0 ? product : undefined, key, place)),
      ...place.variantFields.map((key) => ownCell(variant, key, place)),
    ];
    return [...headings.map((heading) => row[heading] ?? ''), ...own].map(csvCell).join(',');
  });
}

function productRow(product: ShopProduct, { categories }: ExportPlace): Row {
  const names = product.category === null ? [] : (categories.get(product.category) ?? []);
  const texts = productTextNames.map((name) => [textHeadings[name], product[name] ?? ''] as const);
  return {
    Title: product.title,
    'Body (HTML)': product.descriptionHtml,
    'Product Category': names.map((name) => escapedPart(name, '>')).join(' > '),
    Tags: product.tags.map((tag) => escapedPart(tag, ',')).join(', '),
    Published: String(product.status === 'active'),
    Status: product.status,
    ...Object.fromEntries(texts),
  };
}

function optionNames({ options }: ShopProduct, isDefault: boolean): Row {
  if (isDefault) return { 'Option1 Name': 'Title' };
  return Object.fromEntries(options.map(({ name }, at) => [`Option${at + 1} Name`, name]));
}

function variantRow(variant: ShopVariant, place: ExportPlace, isDefault: boolean): Row {
  const { channel, currency } = place;
  const amount = (minor: number | null) =>
    minor === null ? '' : decimalString(minor, currencyExponent(currency));
  const price = variant.prices.find((one) => one.channel === channel && one.currency === currency);
  const values = isDefault ? ['Default Title'] : variant.optionValues;
  return {
    ...Object.fromEntries(values.map((value, at) => [`Option${at + 1} Value`, value])),
    'Variant SKU': codeCell(variant.sku),
    'Variant Supplier SKU': codeCell(variant.supplierSku ?? ''),
    'Variant Barcode': codeCell(variant.barcode),
    'Variant Grams': String(variant.weightGrams),
    'Variant Inventory Tracker': variant.tracked ? 'shopify' : '',
    'Variant Inventory Policy': variant.inventoryPolicy,
    'Variant Price': amount(price?.amountMinor ?? null),
    'Variant Compare At Price': amount(price?.compareAtMinor ?? null),
    'Cost per item': amount(variant.costMinor),
    'Variant Requires Shipping': String(variant.requiresShipping),
    'Variant Taxable': String(variant.taxable),
    'Variant Tax Code': variant.taxClass,
    'Variant HS Code': variant.hsCode ?? '',
    'Variant Country of Origin': variant.countryOfOrigin ?? '',
    ...measureCells(variant),
    'Variant Image': variant.imageUrl ?? '',
  };
}

function measureCells({ content, energyLabel }: ShopVariant): Row {
  return {
    ...(content && {
      'Unit Price Total Measure': String(content.quantity),
      'Unit Price Total Measure Unit': content.unit,
    }),
    ...(energyLabel && {
      'Variant Energy Class': energyLabel.class,
      'Variant Energy Scale': `${energyLabel.best}-${energyLabel.worst}`,
      'Variant Energy Label': energyLabel.labelUrl ?? '',
      'Variant Energy Data Sheet': energyLabel.sheetUrl ?? '',
    }),
  };
}

function imageRow({ media }: ShopProduct, index: number): Row {
  const image = media[index];
  if (!image) return {};
  const { url, altText } = image;
  return { 'Image Src': url, 'Image Position': String(index + 1), 'Image Alt Text': altText };
}

/** As `fitOwnFields` reads it: several choices as a list, a text in the channel's language. */
function ownCell(
  of: Pick<ShopProduct | ShopVariant, 'attributes'> | undefined,
  key: string,
  { locale }: ExportPlace,
): string {
  const value: AttributeValue | undefined = of?.attributes[key];
  if (value === undefined) return '';
  if (Array.isArray(value)) return JSON.stringify(value);
  return typeof value === 'object' ? (value[locale] ?? '') : String(value);
}
