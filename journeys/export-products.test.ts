import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose } from '#app/compose.ts';
import { openShop } from '#app/open-shop.ts';
import { seed } from '#app/seed.ts';
import { parseProductCsv } from '#product-files/reading/parse-product-csv.ts';
import type { ParsedProduct } from '#product-files/reading/product-csv-events.ts';
import { ApiClient, expectStatus } from './people/api-client.ts';
import { runCommand } from './run-command.ts';
import { openJourneyShop, type JourneyShop } from './shop-kit/journey-shop.ts';
import { prepareShop, readApiKey } from './shop-kit/prepared-shop.ts';

let folder: string;
let shop: JourneyShop;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kontor-export-'));
  shop = await openJourneyShop();
});
afterAll(async () => {
  await shop.close();
  await rm(folder, { recursive: true, force: true });
});

interface Whole {
  readonly productId: string;
  readonly handle: string;
  readonly variants: readonly object[];
}

const command = (words: readonly string[], { url, token }: Pick<ApiClient, 'url' | 'token'>) =>
  runCommand([
    ...words,
    ...(words[0] === 'import' ? ['--report', join(folder, 'report.csv')] : []),
    '--url',
    url,
    '--key',
    token!,
  ]);

const odd = [
  'Handle,Title,Body (HTML),Tags,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Image Src,Image Alt Text',
  `odd-lamp,'=1+1 🫖,"<p>a, ""b""</p>",tin,Kind,'-5,00123,shopify,7,12.50,https://cdn.example/a.jpg,'@alt`,
  'odd-lamp,,,,,plain,00124,,,13.00,,',
];

test('an exported file is unchanged to its own shop, and makes the same products in an empty one', async () => {
  const { staff } = shop;
  const file = join(folder, 'odd.csv');
  await writeFile(file, odd.join('\n'));
  const loaded = await command(['import', 'products', file, '--stock'], staff);
  expect(loaded.output).toContain('1 products created');
  // What staff has changed is known by no import.
  const parka = (await allProducts(staff)).find(({ handle }) => handle === 'deck-parka')!;
  const change = { title: 'Parka; our "own"', tags: ['a, b', 'back\\slash'] };
  expectStatus(await staff.patch(`/v1/admin/products/${parka.productId}`, change), 200);
  await shop.settle();

  const exported = join(folder, 'exported.csv');
  const written = await command(['export', 'products', exported], staff);
  expect(written.exitCode).toBe(0);
  const before = await allProducts(staff);
  expect(written.errors).toMatch(new RegExp(`^${before.length} products with \\d+ variants`, 'm'));
  const text = await readFile(exported, 'utf8');
  expect(text).toContain("'=1+1 🫖");

  const again = await command(['import', 'products', exported, '--stock'], staff);
  expect(again.output).toContain(`0 products created, 0 updated, ${before.length} unchanged`);
  expect(again.output).toContain('0 stock movements');
  expect(again.exitCode).toBe(0);

  const empty = await openEmptyShop();
  try {
    const moved = await command(['import', 'products', exported, '--stock'], empty.staff);
    expect(moved.output).toContain(`${before.length} products created, 0 updated, 0 unchanged`);
    expect(moved.output).toContain('; 0 rejected.');
    const after = new Map((await allProducts(empty.staff)).map((one) => [one.handle, one]));
    for (const one of before) expect(after.get(one.handle)).toEqual(sameAs(one));
    expect(await quantities(empty.staff)).toEqual(await quantities(staff));
  } finally {
    await empty.close();
  }
});

interface Part {
  readonly text: string;
  readonly nextCursor: string | null;
}

