import type { z } from 'zod';
import type { channel } from '#contracts/product/store.ts';
import type { PagesHanded } from '../../../services/api-gateway/api-gateway/serving/pages.ts';
import type { Category, Frame, Shop } from './shop.ts';

export type Channel = z.output<typeof channel>;
type Ask = <Value>(
  operationId: string,
  fields?: Readonly<Record<string, unknown>>,
) => Promise<Value>;

/** So long nobody asks again what hardly ever changes: a page is no older than a second. */
const freshMs = 1_000;
const keptMax = 500;
const categoriesAtOnce = 100;
/** Of a tree that is larger the rest is found by searching. */
const categoriesMax = 2_000;

interface Kept<Value> {
  readonly readAtMs: number;
  readonly value: Promise<Value>;
}

/** What all pages of a channel share, read once a second for all that are asked meanwhile. */
export class Shops {
  private readonly settings: PagesHanded['settings'];
  private readonly nowMs: () => number;
  private readonly kept = new Map<string, Kept<unknown>>();

  constructor(settings: PagesHanded['settings'], nowMs: () => number) {
    this.settings = settings;
    this.nowMs = nowMs;
  }

  /** The channels that are open, the first one first. */
  channels(ask: Ask): Promise<readonly Channel[]> {
    return this.read('channels', async () => {
      const { items } = await ask<{ items: Channel[] }>('listChannels');
      return items;
    });
  }

  async shop(channel: Channel, locale: string, ask: Ask): Promise<Shop> {
    const key = `${channel.code} ${locale}`;
    const [frame, categories] = await Promise.all([
      this.read(`frame ${key}`, () => ask<Frame>('getStorefront')),
      this.read(`categories ${key}`, () => readCategories(ask)),
    ]);
    const { publicUrl, shop, timeZone = 'UTC' } = this.settings;
    const [domain] = frame.domains;
    return {
      ...frame,
      categories,
      departments: categories.filter(({ parent }) => parent === null),
      company: frame.seller ?? shop,
      timeZone: frame.timeZone ?? timeZone,
      publicUrl: domain === undefined ? publicUrl : `https://${domain}`,
    };
  }

  private read<Value>(key: string, read: () => Promise<Value>): Promise<Value> {
    const now = this.nowMs();
    const known = this.kept.get(key) as Kept<Value> | undefined;
    if (known && Math.abs(now - known.readAtMs) < freshMs) return known.value;
    const value = read();
    if (this.kept.size >= keptMax) this.kept.clear();
    const kept = { readAtMs: now, value };
    this.kept.set(key, kept);
    // What failed is asked again by whoever comes next.
    value.catch(() => {
      if (this.kept.get(key) === kept) this.kept.delete(key);
    });
    return value;
  }
}

async function readCategories(ask: Ask): Promise<readonly Category[]> {
  const all: Category[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: Category[]; nextCursor: string | null } = await ask('listCategories', {
      limit: categoriesAtOnce,
      ...(cursor === null ? {} : { cursor }),
    });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && all.length < categoriesMax);
  return all;
}
