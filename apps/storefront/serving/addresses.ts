import type { Link } from '#contracts/product/storefront/links.ts';

/** Where the pages of a shop are, in one of its languages. */
export class Addresses {
  /** What stands before each path: nothing in the channel's default language, else `/de`. */
  readonly prefix: string;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  home(): string {
    return this.prefix === '' ? '/' : this.prefix;
  }

  product(handle: string, chosen?: Readonly<Record<string, string>>): string {
    return this.with(`/products/${encodeURIComponent(handle)}`, chosen);
  }

  /** @param path slugs from the root, `food-drink/coffee` */
  category(path: string, query?: Query): string {
    return this.with(`/categories/${path.split('/').map(encodeURIComponent).join('/')}`, query);
  }

  page(handle: string): string {
    return this.with(`/pages/${encodeURIComponent(handle)}`);
  }

  /** Where a menu, a notice or a scene leads. */
  link({ kind, target }: Link): string {
    switch (kind) {
      case 'category':
        return this.category(target);
      case 'collection':
        return this.search({ collection: target });
      case 'product':
        return this.product(target);
      case 'page':
        return this.page(target);
      default:
        return target;
    }
  }

  search(query?: Query): string {
    return this.with('/search', query);
  }

  cart(): string {
    return `${this.prefix}/cart`;
  }

  private with(path: string, query: Query = {}): string {
    const pairs = Object.entries(query).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const values = typeof value === 'string' ? [value] : value;
      return values.map((each) => [name, each] as [string, string]);
    });
    const text = new URLSearchParams(pairs).toString();
    return `${this.prefix}${path}${text === '' ? '' : `?${text}`}`;
  }
}

/** What a page is asked for with; several values of one name stand in their order. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** How a language is written in a path: in small letters, as people type it. */
export function segmentOf(locale: string): string {
  return locale.toLowerCase();
}

/** The same page in another of the channel's languages. @param path without a language */
export function pathIn(
  shop: { readonly defaultLocale: string },
  locale: string,
  path: string,
): string {
  if (locale === shop.defaultLocale) return path;
  const prefix = `/${segmentOf(locale)}`;
  return path === '/' ? prefix : `${prefix}${path}`;
}
