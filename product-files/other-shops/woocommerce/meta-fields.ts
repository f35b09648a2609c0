import type { OwnRow } from '../own-row.ts';
import type { WooColumns } from './woo-headings.ts';
import type { WooRow } from './woo-row.ts';

/** As the extensions for search engines call them. */
const titles = ['_yoast_wpseo_title', 'rank_math_title', '_aioseo_title'];
const descriptions = ['_yoast_wpseo_metadesc', 'rank_math_description', '_aioseo_description'];

export interface MetaFields {
  /** Of the shop's own fields, of products and of variants. */
  readonly headings: readonly string[];
  seoOf(row: WooRow): OwnRow['cells'];
  fieldsOf(row: WooRow, owner: 'attribute' | 'variant_attribute'): Record<string, string>;
}

/** `Meta: material` is the shop's own field `material`, if it has one; what begins with `_` is inner. */
export function metaFields({ metas }: WooColumns): MetaFields {
  const own = [...metas].flatMap(([name, at]) => {
    const key = name.replaceAll(/[^a-z0-9]+/g, '_').slice(0, 40);
    return /^[a-z]/.test(name) && ![...titles, ...descriptions].includes(name) ? [{ key, at }] : [];
  });
  const first = (row: WooRow, names: readonly string[]) =>
    names.map((name) => row.fields[metas.get(name) ?? -1]?.trim() ?? '').find(Boolean) ?? '';
  const keys = [...new Set(own.map(({ key }) => key))];
  return {
    headings: keys.flatMap((key) => [`attribute.${key}`, `variant_attribute.${key}`]),
    seoOf: (row) => ({ seoTitle: first(row, titles), seoDescription: first(row, descriptions) }),
    fieldsOf: (row, owner) =>
      Object.fromEntries(
        own.map(({ key, at }) => [`${owner}.${key}`, row.fields[at]?.trim() ?? '']),
      ),
  };
}
