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

/** A value with what it says, as text. */
interface Said {
  readonly text: string;
  readonly value: unknown;
}

/**
 * What all pages of a channel share, read once a second for all that are asked meanwhile. What says
 * the same when it is read again stays the same thing, so that what was made of it can be kept.
 */
export class Shops {
  private readonly settings: PagesHanded['settings'];
  private readonly nowMs: () => number;
  private readonly kept = new Map<string, Kept<unknown>>();
  private readonly said = new Map<string, Said>();
  private readonly shops = new WeakMap<Frame, Shop>();

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
    const known = this.shops.get(frame);
    if (known?.categories === categories) return known;
    const shop = this.shopOf(frame, categories);
    this.shops.set(frame, shop);
    return shop;
  }

  private shopOf(frame: Frame, categories: readonly Category[]): Shop {
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
    const value = read().then((fresh) => this.same(key, fresh));
    if (this.kept.size >= keptMax) this.kept.clear();
    const kept = { readAtMs: now, value };
    this.kept.set(key, kept);
    // What failed is asked again by whoever comes next.
    value.catch(() => {
      if (this.kept.get(key) === kept) this.kept.delete(key);
    });
    return value;
  }

  private same<Value>(key: string, fresh: Value): Value {
    const text = JSON.stringify(fresh);
    const known = this.said.get(key);
    if (known?.text === text) return known.value as Value;
    if (this.said.size >= keptMax) this.said.clear();
    this.said.set(key, { text, value: fresh });
    return fresh;
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