test('what the shop exports by itself is unchanged to its own import, whole and in parts, and audited', async () => {
  const { staff } = shop;
  const exports = '/v1/admin/exports';
  const all = await allProducts(staff);
  let whole = '';
  // What was made in this very second is told by a later export.
  await expect
    .poll(
      async () => {
        const reply = await staff.get(`${exports}/products/file`);
        expect(reply.headers.get('content-disposition')).toContain('products.csv');
        whole = reply.text;
        return all.every(({ handle }) => whole.includes(`\r\n${handle},`));
      },
      { timeout: 180_000, interval: 200 },
    )
    .toBe(true);
  const first = expectStatus(await staff.get<Part>(`${exports}/products`), 200);
  expect(whole.startsWith(first.text)).toBe(true);

  const file = Buffer.from(whole);
  const files = '/v1/admin/imports/files';
  const sha256 = createHash('sha256').update(file).digest('hex');
  const begun = { fileName: 'own.csv', bytes: file.length, sha256 };
  const { importId } = expectStatus(await staff.post<{ importId: string }>(files, begun), 201);
  for (let at = 0; at < file.length; at += 524_288) {
    const part = file.subarray(at, at + 524_288);
    expectStatus(await staff.put(`${files}/${importId}/parts/${at}`, part), 200);
  }
  expectStatus(await staff.post(`${files}/${importId}/check`), 202);
  interface Checked {
    readonly state: string;
    readonly totals: object;
  }
  const read = async () => expectStatus(await staff.get<Checked>(`${files}/${importId}`), 200);
  await expect
    .poll(async () => (await read()).state, { timeout: 180_000, interval: 200 })
    .toBe('checked');
  const unchanged = { created: 0, updated: 0, unchanged: all.length, rejected: 0 };
  expect((await read()).totals).toMatchObject(unchanged);

  for (const [kind, heading] of [
    ['orders', 'Order,Placed at,'],
    ['customers', 'Customer,E-mail,'],
    ['stock', 'SKU,Location,'],
  ] as const) {
    const { text } = await staff.get(`${exports}/${kind}/file`);
    expect(text.startsWith(heading)).toBe(true);
    const part = expectStatus(await staff.get<Part>(`${exports}/${kind}`), 200);
    expect(part).toEqual({ text, nextCursor: null });
    expect((await staff.get(`${exports}/${kind}?cursor=abc`)).status).toBe(422);
  }
  // Whoever comes with a cursor of their own is written down too.
  const key = [
    'exported products',
    '1970-01-01 00:00:00+00',
    '00000000-0000-0000-0000-000000000000',
  ];
  const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
  const rest = await staff.get(`${exports}/products/file?cursor=${cursor}`);
  expect(rest.text).toContain(all[0]!.handle);
  const young = await staff.get<{ items: object[] }>('/v1/admin/audit?limit=1');
  expect(young.body.items[0]).toMatchObject({ operation: 'export_products' });
  const audited = await staff.get<{ items: { operation: string }[] }>('/v1/admin/audit?limit=50');
  const operations = expectStatus(audited, 200).items.map(({ operation }) => operation);
  for (const kind of ['products', 'orders', 'customers', 'stock'])
    expect(operations).toContain(`export_${kind}`);
});

test('files of WooCommerce and Medusa are known by their headings, tried and loaded', async () => {
  const { staff } = shop;
  const woo = join(folder, 'woo.csv');
  await writeFile(
    woo,
    [
      'ID,Type,SKU,Name,Published,In stock?,Stock,Regular price,Images,Parent,Upsells,Attribute 1 name,Attribute 1 value(s)',
      '2,variation,W-RED,Woo shirt - Red,1,1,4,19.90,,id:1,,Colour,Red',
      '1,variable,W,Woo shirt,1,1,,,https://cdn.example/w.jpg,,X,Colour,"Red, Blue"',
      '3,variation,W-ANY,Woo shirt,1,1,3,21.00,,W,,Colour,',
    ].join('\n'),
  );
  const tried = await command(['import', 'products', woo, '--stock', '--dry-run'], staff);
  expect(tried.output).toContain('It would be: 1 products created');
  expect(await staffProduct('woo-shirt')).toBeUndefined();
  const loaded = await command(['import', 'products', woo, '--stock'], staff);
  expect(loaded.output).toContain('1 products created, 0 updated, 0 unchanged; 2 variants');
  expect(await readFile(join(folder, 'report.csv'), 'utf8')).toContain('Upsells: 1 row');
  expect(await staffProduct('woo-shirt')).toMatchObject({
    variants: [
      { sku: 'W-RED', optionValues: ['Red'], prices: [{ amountMinor: 1_990 }] },
      { sku: 'W-ANY', optionValues: ['Blue'], prices: [{ amountMinor: 2_100 }] },
    ],
  });
  expect(await quantities(staff)).toMatchObject({ 'W-RED': 4, 'W-ANY': 3 });

  const medusa = join(folder, 'medusa.csv');
  await writeFile(
    medusa,
    'Product Handle,Product Title,Product Status,Variant SKU,Variant Manage Inventory,Variant Price EUR,Variant Option 1 Name,Variant Option 1 Value\nmedusa-tee,Tee,published,M-S,FALSE,12.5,Size,S\n',
  );
  const second = await command(['import', 'products', medusa, '--stock'], staff);
  expect(second.output).toContain('1 products created');
  expect(await staffProduct('medusa-tee')).toMatchObject({
    variants: [{ sku: 'M-S', tracked: false, prices: [{ amountMinor: 1_250 }] }],
  });
});

