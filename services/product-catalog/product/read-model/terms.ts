/** Words by which documents are filtered and counted: a kind and a value in one text. */
export type TermKind =
  | 'category'
  | 'collection'
  | 'vendor'
  | 'tag'
  | 'option'
  | 'price'
  | 'availability'
  | 'reduced'
  | 'attribute';

/** Kinds that have a shelf: lists of these are read in order without looking at other products. */
export const shelvedKinds: ReadonlySet<TermKind> = new Set([
  'category',
  'collection',
  'vendor',
  'tag',
  'attribute',
  'reduced',
]);

export function term(kind: TermKind, value: string): string {
  return `${kind}:${value}`;
}

export function kindOfTerm(text: string): TermKind {
  return text.slice(0, text.indexOf(':')) as TermKind;
}

export function valueOfTerm(text: string): string {
  return text.slice(text.indexOf(':') + 1);
}

/** An option's name and value as one term value; names hold no line break. */
export function optionTerm(name: string, value: string): string {
  return term('option', `${name}\n${value}`);
}

/** A field's key and one of its values, or the range of a number; keys hold no line break. */
export function attributeTerm(key: string, value: string): string {
  return term('attribute', `${key}\n${value}`);
}

/** All paths from the root down to the category: a product stands in each of them. */
export function lineage(path: string | null): string[] {
  if (path === null) return [];
  const slugs = path.split('/');
  return slugs.map((_, index) => slugs.slice(0, index + 1).join('/'));
}
