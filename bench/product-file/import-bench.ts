import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '#platform/ground/with-client.ts';
import { foreignFile, type ForeignFile } from '#product-files/foreign-file-for-tests.ts';
import { overHttp } from '#product-files/importing/import-door.ts';
import { importProductFile } from '#product-files/importing/import-products.ts';
import { parseProductCsv } from '#product-files/reading/parse-product-csv.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { BenchShop, cpuBetween, type CpuSplit } from '../bench-shop.ts';
import { residentMb } from '../processes.ts';

export interface ImportReport {
  readonly file: { readonly rows: number; readonly products: number; readonly variants: number };
  readonly loaded: { readonly products: number; readonly variants: number };
  /** For sale in the file, and not here. */
  readonly soldOut: number;
  readonly changes: Readonly<Record<string, number>>;
  readonly leftOut: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly cpu: CpuSplit;
  readonly residentMb: { readonly shop: number; readonly importer: number };
}

/** Imports a file with the faults of real exports into a shop of its own, with its stock. */
export async function runImportBench(variants: number): Promise<ImportReport> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-import-bench-'));
  const shop = await BenchShop.start(folder, await freePort());
  try {
    return await measure(shop, folder, foreignFile(variants));
  } finally {
    await shop.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(shop: BenchShop, folder: string, file: ForeignFile): Promise<ImportReport> {
  const { apiKey } = JSON.parse(await readFile(join(folder, 'admin.json'), 'utf8')) as {
    apiKey: string;
  };
  const before = { cpu: shop.cpu(), ms: performance.now(), ...(await countGoods(shop)) };
  const changes: Record<string, number> = {};
  const leftOut: Record<string, number> = {};
  const count = (counts: Record<string, number>, reason: string) =>
    (counts[reason] = (counts[reason] ?? 0) + 1);
  let importerMb = 0;
  await importProductFile({
    door: overHttp({ url: shop.started.url, key: apiKey, channel: 'default' }),
    events: parseProductCsv(Readable.from([Buffer.from(file.text)]), { currency: 'EUR' }),
    stock: true,
    onRejected: ({ reason }) => count(leftOut, reason),
    onFitted: ({ field, reason }) => count(changes, `${field} ${reason}`),
    onProgress: () => (importerMb = Math.max(importerMb, residentMb(process.pid))),
  });
  const seconds = (performance.now() - before.ms) / 1_000;
  const cpu = cpuBetween(before.cpu, shop.cpu());
  const after = await countGoods(shop);
  return {
    file: { rows: file.rows, products: file.products, variants: file.variants },
    loaded: {
      products: after.products - before.products,
      variants: after.variants - before.variants,
    },
    soldOut: await countSoldOut(shop, file),
    changes,
    leftOut,
    seconds,
    cpu,
    residentMb: { shop: shop.residentMb(), importer: importerMb },
  };
}

function inCatalog<Row extends object>({ started }: BenchShop, statement: string): Promise<Row[]> {
  const { cluster, prefix } = started;
  return withClient({ ...cluster, database: `${prefix}product` }, async (admin) => {
    await admin.query('set search_path = product, kontor');
    return (await admin.query<Row>(statement)).rows;
  });
}

async function countGoods(shop: BenchShop): Promise<{ products: number; variants: number }> {
  const [counted] = await inCatalog<{ products: number; variants: number }>(
    shop,
    `select (select count(*)::int from product) as products,
      (select count(*)::int from variant) as variants`,
  );
  return counted!;
}

/** What was counted shows a moment later. */
async function countSoldOut(shop: BenchShop, { forSale }: ForeignFile): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const shown = await inCatalog<{ handle: string; in_stock: boolean }>(
      shop,
      'select distinct handle, in_stock from document where valid_to > kontor_now()',
    );
    const inStock = new Map(shown.map((document) => [document.handle, document.in_stock]));
    const missing = [...forSale].filter(([handle, is]) => is && inStock.get(handle) !== true);
    if (missing.length === 0 || attempt >= 60) return missing.length;
    await sleep(1_000);
  }
}