test('stock of several locations and what other shops call a variant come back as they were', async () => {
  const { staff } = shop;
  const north = { name: 'North', channels: ['*'], priority: 900, address: null, active: true };
  expectStatus(await staff.put('/v1/admin/stock/locations/north', north), 200);
  const file = join(folder, 'places.csv');
  await writeFile(
    file,
    [
      'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,stock.north,stock.nowhere',
      'placed,Placed,Size,S,PLACED,shopify,5,10,-2,9',
      'placed,,,M,PLACED,shopify,6,10,8,',
      'between,Between,Title,Default Title,BETWEEN,shopify,1,10,,',
      'placed,,,L,,shopify,7,10,,',
    ].join('\n'),
  );
  const loaded = await command(['import', 'products', file, '--stock'], staff);
  expect(loaded.output).toContain('Columns without use: stock.nowhere');
  expect(loaded.output).toContain('2 products created, 0 updated, 0 unchanged; 4 variants');
  expect(loaded.output).toContain('; 0 rejected.');
  expect(await readFile(join(folder, 'report.csv'), 'utf8')).toContain(
    "stock.north,changed,negative_quantity,'-2,0",
  );
  const { variants } = (await staffProduct('placed')) as unknown as {
    variants: { sku: string; supplierSku: string | null }[];
  };
  expect(variants.map(({ supplierSku }) => supplierSku)).toEqual([null, 'PLACED', null]);
  const here = await stockAt(staff);
  expect(variants.map(({ sku }) => here[sku])).toEqual([
    { main: 5, north: 0 },
    { main: 6, north: 8 },
    { main: 7 },
  ]);
  await shop.settle();

  const exported = join(folder, 'placed-exported.csv');
  const written = await command(['export', 'products', exported], staff);
  expect(written.errors).not.toContain('units at locations');
  const again = await command(['import', 'products', exported, '--stock'], staff);
  expect(again.output).toContain('0 products created, 0 updated');
  expect(again.output).toContain('0 stock movements');
  expect(await stockAt(staff)).toEqual(here);

  const empty = await openEmptyShop();
  try {
    expectStatus(await empty.staff.put('/v1/admin/stock/locations/north', north), 200);
    await command(['import', 'products', exported, '--stock'], empty.staff);
    const there = await stockAt(empty.staff);
    expect(variants.map(({ sku }) => there[sku])).toEqual(variants.map(({ sku }) => here[sku]));
    const [copy] = (await allProducts(empty.staff)).filter(({ handle }) => handle === 'placed');
    expect(copy!.variants).toMatchObject(
      variants.map(({ sku, supplierSku }) => ({ sku, supplierSku })),
    );
  } finally {
    await empty.close();
  }
});

/** Files of other shops are not part of the project: where they are not there, this test does not exist. */
const samples = process.env['KONTOR_SAMPLE_FILES'] ?? '../shared/data';
const testWhere = (there: boolean) => (there ? test : () => {});
testWhere(existsSync(samples))(
  'files of other shops come in whole, nothing for sale arrives sold out, and a second time they are unchanged',
  async () => {
    const { staff } = shop;
    for (const name of (await readdir(samples)).filter((one) => one.endsWith('.csv'))) {
      const file = join(samples, name);
      const { products, leftOut } = await readSample(file);
      const first = await command(['import', 'products', file, '--stock'], staff);
      await shop.settle();
      const report = await readFile(join(folder, 'report.csv'), 'utf8');
      expect(report.match(/,left_out,/g)?.length ?? 0).toBeGreaterThanOrEqual(leftOut);

      const loaded = await Promise.all(products.map(({ handle }) => staffProduct(handle)));
      const inShop = loaded.filter((one) => one !== undefined);
      const variants = products.flatMap((one) => one.variants).length;
      expect(inShop.length / products.length).toBeGreaterThanOrEqual(0.995);
      const loadedVariants = inShop.flatMap((one) => one.variants).length;
      expect(loadedVariants / variants).toBeGreaterThanOrEqual(0.995);
      expect(first.output).toContain(`${inShop.length} products created, 0 updated, 0 unchanged`);
      const bought = products.filter(isForSale).map(({ handle }) => handle);
      const pages = await Promise.all(
        bought.map(async (handle) =>
          expectStatus(await staff.get<{ inStock: boolean }>(`/v1/products/${handle}`), 200),
        ),
      );
      expect(bought.filter((_, index) => !pages[index]!.inStock)).toEqual([]);

      const again = await command(['import', 'products', file, '--stock'], staff);
      expect(again.output).toContain(
        `0 products created, 0 updated, ${inShop.length} unchanged; ${loadedVariants} variants, 0 stock movements`,
      );
    }
  },
);

