import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from '../../product-catalog/inventory/service.ts';
import { inventorySyncService } from '../inventory-sync/service.ts';
import { shipmentService } from '../shipment/service.ts';
import { trackingService } from '../tracking/service.ts';
import { fulfillmentService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [
      fulfillmentService,
      trackingService,
      shipmentService,
      inventorySyncService,
      inventoryService,
    ],
    sandbox: true,
  });
});
afterAll(() => shop.close());

/** What no channel owns, in the order of its right. */
test.each(['listCarrierReviews', 'listStockReconciliations'] as const)(
  '%s is for who works for all channels',
  async (operation) => {
    const asked = (channels: '*' | string[]) => {
      const rights = shop.staff(['fulfillment:read', 'inventory:read', 'inventory:write']);
      const invocation = shop.invocation({ actor: { ...rights, channels } });
      return shop.client('fulfillment')[operation]({ limit: 5 }, invocation);
    };
    expect(await asked('*')).toMatchObject({ ok: true, value: { items: [] } });
    expect(await asked(['default'])).toMatchObject({
      ok: false,
      failure: { code: 'all_channels_needed' },
    });
  },
);
