import type { ShopAccess } from '../importing/post.ts';
import { read, readList } from './read-shop.ts';
import type { ExportPlace } from './shop-product.ts';

interface Channel {
  readonly code: string;
  readonly currency: string;
  readonly defaultLocale: string;
}
interface Category {
  readonly path: string;
  readonly parent: string | null;
  readonly name: string;
}
interface Field {
  readonly key: string;
}
interface Items<Item> {
  readonly items: readonly Item[];
}

/** What a file says of all its products: the channel's currency and language, names of categories. */
export async function readExportPlace(access: ShopAccess): Promise<ExportPlace> {
  const { items: channels } = await read<Items<Channel>>(access, '/v1/admin/channels');
  const channel = channels.find(({ code }) => code === access.channel);
  if (!channel) {
    const codes = channels.map(({ code }) => code).join(', ');
    throw new Error(`There is no channel "${access.channel}". Give one of: ${codes}.`);
  }
  const categories: Category[] = [];
  for await (const items of readList<Category>(access, '/v1/categories')) categories.push(...items);
  const keysOf = async (owner: string) => {
    const { items } = await read<Items<Field>>(access, `/v1/admin/fields?owner=${owner}`);
    return items.map(({ key }) => key);
  };
  return {
    channel: channel.code,
    currency: channel.currency,
    locale: channel.defaultLocale,
    categories: trailsOf(categories),
    productFields: await keysOf('product'),
    variantFields: await keysOf('variant'),
  };
}

export function trailsOf(categories: readonly Category[]): Map<string, readonly string[]> {
  const trails = new Map<string, readonly string[]>();
  // By path, so that a parent comes before what stands below it.
  for (const { path, parent, name } of categories.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const slug = path.slice(parent === null ? 0 : parent.length + 1);
    const above = parent === null ? [] : (trails.get(parent) ?? []);
    trails.set(path, [...above, leadsTo(name, slug) ? name : slug]);
  }
  return trails;
}

/** Whether an import finds the category by this name; one that was renamed is found by its path. */
function leadsTo(name: string, slug: string): boolean {
  const made = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return made === slug;
}
