/** A node of the catalog's tree, in the language of the page. */
export interface Category {
  /** Slugs from the root, `food-drink/coffee`. */
  readonly path: string;
  readonly name: string;
  /** The path of what it lies in; null at the root. */
  readonly parent: string | null;
}

/** A channel as its pages know it. */
export interface Shop {
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly defaultLocale: string;
  readonly locales: readonly string[];
  readonly pricesIncludeTax: boolean;
  readonly categories: readonly Category[];
  /** The roots of the catalog's tree. */
  readonly departments: readonly Category[];
  readonly company: {
    readonly legalName: string;
    readonly city: string;
    readonly email: string;
    readonly countryCode: string;
  };
  /** Where it is reached from outside, without a trailing slash. */
  readonly publicUrl: string;
}
