import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { startCollector, type Collector } from '#platform/test-kit/collector-for-tests.ts';
import { startBucket } from '#platform/test-kit/s3-for-tests.ts';
import { addressJourneys } from './foreign-data/address-journeys.ts';
import { guardJourneys } from './guards/guard-journeys.ts';
import { soldVariantJourneys } from './guards/sold-variant-journeys.ts';
import { guestJourneys } from './guest-journeys.ts';
import { importJourneys } from './import-journeys.ts';
import { openJourneyShop, type JourneyMode, type JourneyShop } from './shop-kit/journey-shop.ts';
import { hangingBucket } from './pictures/hanging-bucket.ts';
import { pictureJourneys } from './pictures/picture-journeys.ts';
import { purchaseJourneys } from './purchase-journeys.ts';
import { reconciliationJourneys } from './reconciliation-journeys.ts';
import { sandboxJourneys } from './sandbox-journeys.ts';
import { unknownEventJourneys } from './unknown-event-journeys.ts';
import { vendorJourneys } from './vendor-journeys.ts';
import { livePictureJourneys } from './telemetry/live-picture-journeys.ts';
import { sendingTo, traceOfAPurchase } from './telemetry/trace-of-a-purchase.ts';

/** Where pictures lie, as the shop is told. */
interface PlaceForPictures {
  readonly environment: Readonly<Record<string, string>>;
  /** While true it takes requests and answers none, where it is a bucket. */
  hangs?: boolean;
  close(): Promise<void>;
}

/** Another place in each mode: nobody who sees a picture knows where it lies. */
const placeForPictures: Record<JourneyMode, () => Promise<PlaceForPictures>> = {
  direct: async () => ({ environment: {}, close: async () => {} }),
  loopback: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kontor-pictures-'));
    return {
      environment: { KONTOR_MEDIA_STORE: 'folder', KONTOR_MEDIA_FOLDER: folder },
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
  split: startBucket,
};

/** All journeys through one shop: in one process, over the loopback transport, or split. */
export function everyJourney(mode: JourneyMode): void {
  describe(`${mode}:`, () => {
    let shop: JourneyShop;
    let collector: Collector;
    let pictures: PlaceForPictures;
    beforeAll(async () => {
      collector = await startCollector();
      pictures = await placeForPictures[mode]();
      const environment = { ...sendingTo(collector), ...pictures.environment };
      shop = await openJourneyShop({ mode, environment });
    });
    afterAll(async () => {
      await shop.close();
      await pictures.close();
      await collector.close();
    });
    importJourneys(() => shop);
    purchaseJourneys(() => shop);
    guestJourneys(() => shop);
    addressJourneys(() => shop);
    guardJourneys(() => shop);
    soldVariantJourneys(() => shop);
    pictureJourneys(() => shop);
    if (mode === 'split') hangingBucket(() => ({ shop, bucket: pictures }));
    traceOfAPurchase(() => ({ shop, collector }));
    livePictureJourneys(() => shop);
    reconciliationJourneys(() => shop);
    sandboxJourneys(() => shop);
    vendorJourneys(() => shop);
    unknownEventJourneys(() => shop);
  });
}
