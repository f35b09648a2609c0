import { isDeepStrictEqual } from 'node:util';
import * as clock from '#kernel/clock.ts';
import { inTurns } from '#platform/ground/in-turns.ts';
import { ask, type ShopAccess } from '#product-files/importing/post.ts';
import { germanCategories } from './german/categories.ts';
import { germanProducts } from './german/german-products.ts';
import { daysBefore, energyClasses, reducedHandles } from './storefront/reductions.ts';
import { demoNotice, demoScenes } from './storefront/front.ts';
import { legalPages } from './storefront/legal-pages.ts';
import { servicePages } from './storefront/service-pages.ts';

interface Channel {
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly defaultLocale: string;
  readonly locales: readonly string[];
  readonly pricesIncludeTax: boolean;
  readonly active: boolean;
}

const atOnce = 4;

/**
 * What must be there before the demo store's products come: the second language of the channel, and
 * categories with their names in it. Done again it changes nothing.
 */
export async function prepareDemoStore(access: ShopAccess): Promise<void> {
  const { items } = await done<{ items: Channel[] }>(access, 'GET', '/v1/admin/channels');
  const channel = items.find(({ code }) => code === access.channel);
  if (channel && !channel.locales.includes('de')) {
    const { name, currency, defaultLocale, locales, pricesIncludeTax, active } = channel;
    await done(access, 'PUT', `/v1/admin/channels/${access.channel}`, {
      name,
      currency,
      defaultLocale,
      locales: [...locales, 'de'],
      pricesIncludeTax,
      active,
    });
  }
  for (const [position, [names, german]] of germanCategories.entries()) {
    const path = names.map(slugOf).join('/');
    const body = { path, name: names.at(-1), names: { de: german }, position };
    await done(access, 'PUT', '/v1/admin/categories', body);
  }
}

interface Kept {
  readonly productId: string;
  readonly variants: readonly {
    readonly sku: string;
    readonly prices: readonly {
      readonly channel: string;
      readonly compareAtMinor: number | null;
    }[];
  }[];
}

async function productOf(access: ShopAccess, handle: string): Promise<Kept | undefined> {
  const path = `/v1/admin/products?handle=${encodeURIComponent(handle)}`;
  const { items } = await done<{ items: { productId: string }[] }>(access, 'GET', path);
  const [found] = items;
  return found && done<Kept>(access, 'GET', `/v1/admin/products/${found.productId}`);
}

/** What cost more before, and how much energy it takes. */
async function tellOfGoods(access: ShopAccess): Promise<void> {
  const { channel } = access;
  const since = new Date(clock.nowMs() - daysBefore * 86_400_000).toISOString();
  await inTurns(atOnce, reducedHandles, async (handle) => {
    const product = await productOf(access, handle);
    const prices = (product?.variants ?? []).flatMap(({ sku, prices: all }) => {
      const before = all.find((price) => price.channel === channel)?.compareAtMinor;
      return before ? [{ sku, amountMinor: before, since }] : [];
    });
    if (!product || prices.length === 0) return;
    const path = `/v1/admin/products/${product.productId}/past-prices`;
    await done(access, 'POST', path, { channel, prices });
  });
  for (const [handle, energyClass] of Object.entries(energyClasses)) {
    const product = await productOf(access, handle);
    for (const { sku } of product?.variants ?? []) {
      const path = `/v1/admin/products/${product!.productId}/variants/${encodeURIComponent(sku)}`;
      await done(access, 'PATCH', path, { energyLabel: { class: energyClass } });
    }
  }
}

/** Once the products are there: their texts in German, pages, notice and home page. */
export async function dressDemoStore(access: ShopAccess): Promise<void> {
  await tellOfGoods(access);
  await inTurns(atOnce, germanProducts, async ([handle, translation]) => {
    const path = `/v1/admin/products?handle=${encodeURIComponent(handle)}`;
    const { items } = await done<{ items: { productId: string }[] }>(access, 'GET', path);
    const [product] = items;
    if (!product) return;
    const of = `/v1/admin/products/${product.productId}/translations/de`;
    await done(access, 'PUT', of, { translation });
  });
  for (const [position, { handle, kind, texts }] of [...servicePages, ...legalPages].entries()) {
    const path = `/v1/admin/pages/${handle}`;
    const body = { kind, menu: 'footer', position, texts: withSeo(texts) };
    await done(access, 'PUT', path, body);
    await done(access, 'POST', `${path}/publish`);
  }
  await done(access, 'PUT', '/v1/admin/storefront/notice', { notice: demoNotice });
  await done(access, 'PUT', '/v1/admin/storefront/scenes', { scenes: demoScenes });
}

/**
 * Takes away what the demo store says, where it stands as it was loaded: what somebody wrote anew is
 * their own by now. Pages are hidden, since people may have been shown them.
 */
export async function undressDemoStore(access: ShopAccess): Promise<void> {
  const kept = await done<{ notice: unknown; scenes: Scene[] }>(
    access,
    'GET',
    '/v1/admin/storefront',
  );
  if (isDeepStrictEqual(kept.notice, demoNotice))
    await done(access, 'PUT', '/v1/admin/storefront/notice', { notice: {} });
  if (areDemoScenes(kept.scenes))
    await done(access, 'PUT', '/v1/admin/storefront/scenes', { scenes: [] });
  const { items } = await done<{ items: Page[] }>(access, 'GET', '/v1/admin/pages');
  for (const { handle, texts } of [...servicePages, ...legalPages]) {
    const page = items.find((one) => one.handle === handle);
    if (!page?.published || !isDeepStrictEqual(page.texts, withSeo(texts))) continue;
    await done(access, 'POST', `/v1/admin/pages/${handle}/unpublish`);
  }
}

type Scene = Readonly<Record<string, unknown>>;

/** By all that the demo store says of them: what a later version keeps beside it is nobody's change. */
function areDemoScenes(scenes: readonly Scene[]): boolean {
  if (scenes.length !== demoScenes.length) return false;
  return demoScenes.every((demo, at) =>
    Object.entries(demo).every(([name, value]) => isDeepStrictEqual(scenes[at]?.[name], value)),
  );
}

interface Page {
  readonly handle: string;
  readonly published: boolean;
  readonly texts: unknown;
}

function withSeo(texts: Readonly<Record<string, object>>) {
  return Object.fromEntries(
    Object.entries(texts).map(([locale, words]) => [
      locale,
      { ...words, seoTitle: '', seoDescription: '' },
    ]),
  );
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}

async function done<Value>(
  access: ShopAccess,
  method: 'GET' | 'PUT' | 'POST' | 'PATCH',
  path: string,
  body?: unknown,
): Promise<Value> {
  const reply = await ask<Value>(access, method, path, body);
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.detail}`);
  return reply.value;
}
