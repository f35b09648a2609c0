import { cpuBetween, type CpuSplit } from '../bench-shop.ts';
import { load, type LoadClient } from '../load.ts';
import { fillCatalog, languages, type PageCatalog } from './page-catalog.ts';
import { ValueBook } from './value-book.ts';

const products = 1_000;
const connections = 16;
const warmUpPages = 60;
const measuredPages = 400;
const kinds = {
  plain: { accept: 'text/html' },
  compressed: { accept: 'text/html', 'accept-encoding': 'br, gzip' },
} as const;

/** The pages of one shop, measured in turns with those of another. */
export class ComparedPages {
  private readonly shop: { cpu(): CpuSplit };
  private readonly client: LoadClient;
  private readonly catalog: PageCatalog;
  private turn = 0;

  private constructor(shop: { cpu(): CpuSplit }, client: LoadClient, catalog: PageCatalog) {
    this.shop = shop;
    this.client = client;
    this.catalog = catalog;
  }

  /** Puts the products into the shop whose pages are to be read. */
  static async open(shop: { cpu(): CpuSplit }, client: LoadClient, apiKey: string) {
    const catalog = await fillCatalog(client, apiKey, products, new ValueBook());
    return new ComparedPages(shop, client, catalog);
  }

  /** CPU of Node and PostgreSQL in ms for one page of each kind, where nothing changes. */
  async measure(): Promise<Record<string, number>> {
    const figures: Record<string, number> = {};
    for (const [kind, headers] of Object.entries(kinds)) {
      figures[`CPU ms list, ${kind}`] = await this.each(() => this.nextList(), headers);
      figures[`CPU ms product, ${kind}`] = await this.each(() => this.nextProduct(), headers);
    }
    return figures;
  }

  private async each(next: () => string, headers: Readonly<Record<string, string>>) {
    const read = (count: number) =>
      load(connections, { seconds: 120, count }, () => this.client.fetch(next(), headers));
    await read(warmUpPages);
    const before = this.shop.cpu();
    const { count } = await read(measuredPages);
    const { nodeMs, postgresMs } = cpuBetween(before, this.shop.cpu());
    return (nodeMs + postgresMs) / Math.max(1, count);
  }

  private nextList(): string {
    const { lists } = this.catalog;
    this.turn += 1;
    return lists[this.turn % lists.length]!;
  }

  private nextProduct(): string {
    this.turn += 1;
    const { handle } = this.catalog.products[this.turn % products]!;
    return `${languages[Math.floor(this.turn / products) % languages.length]}/products/${handle}`;
  }
}
