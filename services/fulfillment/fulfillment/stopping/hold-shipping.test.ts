import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../../../customer-service/notification/service.ts';
import { inventoryService } from '../../../product-catalog/inventory/service.ts';
import { inventorySyncService } from '../../inventory-sync/service.ts';
import { shipmentService } from '../../shipment/service.ts';
import { trackingService } from '../../tracking/service.ts';
import { requestFor, warehouseOf } from '../fulfillments-for-tests.ts';
import { fulfillmentService } from '../service.ts';

const patience = { timeout: 180_000, interval: 50 };
let shop: TestKontor;
let warehouse: ReturnType<typeof warehouseOf>;
let announcements = 0;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [
      inventoryService,
      inventorySyncService,
      notificationService,
      shipmentService,
      trackingService,
      fulfillmentService,
    ],
    sandbox: true,
  });
  warehouse = warehouseOf(shop);
  await shop.sandbox.control('parcels', { stepMs: null });
});
afterEach(() => shop.sandbox.clearFaults());
afterAll(() => shop.close());

/** An order of one unit that is packed. */
async function packed() {
  const inventory = shop.client('inventory');
  const sku = `SKU-${newId().slice(-12)}`;
  const variants = [{ sku, policy: 'deny' as const, tracked: true, removed: false }];
  await shop.deliver('product.variants_changed', newId(), (announcements += 1), { variants });
  const receipt = { receiptId: newId(), reason: 'test', lines: [{ sku, quantity: 1 }] };
  must(await inventory.receiveStock(receipt, shop.invocation()), 'receive');
  const [reservationId, lineId] = [newId(), newId()];
  const reserved = await inventory.reserveStock(
    { reservationId, expiresInSeconds: 600, lines: [{ lineId, sku, quantity: 1 }] },
    shop.invocation(),
  );
  const { locationId } = must(reserved, 'reserve').allocations[0]!;
  must(await inventory.confirmReservation({ reservationId }, shop.invocation()), 'confirm');
  const request = requestFor([{ lineId, sku, locationId, quantity: 1 }], { reservationId });
  const [id] = (await warehouse.request(request)) as [string];
  await warehouse.packed(id);
  return { id, orderId: request.orderId };
}

const hold = async (orderId: string, wanted: boolean) =>
  must(
    await shop
      .client('fulfillment')
      .holdFulfillmentsOfOrder(
        { orderId, reason: 'payment_disputed', hold: wanted },
        shop.invocation(),
      ),
    'hold',
  );

const labels = async (fulfillmentId: string) =>
  (
    await shop.database('shipment').query<{ state: string }>(sql`
      select state from parcel where fulfillment_id = ${fulfillmentId} order by created_at`)
  ).map(({ state }) => state);

const bought = () => shop.sandbox.read('labels');

/** The carrier has sold the label, and its answer and every question about it are lost. */
async function shippingWithLabel() {
  const order = await packed();
  const before = (await bought()).length;
  const fault = (operation: string, kind: string) =>
    shop.sandbox.control('faults', { system: 'carrier', operation, kind });
  await fault('label', 'lost_answer');
  await fault('find_label', 'reset');
  const answer = warehouse.ship(order.id);
  await expect.poll(async () => (await bought()).length, patience).toBe(before + 1);
  expect((await warehouse.get(order.id)).state).toBe('shipping');
  return { ...order, answer };
}

test('a parcel that is being shipped is stopped and its label given back', async () => {
  const { id, orderId, answer } = await shippingWithLabel();
  expect(await hold(orderId, true)).toEqual({ changed: 1, leftAlready: 0 });
  expect(await hold(orderId, true)).toEqual({ changed: 0, leftAlready: 0 });
  await shop.sandbox.clearFaults();
  await shop.moveClock(60_000);
  await expect
    .poll(async () => {
      await shop.settle();
      return labels(id);
    }, patience)
    .toEqual(['voided']);
  // Refused, or on a busy machine told that it is still on its way: never that it left.
  const reported = await answer;
  expect(reported.ok && reported.value.state).not.toBe('shipped');
  expect(await warehouse.get(id)).toMatchObject({
    state: 'on_hold',
    holdReason: 'payment_disputed',
    parcel: null,
  });
  expect(await warehouse.ship(id)).toMatchObject({
    failure: { code: 'fulfillment_state_conflict' },
  });
  // The dispute is won: it is packed again, and ships with another label.
  expect((await hold(orderId, false)).changed).toBe(1);
  expect(await warehouse.get(id)).toMatchObject({ state: 'packed', holdReason: null });
  expect(must(await warehouse.ship(id), 'ship').state).toBe('shipped');
  expect(await labels(id)).toEqual(['voided', 'purchased']);
}, 300_000);

test('a label that the carrier keeps is shown to staff', async () => {
  const { id, orderId, answer } = await shippingWithLabel();
  const all = (await bought()) as unknown as {
    externalShipmentId: string;
    trackingNumber: string;
  }[];
  const parcels = await shop
    .database('shipment')
    .query<{ id: string }>(sql`select id from parcel where fulfillment_id = ${id}`);
  const label = all.find(({ externalShipmentId }) => externalShipmentId === parcels[0]!.id)!;
  await shop.sandbox.control('parcels', { advance: label.trackingNumber, steps: 1 });
  await hold(orderId, true);
  await shop.sandbox.clearFaults();
  await shop.moveClock(60_000);
  await expect
    .poll(async () => {
      await shop.settle();
      return (await warehouse.get(id)).shippingProblem;
    }, patience)
    .toMatchObject({ code: 'label_kept' });
  expect(await labels(id)).toEqual(['purchased']);
  // Nothing is left under way when the shop is closed.
  await answer;
}, 300_000);

test('a parcel that is booked out is shown to staff, until the payment is well again', async () => {
  const { id, orderId } = await packed();
  must(await warehouse.ship(id), 'ship');
  expect(await hold(orderId, true)).toEqual({ changed: 0, leftAlready: 1 });
  expect(await warehouse.get(id)).toMatchObject({
    state: 'shipped',
    shippingProblem: { code: 'payment_disputed' },
  });
  await hold(orderId, false);
  expect(await warehouse.get(id)).toMatchObject({ state: 'shipped', shippingProblem: null });
});
