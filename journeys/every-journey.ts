import { afterAll, beforeAll, describe } from 'vitest';
import { startCollector, type Collector } from '#platform/test-kit/collector-for-tests.ts';
import { addressJourneys } from './foreign-data/address-journeys.ts';
import { guardJourneys } from './guards/guard-journeys.ts';
import { soldVariantJourneys } from './guards/sold-variant-journeys.ts';
import { guestJourneys } from './guest-journeys.ts';
import { importJourneys } from './import-journeys.ts';
import { openJourneyShop, type JourneyMode, type JourneyShop } from './shop-kit/journey-shop.ts';
import { pictureJourneys } from './pictures/picture-journeys.ts';
import { purchaseJourneys } from './purchase-journeys.ts';
import { reconciliationJourneys } from './reconciliation-journeys.ts';
import { sandboxJourneys } from './sandbox-journeys.ts';
import { unknownEventJourneys } from './unknown-event-journeys.ts';
import { vendorJourneys } from './vendor-journeys.ts';
import { livePictureJourneys } from './telemetry/live-picture-journeys.ts';
import { sendingTo, traceOfAPurchase } from './telemetry/trace-of-a-purchase.ts';

/** All journeys through one shop: in one process, over the loopback transport, or split. */
export function everyJourney(mode: JourneyMode): void {
  describe(`${mode}:`, () => {
    let shop: JourneyShop;
    let collector: Collector;
    beforeAll(async () => {
      collector = await startCollector();
      shop = await openJourneyShop({ mode, environment: sendingTo(collector) });
    });
    afterAll(async () => {
      await shop.close();
      await collector.close();
    });
    importJourneys(() => shop);
    purchaseJourneys(() => shop);
    guestJourneys(() => shop);
    addressJourneys(() => shop);
    guardJourneys(() => shop);
    soldVariantJourneys(() => shop);
    pictureJourneys(() => shop);
    traceOfAPurchase(() => ({ shop, collector }));
    livePictureJourneys(() => shop);
    reconciliationJourneys(() => shop);
    sandboxJourneys(() => shop);
    vendorJourneys(() => shop);
    unknownEventJourneys(() => shop);
  });
}
