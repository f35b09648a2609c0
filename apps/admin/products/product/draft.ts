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
export type DraftKey = keyof Draft;

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

const keys = (draft: Draft) => Object.keys(draft) as DraftKey[];

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

export const isSame = (one: unknown, other: unknown) => plain(one) === plain(other);

export function changedKeys(from: Draft, to: Draft): DraftKey[] {
  return keys(to).filter((key) => !isSame(from[key], to[key]));
}

/** Some fields of one draft over another one. */
export function overlaid(below: Draft, above: Draft, fields: Iterable<DraftKey>): Draft {
  return {
    ...below,
    ...Object.fromEntries([...fields].map((key) => [key, above[key]])),
  };
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** As the API takes what was changed. */
export function fieldsOf(base: Draft, draft: Draft): ProductFields {
  const changed = changedKeys(base, draft);
  const entries = changed.map((key) => {
    if (key === 'tags' || key === 'collections' || key === 'optionNames') {
      return [key, listOf(draft[key])];
    }
    return [key, key === 'attributes' ? changedAttributes(base, draft) : draft[key]];
  });
  return Object.fromEntries(entries) as ProductFields;
}

function changedAttributes({ attributes: before }: Draft, { attributes }: Draft): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([key, value]) => !isSame(value, before[key] ?? null)),
  );
}

/** A field's value as people read it beside another one. */
export function readable(draft: Draft, key: DraftKey): string {
  const value = draft[key];
  if (key === 'media') return draft.media.map(({ url, altText }) => altText || url).join('\n');
  if (key === 'attributes') {
    return Object.entries(draft.attributes)
      .filter(([, each]) => each !== null)
      .map(([name, each]) => `${name}: ${typeof each === 'object' ? JSON.stringify(each) : each}`)
      .join('\n');
  }
  return typeof value === 'string' ? value : '';
}

export function nameOf(key: DraftKey, { products: { page } }: Words): string {
  const names: Readonly<Record<DraftKey, string>> = {
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
    attributes: page.attributes,
  };
  return names[key];
}
