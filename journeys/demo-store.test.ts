import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startKontor } from '#app/boot.ts';
import { audit } from '#audit/audit.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { ApiClient, expectStatus } from './people/api-client.ts';
import { Journal } from './people/journal.ts';
import { Shopper } from './people/shopper.ts';
import { runCommand } from './run-command.ts';
import { openJourneyShop, type JourneyShop } from './shop-kit/journey-shop.ts';
import { readApiKey } from './shop-kit/prepared-shop.ts';

interface List<Item> {
  readonly items: Item[];
}
interface Summary {
  readonly productId: string;
  readonly handle: string;
  readonly status: string;
}
interface StockItem {
  readonly onHand: number;
  readonly announced: boolean;
}

let folder: string;
let shop: JourneyShop;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kontor-demo-'));
  shop = await openJourneyShop();
});
afterAll(async () => {
  await shop.close();
  await rm(folder, { recursive: true, force: true });
});

const list = async <Item>(client: ApiClient, path: string) =>
  expectStatus(await client.get<List<Item>>(path), 200).items;

test('a shop begins empty where that is wanted, sells its first own product, and has no demo store to remove', async () => {
  const dataFolder = join(folder, 'empty');
  const environment = { ...process.env, KONTOR_DEMO_STORE: 'off', KONTOR_LOG_LEVEL: 'fatal' };
  const start = async () =>
    startKontor({ dataFolder, port: await freePort(), log: () => {}, environment });
  const first = await start();
  const key = await readApiKey(dataFolder);
  const staff = new ApiClient(first.url, key);
  try {
    expect(await list(staff, '/v1/admin/products')).toEqual([]);
    expect(await list(staff, '/v1/categories')).toEqual([]);
    expect(await list(staff, '/v1/admin/stock')).toEqual([]);
    // What a shop needs to open is there.
    expect(await list(staff, '/v1/channels')).toMatchObject([{ code: 'default', currency: 'EUR' }]);
    expect(await list(staff, '/v1/admin/stock/locations')).toHaveLength(1);
    expect(await list(staff, '/v1/admin/shipping/zones')).not.toEqual([]);
    expect(await list(staff, '/v1/admin/tax/rates')).not.toEqual([]);

    const file = join(folder, 'first.csv');
    const head = 'Handle,Title,Variant SKU,Variant Inventory Qty,Variant Grams,Variant Price';
    await writeFile(file, `${head}\nfirst-cup,First cup,FIRST-1,3,300,12.50\n`);
    const loaded = await runCommand(
      [
        'import',
        'products',
        file,
        '--stock',
        '--report',
        join(folder, 'report.csv'),
        '--url',
        first.url,
        '--key',
        key,
      ],
      environment,
    );
    expect(loaded.output).toContain('1 products created');
    const buyer = await Shopper.guest(first.url, new Journal());
    const { orderId } = await buyer.buy({ sku: 'FIRST-1' });
    await buyer.orderWhen(orderId, ({ state }) => state === 'confirmed');
  } finally {
    await first.stop();
  }
  // The shop is stopped, so the command starts it for itself.
  const ended = await runCommand(['demo', 'remove'], { ...environment, KONTOR_DATA: dataFolder });
  expect(ended.errors).toBe('');
  expect(ended.output).toContain('The shop is stopped; it is started for this.');
  expect(ended.output).toMatch(
    /0 products with 0 variants removed.*; \d+ were gone before, 0 left/,
  );
  expect(ended.exitCode).toBe(0);
});

test('the demo store is removed but for what orders refer to and what was changed', async () => {
  const { staff, installation, book, journal } = shop;
  const before = await allProducts();
  const shown = await staff.get<{ pages: { kind: string }[] }>('/v1/storefront', {
    headers: { 'Accept-Language': 'de' },
  });
  expect(shown.body).toMatchObject({ locale: 'de', notice: { locale: 'de' } });
  expect(shown.body.pages.map(({ kind }) => kind)).toContain('withdrawal');
  const buyer = await shop.guest();
  const { orderId } = await buyer.buy({ sku: 'CF-001-250-WB' });
  await buyer.orderWhen(orderId, ({ state }) => state === 'confirmed');
  await shop.settle();
  const own = before.find(({ handle }) => handle === 'deck-parka')!;
  const change = { title: 'Our own parka' };
  expectStatus(await staff.patch(`/v1/admin/products/${own.productId}`, change), 200);

  const command = ['demo', 'remove', '--url', shop.url, '--key', staff.token!];
  const first = await runCommand(command);
  expect(first.errors).toBe('');
  expect(first.output).toMatch(
    /left yirgacheffe-morning archived, since orders refer to it: order \S+ has CF-001-250-WB/,
  );
  expect(first.output).toContain('left deck-parka as it is, since it was changed');
  expect(first.output).toContain(`Demo store: ${before.length - 2} products`);
  expect(first.exitCode).toBe(1);
  const left = await allProducts();
  expect(Object.fromEntries(left.map(({ handle, status }) => [handle, status]))).toEqual({
    'deck-parka': 'active',
    'yirgacheffe-morning': 'archived',
  });
  const gone = await list<StockItem>(staff, '/v1/admin/stock?sku=CF-002-250-WB');
  expect(gone).toMatchObject([{ onHand: 0, announced: false }]);
  expect((await list<{ path: string }>(staff, '/v1/categories')).length).toBeLessThan(8);
  const { body: front } = await staff.get<{ notice: unknown; scenes: unknown[]; pages: unknown[] }>(
    '/v1/storefront',
  );
  expect(front).toMatchObject({ notice: null, scenes: [], pages: [] });
  await shop.settle();
  // Nobody is told to buy in what is sold no more.
  const mails = await list<{ template: string }>(staff, '/v1/admin/messages?limit=100');
  expect(mails.filter(({ template }) => template === 'low_stock')).toEqual([]);

  const again = await runCommand([...command, '--changed']);
  expect(again.output).toMatch(/Demo store: 1 products .*; \d+ were gone before, 1 left/);
  expect((await allProducts()).map(({ handle }) => handle)).toEqual(['yirgacheffe-morning']);
  expectStatus(await buyer.get(`/v1/orders/${orderId}`), 200);
  await shop.settle();
  const { violations } = await audit({ installation, graceSeconds: 0, book, journal });
  expect(violations).toEqual([]);
});

async function allProducts(): Promise<Summary[]> {
  const products: Summary[] = [];
  let cursor: string | null = null;
  do {
    const path: string = `/v1/admin/products?limit=100${cursor ? `&cursor=${cursor}` : ''}`;
    const reply = await shop.staff.get<List<Summary> & { nextCursor: string | null }>(path);
    const page = expectStatus(reply, 200);
    products.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return products;
}
