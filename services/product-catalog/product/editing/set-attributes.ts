import type { Attributes, GivenAttributes } from '#contracts/attributes.ts';
import { ok } from '#kernel/result.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { changedAttributes, invalid } from '#platform/fields/check-values.ts';
import { fieldsHeld } from '#platform/fields/keep-fields.ts';
import { json, sql } from '#platform/ground/sql.ts';
import { sanitiseDescription } from '#product-files/sanitise-description.ts';
import type { LockedProduct } from './change-locked-product.ts';

const sanitise = (html: string) => sanitiseDescription(html).html;

interface Change {
  readonly given: GivenAttributes | undefined;
  /** Whether shoppers see the thing afterwards: then what is required has to be there. */
  readonly shown: boolean;
  /** Whether they do not see it yet. */
  readonly appears: boolean;
}

/** Sets the product's own values of the shop's fields; a product that appears has all that are required. */
export async function setProductAttributes(
  tx: Transaction,
  { productId, attributes }: Pick<LockedProduct, 'productId' | 'attributes'>,
  { given, shown, appears }: Change,
) {
  if (given === undefined && !appears) return undefined;
  const fields = await fieldsHeld(tx, 'product');
  const whole = shown;
  const after = changedAttributes(fields, attributes, given ?? {}, { sanitise, whole });
  if (!after.ok) return after;
  if (appears) {
    const missing = await missingOfVariants(tx, productId);
    if (missing) return missing;
  }
  if (given !== undefined) {
    await tx.query(sql`
      update product set attributes = ${json(after.value)}::jsonb where id = ${productId}::uuid`);
  }
  return undefined;
}

async function missingOfVariants(tx: Transaction, productId: string) {
  const required = (await fieldsHeld(tx, 'variant')).filter((field) => field.required);
  if (required.length === 0) return undefined;
  const variants = await tx.query<{ sku: string; attributes: Attributes }>(
    sql`select sku, attributes from variant where product_id = ${productId}::uuid order by position`,
  );
  const problems = variants.flatMap(({ sku, attributes }) =>
    required
      .filter(({ key }) => !Object.hasOwn(attributes, key))
      .map(({ key }) => ({
        field: `variants.${sku}.attributes.${key}`,
        code: 'required',
        message: 'A value is needed.',
      })),
  );
  return problems.length === 0 ? undefined : invalid(problems);
}

/** The variant's values of the shop's fields as they are afterwards. */
export async function variantAttributes(
  tx: Transaction,
  before: Attributes,
  { given, shown, appears }: Change,
) {
  if (given === undefined && !appears) return ok(before);
  const fields = await fieldsHeld(tx, 'variant');
  return changedAttributes(fields, before, given ?? {}, { sanitise, whole: shown });
}
