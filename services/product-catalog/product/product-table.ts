import { productTextNames, shownTextNames } from '#contracts/product/product-texts.ts';
import type { ProductTexts } from '#contracts/product/text-schemas.ts';
import { joinSql, sql, sqlWord, type Statement } from '#platform/ground/sql.ts';

/** The columns of a product's texts, in every statement that has them. */

const columns = productTextNames.map((name) => ({ name, column: sqlWord(columnOf(name)) }));
const each = (make: (column: Statement) => Statement): Statement =>
  joinSql(
    columns.map(({ column }) => make(column)),
    ', ',
  );

function columnOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Of `product p`, to be read. */
export const textColumns = each((column) => sql`coalesce(p.${column}, '') as ${column}`);
export const textNames = each((column) => column);
/** Of a record `x` of JSON. */
export const textsOfRecord = each((column) => sql`x.${column}`);
export const textTypes = each((column) => sql`${column} text`);
/** What is not given stays as it is. */
export const replacedTexts = each(
  (column) => sql`${column} = coalesce(excluded.${column}, product.${column})`,
);

/** As columns of a record, those that are given. */
export function textRecord(given: Partial<ProductTexts>): Record<string, string | undefined> {
  return Object.fromEntries(productTextNames.map((name) => [columnOf(name), given[name]]));
}

/** What the page of a product shows besides the texts that have places of their own. */
export function shownTextsOf(product: Partial<ProductTexts>): object {
  return Object.fromEntries(shownTextNames.map((name) => [name, product[name] ?? '']));
}
