/** One value of an option; price and weight of the product are multiplied by it, in thousandths. */
export interface OptionValue {
  value: string;
  skuCode: string;
  pricePermille: number;
  weightPermille: number;
}

/** Subcategory, title, a sentence about it, price in euro cents. */
export type Item = readonly [
  subcategory: string,
  title: string,
  sentence: string,
  priceMinor: number,
];

/** Products that share their category, options and the second half of their description. */
export interface Department {
  /** Two letters that begin the department's SKUs. */
  skuCode: string;
  category: readonly string[];
  productType: string;
  vendor: string;
  tags: readonly string[];
  weightGrams: number;
  requiresShipping: boolean;
  /** Standard where it is left out. */
  taxClass?: 'reduced' | 'books';
  options: readonly { name: string; values: readonly OptionValue[] }[];
  /** What is true of every product here. */
  paragraph: string;
  facts: readonly string[];
  items: readonly Item[];
}

/** An option whose values change nothing but the look. */
export function choices(name: string, values: Readonly<Record<string, string>>) {
  const same = { pricePermille: 1000, weightPermille: 1000 };
  return {
    name,
    values: Object.entries(values).map(([value, skuCode]) => ({ value, skuCode, ...same })),
  };
}
