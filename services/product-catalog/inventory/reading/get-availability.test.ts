import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { openInventory, stock, type Stocked } from '../stock-for-tests.ts';

let stocked: Stocked;
beforeAll(async () => {
  stocked = await openInventory();
  await stock(stocked, 'kettle', 3);
  await stock(stocked, 'filter', 8);
});
afterAll(() => stocked.shop.close());

async function ask(...skus: string[]) {
  const { client, shop } = stocked;
  const { items } = must(await client.getAvailability({ skus }, shop.invocation()), 'ask');
  return items.map(({ sku, available }) => `${sku} ${available}`);
}

test('who asks in one moment is told of its own SKUs, in the order it asked in', async () => {
  const asked = Array.from({ length: 10 }, () => [
    ask('kettle'),
    ask('nothing', 'filter', 'kettle'),
    ask('kettle', 'kettle'),
  ]).flat();
  const told = [['kettle 3'], ['nothing 0', 'filter 8', 'kettle 3'], ['kettle 3', 'kettle 3']];
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 10 }, () => told).flat());
});
