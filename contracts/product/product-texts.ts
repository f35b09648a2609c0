/**
 * Texts of a product that are kept and told as they are given. One that is added here, with a column
 * of its name in a migration (`alter table product add column material text`), is taken from staff,
 * imports and product files, and shown to staff and, where it is `shown`, in the shop.
 */
interface ProductText {
  /** What numbers among it are: see contracts/text-kinds.ts. */
  readonly kind: 'goods' | 'label';
  /** Characters. */
  readonly most: number;
  /** Of the columns of product files that hold it. */
  readonly headings: readonly string[];
  /** To shoppers, on the product's page. */
  readonly shown: boolean;
  /** What was there from the beginning is in every import; what came later may be left out. */
  readonly since: 'beginning' | 'later';
}

export const productTexts = {
  vendor: { kind: 'label', most: 255, headings: ['Vendor'], shown: false, since: 'beginning' },
  productType: {
    kind: 'label',
    most: 255,
    headings: ['Type', 'Product Type', 'Custom Product Type'],
    shown: true,
    since: 'beginning',
  },
  seoTitle: { kind: 'goods', most: 255, headings: ['SEO Title'], shown: false, since: 'beginning' },
  seoDescription: {
    kind: 'goods',
    most: 1_000,
    headings: ['SEO Description'],
    shown: false,
    since: 'beginning',
  },
  // What (EU) 2023/988 Art. 19 asks an offer to show, in the words of the shop.
  manufacturer: {
    kind: 'goods',
    most: 500,
    headings: ['Manufacturer (Safety)'],
    shown: true,
    since: 'later',
  },
  responsiblePerson: {
    kind: 'goods',
    most: 500,
    headings: ['Responsible Person (Safety)'],
    shown: true,
    since: 'later',
  },
  safetyWarnings: {
    kind: 'goods',
    most: 4_000,
    headings: ['Warnings (Safety)'],
    shown: true,
    since: 'later',
  },
  // What (EU) 1169/2011 Art. 14 asks of food that is sold at a distance.
  ingredients: {
    kind: 'goods',
    most: 4_000,
    headings: ['Ingredients (Food)'],
    shown: true,
    since: 'later',
  },
  allergens: {
    kind: 'goods',
    most: 1_000,
    headings: ['Allergens (Food)'],
    shown: true,
    since: 'later',
  },
  nutrition: {
    kind: 'goods',
    most: 2_000,
    headings: ['Nutrition (Food)'],
    shown: true,
    since: 'later',
  },
} as const satisfies Record<string, ProductText>;

type Texts = typeof productTexts;
export type ProductTextName = keyof Texts;
/** One thing for what was there from the beginning, another for what came later. */
export type BySince<Beginning, Later> = {
  [Name in ProductTextName]: Texts[Name]['since'] extends 'later' ? Later : Beginning;
};
/** Of those that shoppers see besides those they always saw. */
export type ShownLater = {
  [Name in ProductTextName]: Texts[Name] extends { since: 'later'; shown: true } ? Name : never;
}[ProductTextName];

const table: Readonly<Record<string, ProductText>> = productTexts;
export const productTextNames = Object.keys(table) as ProductTextName[];
export const laterTextNames = productTextNames.filter((name) => table[name]!.since === 'later');
export const shownTextNames = laterTextNames.filter((name) => table[name]!.shown) as ShownLater[];

/** Made of each of these texts. */
export function textsAs<Name extends ProductTextName, Made>(
  names: readonly Name[],
  make: (name: Name, text: ProductText) => Made,
): Record<Name, Made> {
  return Object.fromEntries(names.map((name) => [name, make(name, table[name]!)])) as Record<
    Name,
    Made
  >;
}
