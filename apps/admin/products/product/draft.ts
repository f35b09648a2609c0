import type { Words } from '../../words/en.ts';
import type { Product, ProductFields } from '../product-commands.ts';

type Attributes = Record<string, Product['attributes'][string] | null>;

/** What is edited on the page and saved together; lists as they are typed, with commas between. */
export interface Draft {
  readonly title: string;
  readonly handle: string;
  readonly descriptionHtml: string;
  readonly vendor: string;
  readonly productType: string;
  readonly seoTitle: string;
  readonly seoDescription: string;
  readonly tags: string;
  readonly collections: string;
  readonly category: string | null;
  readonly optionNames: string;
  readonly media: Product['media'];
  readonly attributes: Attributes;
}
type DraftKey = keyof Draft;

export function draftOf(product: Product): Draft {
  const { title, handle, descriptionHtml, vendor, productType, seoTitle, seoDescription } = product;
  const texts = { title, handle, descriptionHtml, vendor, productType, seoTitle, seoDescription };
  return {
    ...texts,
    tags: product.tags.join(', '),
    collections: product.collections.join(', '),
    category: product.category,
    optionNames: product.options.map(({ name }) => name).join(', '),
    media: product.media.map(({ url, altText }) => ({ url, altText })),
    attributes: product.attributes,
  };
}

/** A field that is kept by itself, with each of the shop's own ones as one. */
export type FieldKey = Exclude<DraftKey, 'attributes'> | `attributes.${string}`;

const ownField = 'attributes.';
const isOwn = (key: FieldKey): key is `attributes.${string}` => key.startsWith(ownField);
const nameIn = (key: FieldKey): string => key.slice(ownField.length);

function fieldKeys({ attributes: before }: Draft, draft: Draft): FieldKey[] {
  const { attributes, ...others } = draft;
  const own = new Set([...Object.keys(before), ...Object.keys(attributes)]);
  return [
    ...(Object.keys(others) as Exclude<DraftKey, 'attributes'>[]),
    ...[...own].map((name) => `${ownField}${name}` as const),
  ];
}

const valueOf = (draft: Draft, key: FieldKey): unknown =>
  isOwn(key) ? (draft.attributes[nameIn(key)] ?? null) : draft[key as DraftKey];

/** Whatever order the fields of a thing were written in. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(
          Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)),
        )
      : each,
  );
}

const isSame = (one: unknown, other: unknown) => plain(one) === plain(other);

export const isSameField = (one: Draft, other: Draft, key: FieldKey): boolean =>
  isSame(valueOf(one, key), valueOf(other, key));

export function changedKeys(from: Draft, to: Draft): FieldKey[] {
  return fieldKeys(from, to).filter((key) => !isSameField(from, to, key));
}

/** Some fields of one draft over another one. */
export function overlaid(below: Draft, above: Draft, fields: Iterable<FieldKey>): Draft {
  const over = [...fields];
  const own = over.filter(isOwn).map((key) => [nameIn(key), valueOf(above, key)]);
  const others = over.filter((key) => !isOwn(key)).map((key) => [key, valueOf(above, key)]);
  return {
    ...below,
    ...Object.fromEntries(others),
    attributes: { ...below.attributes, ...Object.fromEntries(own) },
  };
}

/** What was typed since `from`, carried over to how it stands now. */
export const carriedOver = (from: Draft, typed: Draft, now: Draft): Draft =>
  overlaid(now, typed, changedKeys(from, typed));

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** As the API takes what was changed. */
export function fieldsOf(base: Draft, draft: Draft): ProductFields {
  const changed = changedKeys(base, draft);
  const entries = changed
    .filter((key) => !isOwn(key))
    .map((key) =>
      key === 'tags' || key === 'collections' || key === 'optionNames'
        ? [key, listOf(draft[key])]
        : [key, valueOf(draft, key)],
    );
  const own = changed.filter(isOwn).map((key) => [nameIn(key), valueOf(draft, key)]);
  const attributes = own.length > 0 ? { attributes: Object.fromEntries(own) } : {};
  return { ...(Object.fromEntries(entries) as ProductFields), ...attributes };
}

/** A field's value as people read it beside another one. */
export function readable(draft: Draft, key: FieldKey): string {
  if (key === 'media') return draft.media.map(({ url, altText }) => altText || url).join('\n');
  const value = valueOf(draft, key);
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function nameOf(key: FieldKey, { products: { page } }: Words): string {
  const names: Readonly<Record<Exclude<DraftKey, 'attributes'>, string>> = {
    title: page.name,
    handle: page.handle,
    descriptionHtml: page.description,
    vendor: page.vendor,
    productType: page.productType,
    seoTitle: page.seoTitle,
    seoDescription: page.seoDescription,
    tags: page.tags,
    collections: page.collections,
    category: page.category,
    optionNames: page.options,
    media: page.pictures,
  };
  return isOwn(key) ? `${page.attributes}: ${nameIn(key)}` : names[key];
}