async function readSample(file: string) {
  const products: ParsedProduct[] = [];
  let leftOut = 0;
  for await (const event of parseProductCsv(createReadStream(file), { currency: 'EUR' })) {
    if (event.kind === 'product') products.push(event.product);
    else if (event.kind === 'rejected') leftOut += 1;
    else expect(event.kind).not.toBe('refused');
  }
  return { products, leftOut };
}

function isForSale({ status, variants }: ParsedProduct): boolean {
  const some = variants.some(
    ({ tracked, quantity, inventoryPolicy }) =>
      tracked === false || inventoryPolicy === 'continue' || (quantity ?? 0) > 0,
  );
  return status === 'active' && some;
}

async function staffProduct(handle: string): Promise<Whole | undefined> {
  const { staff } = shop;
  const path = `/v1/admin/products?handle=${handle}`;
  const { items } = expectStatus(await staff.get<{ items: Whole[] }>(path), 200);
  if (!items[0]) return undefined;
  return expectStatus(await staff.get<Whole>(`/v1/admin/products/${items[0].productId}`), 200);
}

/** All but what each shop makes for itself. */
function sameAs(product: Whole): object {
  return {
    ...product,
    productId: expect.any(String),
    version: expect.any(Number),
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
    ...('publishedAt' in product && product.publishedAt !== null
      ? { publishedAt: expect.any(String) }
      : {}),
    variants: product.variants.map((variant) => ({ ...variant, variantId: expect.any(String) })),
    // A file is of one language; the others have no column in it.
    translations: [],
  };
}

async function allProducts(staff: ApiClient): Promise<Whole[]> {
  const products: Whole[] = [];
  for await (const { productId } of allOf<Whole>(staff, '/v1/admin/products')) {
    products.push(expectStatus(await staff.get<Whole>(`/v1/admin/products/${productId}`), 200));
  }
  return products;
}

async function quantities(staff: ApiClient): Promise<Record<string, number>> {
  const units: Record<string, number> = {};
  for await (const item of allOf<{ sku: string; onHand: number }>(staff, '/v1/admin/stock')) {
    if (item.onHand > 0) units[item.sku] = item.onHand;
  }
  return units;
}

/** Units on hand by SKU and code of location. */
async function stockAt(staff: ApiClient): Promise<Record<string, Record<string, number>>> {
  const { items: places } = expectStatus(
    await staff.get<{ items: { locationId: string; code: string }[] }>('/v1/admin/stock/locations'),
    200,
  );
  const codes = new Map(places.map(({ locationId, code }) => [locationId, code]));
  const units: Record<string, Record<string, number>> = {};
  type Item = { sku: string; locationId: string; onHand: number };
  for await (const { sku, locationId, onHand } of allOf<Item>(staff, '/v1/admin/stock'))
    (units[sku] ??= {})[codes.get(locationId)!] = onHand;
  return units;
}

async function* allOf<Item>(staff: ApiClient, path: string): AsyncGenerator<Item> {
  let cursor: string | null = null;
  do {
    const address: string = `${path}?limit=100${cursor === null ? '' : `&cursor=${cursor}`}`;
    const reply = await staff.get<{ items: Item[]; nextCursor: string | null }>(address);
    const page = expectStatus(reply, 200);
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

async function openEmptyShop() {
  const prepared = await prepareShop();
  const { installation, sandbox, dataFolder, port } = prepared;
  const open = await openShop({
    composition: await compose(),
    installation,
    sandbox,
    environment: { KONTOR_LOG_LEVEL: 'fatal', KONTOR_RATE_LIMITS: 'off' },
    host: '127.0.0.1',
    port,
  });
  const url = `http://127.0.0.1:${port}`;
  await seed({ kontor: open.kontor, dataFolder, url, log: () => {}, withDemoStore: false });
  return {
    staff: new ApiClient(url, await readApiKey(dataFolder)),
    close: async () => {
      await open.close();
      await prepared.drop();
    },
  };
}
