import { afterAll, beforeAll, describe } from 'vitest';
import { importJourneys } from './import-journeys.ts';
import { openJourneyShop, type JourneyMode, type JourneyShop } from './journey-shop.ts';
import { purchaseJourneys } from './purchase-journeys.ts';

/** All journeys through one shop: in one process, over the loopback carrier, or split. */
export function everyJourney(mode: JourneyMode): void {
  describe(`${mode}:`, () => {
    let shop: JourneyShop;
    beforeAll(async () => {
      shop = await openJourneyShop({ mode });
    });
    afterAll(() => shop.close());
    importJourneys(() => shop);
    purchaseJourneys(() => shop);
  });
}
