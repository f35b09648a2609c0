import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildProgram } from '#app/program/build-program.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { BenchShop, cpuBetween } from '../bench-shop.ts';
import { load, LoadClient, type LoadResult } from '../load.ts';
import { describeErrors } from '../measure-purchases.ts';
import { fillCatalog, languages, type PageCatalog, type PageProduct } from './page-catalog.ts';
import { PageWriter } from './page-writer.ts';
import { shownOfProduct, shownOnCards, type ShownValue } from './shown-values.ts';
import { ValueBook, type Ages } from './value-book.ts';

export interface PageBenchPlan {
  readonly products: number;
  readonly connections: number;
  /** For each row. */
  readonly seconds: number;
  readonly starts: number;
  readonly say: (line: string) => void;
}

/** Pages of one kind, read while a writer changes what they show. */
export interface PageRow {
  readonly result: LoadResult;
  /** For one page, without what the writer's changes cost, which was measured before. */
  readonly nodeMs: number;
  readonly postgresMs: number;
}

export interface PageBenchReport {
  readonly list: PageRow;
  readonly product: PageRow;
  /** The same as browsers ask for it, compressed on its way. */
  readonly listCompressed: PageRow;
  readonly productCompressed: PageRow;
  readonly ages: Ages;
  readonly changesPerSecond: number;
  /** Of Node and PostgreSQL together, for one change of price and stock. */
  readonly changeMs: number;
  /** Changes that failed, by what was said. */
  readonly failedChanges: Readonly<Record<string, number>>;
  /** From the start of the process to the first page: the median. */
  readonly startMs: number;
  /** Of the Node process at rest, after a thousand pages. */
  readonly residentMb: number;
}

const memoryPages = 1_000;
const restMs = 5_000;
const warmUpSeconds = 3;
/** One page in so many is of a product that was changed just now. */
const recentOneIn = 8;
const compressed = { accept: 'text/html', 'accept-encoding': 'br, gzip' };

/** A shop of its own with so many products: how its pages fare while they change. */
export async function runPageBench(plan: PageBenchPlan): Promise<PageBenchReport> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kontor-page-bench-'));
  const undo: (() => Promise<unknown>)[] = [() => rm(dataFolder, { recursive: true, force: true })];
  try {
    const port = await freePort();
    const book = new ValueBook();
    const { catalog, apiKey } = await filledShop(dataFolder, port, book, plan);
    // As a shop does that has run for a while.
    await buildProgram();
    const starts: number[] = [];
    for (let turn = 1; turn < plan.starts; turn += 1) {
      const shop = await BenchShop.start(dataFolder, port, { firstAsked: '/' });
      starts.push(shop.startMs);
      await shop.stop();
    }
    const shop = await BenchShop.start(dataFolder, port, { firstAsked: '/' });
    undo.unshift(() => shop.stop());
    starts.push(shop.startMs);
    const startMs = starts.toSorted((one, other) => one - other)[Math.floor(starts.length / 2)]!;
    plan.say(`start to the first page ${starts.map((ms) => Math.round(ms)).join(', ')} ms`);
    const client = new LoadClient(shop.started.url, plan.connections);
    undo.unshift(() => client.close());
    const residentMb = await measureMemory(shop, client, catalog, plan);
    const staff = new LoadClient(shop.started.url, 8);
    undo.unshift(() => staff.close());
    const writer = new PageWriter(staff, apiKey, catalog.products, book);
    const measuring = new PageMeasuring({ shop, client, writer, book, catalog, plan });
    return { ...(await measuring.measure()), startMs, residentMb };
  } finally {
    for (const step of undo) await step();
  }
}

/** The first start, which creates databases and loads the demo store, and what is put in beside it. */
async function filledShop(
  dataFolder: string,
  port: number,
  book: ValueBook,
  { products, say }: PageBenchPlan,
): Promise<{ catalog: PageCatalog; apiKey: string }> {
  say(`a shop is made, with ${products} products beside those of the demo store`);
  const shop = await BenchShop.start(dataFolder, port);
  const client = new LoadClient(shop.started.url, 4);
  try {
    const admin = await readFile(join(dataFolder, 'admin.json'), 'utf8');
    const { apiKey } = JSON.parse(admin) as { apiKey: string };
    return { catalog: await fillCatalog(client, apiKey, products, book), apiKey };
  } finally {
    await client.close();
    await shop.stop();
  }
}

async function measureMemory(
  shop: BenchShop,
  client: LoadClient,
  { products, lists }: PageCatalog,
  { connections, say }: PageBenchPlan,
): Promise<number> {
  let turn = 0;
  const { errors, count } = await load(connections, { seconds: 120, count: memoryPages }, () => {
    turn += 1;
    const path = turn % 2 === 0 ? lists[turn % lists.length]! : addressOf(products, turn);
    return client.fetch(path, compressed);
  });
  if (count < memoryPages) throw new Error(`pages failed: ${JSON.stringify(errors)}`);
  await sleep(restMs);
  const residentMb = shop.residentMb();
  say(`${residentMb} MB at rest after ${memoryPages} pages`);
  return residentMb;
}

/** Of the product that it is this turn, in one language after the other. */
function addressOf(products: readonly PageProduct[], turn: number): string {
  const { handle } = products[turn % products.length]!;
  const language = languages[Math.floor(turn / products.length) % languages.length]!;
  return `${language}/products/${handle}`;
}

