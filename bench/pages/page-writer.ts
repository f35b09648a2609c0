import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadClient } from '../load.ts';
import type { PageProduct } from './page-catalog.ts';
import { things } from './shown-values.ts';
import type { ValueBook } from './value-book.ts';

/** Changes of a product a second, each of its price and of its stock. */
export const changesPerSecond = 20;
const everyMs = 1_000 / changesPerSecond;
/** A shop that cannot follow is not buried. */
const underWayMax = 8;
/** No multiple of it is the number of products, so that all of them come. */
const stride = 617;
const lowestPriceMinor = 1_001;
const pricesCount = 5_000;
const recentMax = 40;

/** Staff that never rests: changes price and stock of one product after the other. */
export class PageWriter {
  /** Whose pages are most likely to be old. */
  readonly recent: PageProduct[] = [];
  changes = 0;
  readonly errors: Record<string, number> = {};
  private readonly client: LoadClient;
  private readonly apiKey: string;
  private readonly products: readonly PageProduct[];
  private readonly book: ValueBook;
  private readonly underWay = new Set<Promise<void>>();
  private readonly busy = new Set<PageProduct>();
  private turn = 0;
  private isWriting = false;
  private writing: Promise<void> | undefined;

  constructor(
    client: LoadClient,
    apiKey: string,
    products: readonly PageProduct[],
    book: ValueBook,
  ) {
    this.client = client;
    this.apiKey = apiKey;
    this.products = products;
    this.book = book;
  }

  begin(): void {
    this.isWriting = true;
    this.writing = this.write();
  }

  /** Until the last change is committed. */
  async end(): Promise<void> {
    this.isWriting = false;
    await this.writing;
    await Promise.all(this.underWay);
  }

  private async write(): Promise<void> {
    for (let dueMs = performance.now(); this.isWriting; dueMs += everyMs) {
      const early = dueMs - performance.now();
      if (early > 0) await sleep(early);
      if (this.underWay.size >= underWayMax) continue;
      this.turn += 1;
      const product = this.products[(this.turn * stride) % this.products.length]!;
      if (this.busy.has(product)) continue;
      this.busy.add(product);
      const change = this.change(product, this.turn)
        .catch((error: unknown) => this.note(error))
        .finally(() => {
          this.busy.delete(product);
          this.underWay.delete(change);
        });
      this.underWay.add(change);
    }
  }

  private async change(product: PageProduct, number: number): Promise<void> {
    const { productId, sku, isSingle } = product;
    const priceMinor = lowestPriceMinor + (number % pricesCount);
    const priced = this.writes(things.price(product), String(priceMinor));
    await this.client.send(
      'PUT',
      `/v1/admin/products/${productId}/variants/${sku}/prices/default`,
      this.apiKey,
      { amountMinor: priceMinor, compareAtMinor: null },
    );
    priced();
    // What people are told the number of; only what is alone can be sold out.
    const units = isSingle ? number % 6 : 1 + (number % 5);
    const counted = [
      this.writes(things.units(product), String(units)),
      this.writes(things.soldOut(product), String(units === 0)),
    ];
    await this.client.send('POST', '/v1/admin/stock/counts', this.apiKey, {
      countId: randomUUID(),
      reason: 'pages are measured',
      lines: [{ sku, quantity: units }],
    });
    for (const tell of counted) tell();
    this.changes += 1;
    this.recent.push(product);
    if (this.recent.length > recentMax) this.recent.shift();
  }

  /** @returns to be called when it is committed */
  private writes(thing: string, value: string): () => void {
    const committed = this.book.write(thing, value, performance.now());
    return () => committed(performance.now());
  }

  private note(error: unknown): void {
    const name = error instanceof Error ? error.message.slice(0, 120) : String(error);
    this.errors[name] = (this.errors[name] ?? 0) + 1;
  }
}
