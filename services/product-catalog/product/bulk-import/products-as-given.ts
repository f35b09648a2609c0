import { isDeepStrictEqual } from 'node:util';
import { productTextNames } from '#contracts/product/product-texts.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { adminProducts, type AdminProduct } from '../editing/read-admin-product.ts';
import { variantsInPart, type PlannedProduct, type PlannedVariant } from './import-plan.ts';

interface Where {
  readonly channel: string;
  readonly currency: string;
}

/**
 * Products that are just as they are given, by id: those that staff has made so, or that another
 * file has. What an import wrote last is known by its hash, and need not be compared.
 */
export async function productsAsGiven(
  tx: Transaction,
  products: readonly PlannedProduct[],
  where: Where,
): Promise<ReadonlySet<string>> {
  const known = products.filter(({ isNew, removed }) => !isNew && removed.length === 0);
  if (known.length === 0) return new Set();
  const ids = known.map(({ productId }) => productId);
  const rows = await tx.query<AdminProduct>(
    sql`${adminProducts} where p.id = any (${ids}::uuid[])`,
  );
  const stored = new Map(rows.map((row) => [row.productId, row]));
  const same = known.filter(({ productId }) => stored.has(productId));
  return new Set(
    same
      .filter((planned) => isAsGiven(planned, stored.get(planned.productId)!, where))
      .map(({ productId }) => productId),
  );
}

function isAsGiven(planned: PlannedProduct, stored: AdminProduct, where: Where): boolean {
  const { given } = planned;
  return (
    same(given.title, stored.title) &&
    same(planned.descriptionHtml, stored.descriptionHtml) &&
    productTextNames.every(
      (name) => given[name] === undefined || same(given[name], stored[name] ?? ''),
    ) &&
    given.status === stored.status &&
    planned.categoryPath === stored.category &&
    allSame(given.tags, stored.tags) &&
    allSame(
      given.optionNames,
      stored.options.map(({ name }) => name),
    ) &&
    (!planned.saysFields || isDeepStrictEqual(planned.attributes, stored.attributes)) &&
    stored.channels.includes(where.channel) &&
    hasSameMedia(planned, stored) &&
    hasSameVariants(planned, stored, where)
  );
}

/** Those of its part. */
function hasSameMedia({ given }: PlannedProduct, { media }: AdminProduct): boolean {
  const first = given.part * variantsInPart;
  const here = media.slice(first, first + variantsInPart);
  return (
    here.length === given.media.length &&
    here.every(
      ({ url, altText }, index) =>
        url === given.media[index]!.url && same(altText, given.media[index]!.altText),
    )
  );
}

/** In the same order, whatever stands between them. */
function hasSameVariants(
  { variants, saysFields }: PlannedProduct,
  stored: AdminProduct,
  where: Where,
): boolean {
  const places = new Map(stored.variants.map(({ variantId }, index) => [variantId, index]));
  let last = -1;
  return variants.every((variant) => {
    const place = places.get(variant.variantId) ?? -1;
    if (place <= last) return false;
    last = place;
    return isSameVariant(variant, stored.variants[place]!, saysFields, where);
  });
}

function isSameVariant(
  given: PlannedVariant,
  stored: AdminProduct['variants'][number],
  saysFields: boolean,
  { channel, currency }: Where,
): boolean {
  const price = stored.prices.find((one) => one.channel === channel && one.currency === currency);
  return (
    given.sku === stored.sku &&
    allSame(given.optionValues, stored.optionValues) &&
    same(given.barcode, stored.barcode) &&
    given.weightGrams === stored.weightGrams &&
    given.requiresShipping === stored.requiresShipping &&
    given.taxable === stored.taxable &&
    given.taxClass === stored.taxClass &&
    given.inventoryPolicy === stored.inventoryPolicy &&
    given.tracked === stored.tracked &&
    [null, undefined, stored.supplierSku].includes(given.supplierSku) &&
    given.imageUrl === stored.imageUrl &&
    given.costMinor === stored.costMinor &&
    // What a file has no column for stays as it is.
    [null, undefined, stored.hsCode].includes(given.hsCode) &&
    [null, undefined, stored.countryOfOrigin].includes(given.countryOfOrigin) &&
    (!given.content || isDeepStrictEqual(given.content, stored.content)) &&
    (!given.energyLabel || isDeepStrictEqual(given.energyLabel, stored.energyLabel)) &&
    (!saysFields || isDeepStrictEqual(given.attributes, stored.attributes)) &&
    price?.amountMinor === given.priceMinor &&
    price.compareAtMinor === given.compareAtMinor
  );
}

function allSame(given: readonly string[], stored: readonly string[]): boolean {
  return given.length === stored.length && given.every((text, at) => same(text, stored[at]!));
}

/** A file keeps neither blanks around a text nor another spelling of the same letters. */
function same(given: string, stored: string): boolean {
  return given === stored || given.normalize().trim() === stored.normalize().trim();
}