interface Measured {
  readonly shop: BenchShop;
  readonly client: LoadClient;
  readonly writer: PageWriter;
  readonly book: ValueBook;
  readonly catalog: PageCatalog;
  readonly plan: PageBenchPlan;
}

type Figures = Omit<PageBenchReport, 'startMs' | 'residentMb'>;

class PageMeasuring {
  private readonly parts: Measured;
  private readonly handles: ReadonlySet<string>;
  private turn = 0;
  private writtenSeconds = 0;

  constructor(parts: Measured) {
    this.parts = parts;
    this.handles = new Set(parts.catalog.products.map(({ handle }) => handle));
  }

  async measure(): Promise<Figures> {
    const { writer, book, catalog } = this.parts;
    const { products, lists } = catalog;
    const nextList = () => {
      this.turn += 1;
      return lists[this.turn % lists.length]!;
    };
    const nextProduct = () => {
      this.turn += 1;
      const { recent } = writer;
      const isRecent = this.turn % recentOneIn === 0 && recent.length > 0;
      const from = isRecent ? recent : products;
      const product = from[this.turn % from.length]!;
      return { product, path: addressOf([product], this.turn) };
    };
    const list = () => this.look(nextList());
    const product = () => {
      const next = nextProduct();
      return this.look(next.path, next.product);
    };
    const { client } = this.parts;
    const zipped = (next: () => string) => () => client.fetch(next(), compressed);
    for (const look of [list, product]) {
      await load(this.parts.plan.connections, { seconds: warmUpSeconds }, look);
    }
    const changeMs = await this.measureChanges();
    const rows = {
      list: await this.row('list of 20', changeMs, list),
      product: await this.row('product', changeMs, product),
      listCompressed: await this.row('list of 20, compressed', changeMs, zipped(nextList)),
      productCompressed: await this.row(
        'product, compressed',
        changeMs,
        zipped(() => nextProduct().path),
      ),
    };
    return {
      ...rows,
      ages: book.ages(),
      changesPerSecond: writer.changes / this.writtenSeconds,
      changeMs: changeMs.nodeMs + changeMs.postgresMs,
      failedChanges: writer.errors,
    };
  }

  /** What one change costs where nobody reads. */
  private async measureChanges(): Promise<{ nodeMs: number; postgresMs: number }> {
    const { shop, writer, plan } = this.parts;
    await this.whileWriting(() => sleep(warmUpSeconds * 1_000));
    const before = { cpu: shop.cpu(), changes: writer.changes };
    await this.whileWriting(() => sleep(plan.seconds * 1_000));
    const { nodeMs, postgresMs } = cpuBetween(before.cpu, shop.cpu());
    const changes = Math.max(1, writer.changes - before.changes);
    const each = { nodeMs: nodeMs / changes, postgresMs: postgresMs / changes };
    plan.say(
      `${changes} changes of price and stock alone: CPU ms each Node ${each.nodeMs.toFixed(2)}, PostgreSQL ${each.postgresMs.toFixed(2)}`,
    );
    return each;
  }

  private async row(
    name: string,
    change: { nodeMs: number; postgresMs: number },
    look: () => Promise<void>,
  ): Promise<PageRow> {
    const { shop, writer, plan } = this.parts;
    return this.whileWriting(async () => {
      await load(plan.connections, { seconds: 1 }, look);
      const before = { cpu: shop.cpu(), changes: writer.changes };
      const result = await load(plan.connections, { seconds: plan.seconds }, look);
      const spent = cpuBetween(before.cpu, shop.cpu());
      const changes = writer.changes - before.changes;
      const each = (ms: number, changeMs: number) =>
        Math.max(0, ms - changes * changeMs) / Math.max(1, result.count);
      const row = {
        result,
        nodeMs: each(spent.nodeMs, change.nodeMs),
        postgresMs: each(spent.postgresMs, change.postgresMs),
      };
      plan.say(
        `${name}: ${Math.round(result.perSecond)}/s, p50 ${result.p50Ms.toFixed(1)} p99 ${result.p99Ms.toFixed(1)} ms, ` +
          `CPU ms Node ${row.nodeMs.toFixed(2)} PostgreSQL ${row.postgresMs.toFixed(2)}, ${changes} changes ${describeErrors(result)}`,
      );
      return row;
    });
  }

  private async whileWriting<Value>(work: () => Promise<Value>): Promise<Value> {
    const { writer } = this.parts;
    const beganMs = performance.now();
    writer.begin();
    try {
      return await work();
    } finally {
      await writer.end();
      this.writtenSeconds += (performance.now() - beganMs) / 1_000;
    }
  }

  /** Reads a page and compares all that it shows. */
  private async look(path: string, product?: PageProduct): Promise<void> {
    const { client, book } = this.parts;
    const askedMs = performance.now();
    const html = await client.text(path);
    const answeredMs = performance.now();
    const shown: ShownValue[] = product ? shownOfProduct(html, product) : [];
    shown.push(...shownOnCards(html, this.handles));
    if (shown.length === 0) throw new Error(`${path} shows nothing that is known`);
    for (const { thing, value } of shown) book.compare(thing, value, askedMs, answeredMs);
  }
}
