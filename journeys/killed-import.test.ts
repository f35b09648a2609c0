import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectStatus } from './people/api-client.ts';
import { CrashShop } from './shop-kit/crash-shop.ts';

let shop: CrashShop;
beforeAll(async () => {
  shop = await CrashShop.prepare();
  await shop.start();
}, 300_000);
afterAll(() => shop.close(), 300_000);

const files = '/v1/admin/imports/files';
const head = 'Handle,Title,Status,Variant SKU,Variant Price,Variant Inventory Qty';
const rows = Array.from(
  { length: 230 },
  (_, at) => `bolt-${at},Bolt ${at},active,BOLT-${at},1.50,4`,
);
const file = Buffer.from([head, ...rows, 'nut,Nut,active,NUT,cheap,1', ''].join('\n'));

interface Import {
  readonly importId: string;
  readonly state: string;
  readonly totals: Readonly<Record<string, number>>;
}

test('kill -9 in the middle of an import: it goes on by itself, nothing lost and nothing twice', async () => {
  const sha256 = createHash('sha256').update(file).digest('hex');
  const input = { fileName: 'bolts.csv', bytes: file.length, sha256, stock: true };
  const { importId } = expectStatus(await shop.staff.post<Import>(files, input), 201);
  expectStatus(await shop.staff.put(`${files}/${importId}/parts/0`, file), 200);
  // After the second hundred are in, before anything was noted of them or their stock counted.
  await shop.arm('commit:product.import_product_file:after=kill@2');
  await shop.staff.post(`${files}/${importId}/run`).catch(() => undefined);
  expect(await shop.died(120_000)).toBe(true);
  await shop.start();
  const read = async () => {
    const reply = await shop.staff.get<Import>(`${files}/${importId}`);
    return expectStatus(reply, 200);
  };
  await expect
    .poll(async () => (await read()).state, { timeout: 120_000, interval: 200 })
    .toBe('done');
  expect((await read()).totals).toMatchObject({
    created: 230,
    updated: 0,
    unchanged: 0,
    variants: 230,
    quantities: 230,
    movements: 230,
    rejected: 2,
  });
  const there = await shop.staff.get<{ items: { sku: string; onHand: number }[] }>(
    '/v1/admin/stock?sku=BOLT-120',
  );
  expect(expectStatus(there, 200).items.map(({ onHand }) => onHand)).toEqual([4]);
  const { violations } = await shop.auditAtRest();
  expect(violations).toEqual([]);
}, 300_000);
