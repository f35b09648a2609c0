import type { z } from 'zod';
import type { storefront } from '#contracts/product/storefront/frame.ts';

/** What frames every page of a channel, in one language: names, menus, notice, look, pages. */
export type Frame = z.output<typeof storefront>;

/** A node of the catalog's tree, in the language of the page. */
export interface Category {
  /** Slugs from the root, `food-drink/coffee`. */
  readonly path: string;
  readonly name: string;
  /** The path of what it lies in; null at the root. */
  readonly parent: string | null;
  /** How many articles are in it and below it; told of the tree's roots. */
  readonly products?: number | undefined;
  /** Whether it has a picture or words of its own, which are told where it is read. */
  readonly described?: boolean | undefined;
}

/** A channel as its pages know it. */
export interface Shop extends Pick<
  Frame,
  | 'code'
  | 'name'
  | 'currency'
  | 'defaultLocale'
  | 'locales'
  | 'pricesIncludeTax'
  | 'look'
  | 'notice'
  | 'menus'
  | 'scenes'
  | 'pages'
  | 'revision'
> {
  readonly categories: readonly Category[];
  /** The roots of the catalog's tree. */
  readonly departments: readonly Category[];
  readonly company: {
    readonly legalName: string;
    readonly city: string;
    readonly email: string;
    readonly countryCode: string;
  };
  /** Whose days and hours it tells. */
  readonly timeZone: string;
  /** Where it is reached from outside, without a trailing slash. */
  readonly publicUrl: string;
}

/** The page of a kind that law or custom asks for, where the shop has it. */
export function pageOfKind({ pages }: Shop, kind: Frame['pages'][number]['kind']) {
  return pages.find((page) => page.kind === kind);
}
