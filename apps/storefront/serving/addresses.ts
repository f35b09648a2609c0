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

  collection(handle: string, query?: Query): string {
    return this.with(`/collections/${encodeURIComponent(handle)}`, query);
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
        return this.collection(target);
      case 'product':
        return this.product(target);
      case 'page':
        return this.page(target);
      case 'address':
        return target;
    }
  }

  search(query?: Query): string {
    return this.with('/search', query);
  }

  cart(query?: Query): string {
    return this.with('/cart', query);
  }

  /** @param path below the wish list, as that of a saved cart */
  wishes(path = '', query?: Query): string {
    return this.with(`/wish-list${path}`, query);
  }

  sharedList(token: string): string {
    return this.with(`/shared-lists/${encodeURIComponent(token)}`);
  }

  /** @param path within the account, as `/addresses` */
  account(path = '', query?: Query): string {
    return this.with(`/account${path}`, query);
  }

  /** What a mail's link leads to. @param mailedIn the language of the mail */
  mailed(
    path: '/verify-email' | '/reset-password' | '/change-email' | '/watch',
    mailedIn: string,
    token: string,
  ): string {
    return this.with(`${path}/${encodeURIComponent(mailedIn)}/${encodeURIComponent(token)}`);
  }

  /** Where people withdraw from a contract. */
  withdrawal(step: '' | '/confirm' = ''): string {
    return `${this.prefix}/withdrawal-from-contract${step}`;
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

/** What an address asks for: the language in its path, if any, and the path without it. */
export function addressOf(url: string): { language: string | undefined; path: string } {
  const [path = '/'] = url.split('?', 1);
  const [, language, rest] = /^\/([a-z]{2}(?:-[a-z]{2})?)(\/.*)?$/.exec(path) ?? [];
  return { language, path: withinShop(language === undefined ? path : (rest ?? '/')) };
}

/** Pages link to a path, and one that begins with two slashes leads to another host. */
function withinShop(path: string): string {
  return path.replace(/^[/\\]+/, '/');
}

export function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at === -1 ? '' : url.slice(at + 1));
}
