import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { itemOf, openInventory, stock, violations, type Stocked } from '../stock-for-tests.ts';

let stocked: Stocked;
beforeAll(async () => {
  stocked = await openInventory('direct');
});
afterAll(() => stocked.shop.close());

/** How many reservations of one unit a second so many callers get, each after the other. */
async function reservedPerSecond(callers: number, durationMs: number): Promise<number> {
  const { client, shop } = stocked;
  const startMs = performance.now();
  let reserved = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < startMs + durationMs) {
        const lines = [{ lineId: newId(), sku: 'hot', quantity: 1 }];
        const input = { reservationId: newId(), lines, expiresInSeconds: 120 };
        must(await client.reserveStock(input, shop.invocation()), 'reserve');
        reserved += 1;
      }
    }),
  );
  total += reserved;
  return (reserved * 1_000) / (performance.now() - startMs);
}
let total = 0;

// A busy machine makes all of it slow, so one caller by himself is what 64 are measured by: he
// waits for a commit each time. The figure of the design is measured by the bench.
test('64 callers of one SKU share commits: many times the rate of one caller, none too many', async () => {
  await stock(stocked, 'hot', 1_000_000);
  await reservedPerSecond(8, 500);
  const alone = await reservedPerSecond(1, 1_500);
  const together = await reservedPerSecond(64, 2_500);
  expect(await itemOf(stocked, 'hot')).toMatchObject({ onHand: 1_000_000, reserved: total });
  expect(await violations(stocked)).toEqual([]);
  expect(together / alone).toBeGreaterThan(5);
});

test('a flash sale: 5,000 buyers, 100 units, exactly 100 are promised', async () => {
  const { client, shop } = stocked;
  await stock(stocked, 'flash', 100);
  const replies = await Promise.all(
    Array.from({ length: 5_000 }, () => {
      const lines = [{ lineId: newId(), sku: 'flash', quantity: 1 }];
      const input = { reservationId: newId(), lines, expiresInSeconds: 120 };
      return client.reserveStock(input, shop.invocation());
    }),
  );
  expect(replies.filter(({ ok }) => ok)).toHaveLength(100);
  expect(await itemOf(stocked, 'flash')).toMatchObject({
    onHand: 100,
    reserved: 100,
    available: 0,
  });
});
