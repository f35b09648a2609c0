import { afterAll, beforeAll, expect, test } from 'vitest';
import { readArrows, walkArrows } from './arrow-journeys.ts';
import { openJourneyShop, type JourneyShop } from './journey-shop.ts';

let shop: JourneyShop;
beforeAll(async () => {
  shop = await openJourneyShop();
});
afterAll(() => shop.close());

test('the traces of the journeys hold each of the 40 arrows and no other', async () => {
  await walkArrows(shop);
  const { seen, missing, extra } = readArrows(shop);
  expect(missing).toEqual([]);
  expect(extra).toEqual([]);
  expect(seen).toHaveLength(40);
});
