import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { databaseNameOf } from '#platform/provision/installation.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { schemaOf } from '#platform/topology.ts';
import { inventoryService } from '../service.ts';

let shop: TestKontor;
let holder: pg.Client;
beforeAll(async () => {
  shop = await openTestKontor({ services: [inventoryService] });
  const { installation } = shop;
  const database = databaseNameOf(installation, 'inventory');
  holder = new pg.Client({ ...installation.cluster, database });
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await shop.close();
});

async function stocked(): Promise<string> {
  const sku = `LANE-${newId().slice(-8)}`;
  const variants = [{ sku, policy: 'deny' as const, tracked: true, removed: false }];
  await shop.deliver('product.variants_changed', newId(), 1, { variants });
  const received = await shop
    .client('inventory')
    .receiveStock(
      { receiptId: newId(), reason: 'test', lines: [{ sku, quantity: 100 }] },
      shop.invocation({ actor: shop.staff(['inventory:write']) }),
    );
  must(received, 'receiveStock');
  return sku;
}

async function reserve(sku: string): Promise<number> {
  const startedMs = performance.now();
  const reply = await shop.client('inventory').reserveStock(
    {
      reservationId: newId(),
      lines: [{ lineId: newId(), sku, quantity: 1 }],
      expiresInSeconds: 600,
    },
    shop.invocation(),
  );
  must(reply, 'reserveStock');
  return performance.now() - startedMs;
}

test('who wants stock that somebody holds is refused in time, and nobody waits with them', async () => {
  const [held, ...free] = await Promise.all([stocked(), stocked(), stocked()]);
  await holder.query('begin');
  await holder.query(
    `select from "${schemaOf('inventory')}".stock_item where sku = $1 for update`,
    [held],
  );
  // All the while somebody waits for what is held: whoever waited with them would wait a second.
  const others = { buy: true };
  const waiting = async () => {
    let refusals = 0;
    for (; others.buy; refusals += 1)
      await expect(reserve(held)).rejects.toMatchObject({ code: '55P03' });
    return refusals;
  };
  const refused = Promise.all([waiting(), waiting(), waiting()]);
  const tookMs: number[] = [];
  for (let round = 0; round < 20; round += 1)
    for (const sku of free) tookMs.push(await reserve(sku));
  others.buy = false;
  for (const refusals of await refused) expect(refusals).toBeGreaterThan(0);
  expect(tookMs.toSorted((a, b) => a - b)[20]).toBeLessThan(500);
  await holder.query('rollback');
  await expect(reserve(held)).resolves.toBeGreaterThan(0);
  await expect(reserve(held)).resolves.toBeGreaterThan(0);
});
