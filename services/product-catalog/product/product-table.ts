import type { Content, EnergyLabel } from '#contracts/product/measures/measures.ts';
import { productTextNames, shownTextNames } from '#contracts/product/product-texts.ts';
import type { ProductTexts } from '#contracts/product/text-schemas.ts';
import { joinSql, sql, sqlWord, type Statement } from '#platform/ground/sql.ts';

/** Columns that several statements have, of products `p` and variants `v`. */

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

interface Measures {
  readonly content: Content | null | undefined;
  readonly energyLabel: EnergyLabel | null | undefined;
}

/** Of `variant v`, as their contract has them. */
export const contentOfVariant = sql`case when v.content_quantity is not null then
  json_build_object('quantity', v.content_quantity, 'unit', v.content_unit) end`;
export const energyOfVariant = sql`case when v.energy_class is not null then
  json_build_object('class', v.energy_class, 'best', v.energy_best, 'worst', v.energy_worst,
    'labelUrl', v.energy_label_url, 'sheetUrl', v.energy_sheet_url) end`;

/** As columns of a record of a variant: those of what is given, null where that is null. */
export function measureRecord({ content, energyLabel }: Partial<Measures>) {
  return {
    ...(content === undefined
      ? {}
      : { content_quantity: content?.quantity ?? null, content_unit: content?.unit ?? null }),
    ...(energyLabel === undefined
      ? {}
      : {
          energy_class: energyLabel?.class ?? null,
          energy_best: energyLabel?.best ?? null,
          energy_worst: energyLabel?.worst ?? null,
          energy_label_url: energyLabel?.labelUrl ?? null,
          energy_sheet_url: energyLabel?.sheetUrl ?? null,
        }),
  };
}
