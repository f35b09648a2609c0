import type { Attributes } from '#contracts/attributes.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { json, sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { refuseMissing } from '../content/kept-pictures.ts';
import { changeLockedProduct, type LockedProduct } from './change-locked-product.ts';
import { archiveVariants, restoreVariant } from './archive-variants.ts';
import { refuseWithoutRate } from './missing-rates.ts';
import { variantAttributes } from './set-attributes.ts';
import { measureRecord } from '../product-table.ts';
import { optionsDocument } from '../stored/documents.ts';

interface StoredVariant {
  readonly variantId: string;
  readonly productId: string;
  readonly sku: string;
  readonly optionValues: string[];
  readonly policy: 'deny' | 'continue';
  readonly tracked: boolean;
  readonly attributes: Attributes;
}

const columns = sql`id as variant_id, product_id, sku,
  option_values, inventory_policy as policy, tracked, attributes`;

/** Adds a variant under a new SKU, or sets what is given of the one that has it. */
export function putVariant(context: ServiceContext<'product'>): Handler<'product', 'putVariant'> {
  return (input, invocation) => {
    const target = { ...input, fieldsOf: ['variant'] } as const;
    return changeLockedProduct(context, 'put_variant', target, invocation, async (tx, locked) => {
      const restored = await restoreVariant(tx, { ...locked, sku: input.sku });
      const known = await tx.query<StoredVariant>(sql`
        select ${columns} from variant where product_id = ${locked.productId}::uuid
        union select ${columns} from variant where sku = ${input.sku}`);
      const own = known.find(({ sku }) => sku === input.sku);
      if (own !== undefined && own.productId !== locked.productId)
        return fail('sku_taken', 'Another product has this SKU. Choose another one.');
      const optionValues = input.optionValues ?? own?.optionValues ?? [];
      const refusal = refuseOptions(locked, optionValues, known, input.sku);
      if (refusal) return refusal;
      const { imageUrl } = input;
      const lacking = imageUrl && (await refuseMissing(tx, [{ field: 'imageUrl', url: imageUrl }]));
      if (lacking) return lacking;
      const shown = locked.status === 'active';
      const attributes = await variantAttributes(tx, own?.attributes ?? {}, {
        given: input.attributes,
        shown,
        appears: shown && (own === undefined || restored),
      });
      if (!attributes.ok) return attributes;
      const variantId = own?.variantId ?? newId();
      if (own === undefined) {
        await tx.query(sql`
          insert into variant (id, product_id, sku, position, option_values)
          select ${variantId}::uuid, ${locked.productId}::uuid, ${input.sku},
            coalesce(max(position), -1) + 1, ${optionValues}::text[]
          from variant where product_id = ${locked.productId}::uuid`);
      }
      await setFields(tx, variantId, { ...input, optionValues, attributes: attributes.value });
      await recountOptions(tx, locked);
      const says = input.taxClass ?? input.taxable;
      if (shown && (own === undefined || restored || says !== undefined)) {
        const which = { productId: locked.productId, sku: input.sku };
        const missing = await refuseWithoutRate(tx, which, context.settings);
        if (missing) return missing;
      }
      const policy = input.inventoryPolicy ?? own?.policy ?? 'deny';
      const tracked = input.tracked ?? own?.tracked ?? true;
      if (!restored && own?.policy === policy && own.tracked === tracked) return ok([]);
      await tx.query(sql`update variant_stock set policy = ${policy} where sku = ${input.sku}`);
      return ok([{ sku: input.sku, policy, tracked, removed: false }]);
    });
  };
}

/** Takes a variant out of its product, with its prices kept; carts that hold it are told that it is not sold any more. */
export function removeVariant(
  context: ServiceContext<'product'>,
): Handler<'product', 'removeVariant'> {
  return (input, invocation) =>
    changeLockedProduct(context, 'remove_variant', input, invocation, async (tx, locked) => {
      const which = sql`product_id = ${locked.productId}::uuid and sku = ${input.sku}`;
      const [removed] = await archiveVariants(tx, which);
      if (removed === undefined) return variantNotFound;
      await recountOptions(tx, locked);
      const { sku, policy, tracked } = removed;
      return ok([{ sku, policy, tracked, removed: true }]);
    });
}

function refuseOptions(
  { options }: LockedProduct,
  optionValues: readonly string[],
  known: readonly StoredVariant[],
  sku: string,
) {
  if (optionValues.length !== options.length) {
    const names = options.map(({ name }) => name).join(', ') || 'none';
    return fail(
      'option_values_mismatch',
      `Give one value for each option of the product: ${names}.`,
    );
  }
  const key = JSON.stringify(optionValues);
  const other = known.find(
    (variant) => variant.sku !== sku && JSON.stringify(variant.optionValues) === key,
  );
  if (other === undefined) return undefined;
  return fail('option_values_duplicate', `The variant ${other.sku} has the same option values.`);
}

async function setFields(
  tx: Transaction,
  variantId: string,
  input: InputOf<'product', 'putVariant'>,
): Promise<void> {
  const given = {
    option_values: input.optionValues,
    barcode: input.barcode,
    weight_grams: input.weightGrams,
    requires_shipping: input.requiresShipping,
    taxable: input.taxable,
    tax_class: input.taxClass,
    inventory_policy: input.inventoryPolicy,
    tracked: input.tracked,
    image_url: input.imageUrl,
    cost_minor: input.costMinor,
    hs_code: input.hsCode,
    country_of_origin: input.countryOfOrigin,
    attributes: input.attributes,
    ...measureRecord(input),
  };
  await tx.query(sql`
    update variant v set (option_values, barcode, weight_grams, requires_shipping, taxable, tax_class,
      inventory_policy, tracked, image_url, cost_minor, hs_code, country_of_origin, attributes,
      content_quantity, content_unit, energy_class, energy_best, energy_worst, energy_label_url,
      energy_sheet_url) = (
      select x.option_values, x.barcode, x.weight_grams, x.requires_shipping, x.taxable, x.tax_class,
        x.inventory_policy, x.tracked, x.image_url, x.cost_minor, x.hs_code, x.country_of_origin,
        x.attributes, x.content_quantity, x.content_unit, x.energy_class, x.energy_best,
        x.energy_worst, x.energy_label_url, x.energy_sheet_url
      from jsonb_populate_record(v, ${json(given)}::jsonb) x)
    where v.id = ${variantId}::uuid`);
}

/** The values of each option are those that its variants have, in their order. */
async function recountOptions(tx: Transaction, { productId, options }: LockedProduct) {
  const variants = await tx.query<{ optionValues: string[] }>(sql`
    select option_values from variant
    where product_id = ${productId}::uuid order by position, id`);
  const counted = options.map(({ name }, index) => ({
    name,
    values: [...new Set(variants.map(({ optionValues }) => optionValues[index]!))],
  }));
  await tx.query(
    sql`update product set options = ${optionsDocument.write(counted)}::jsonb where id = ${productId}::uuid`,
  );
}

export const variantNotFound = fail('variant_not_found', 'The product has no variant of this SKU.');
