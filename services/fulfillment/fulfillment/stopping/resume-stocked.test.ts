import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from '../../../product-catalog/inventory/service.ts';
import { inventorySyncService } from '../../inventory-sync/service.ts';
import { requestFor, warehouseOf } from '../fulfillments-for-tests.ts';
import { fulfillmentService } from '../service.ts';

const patience = { timeout: 180_000, interval: 50 };
let shop: TestKontor;
let warehouse: ReturnType<typeof warehouseOf>;
let announcements = 0;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [inventoryService, inventorySyncService, fulfillmentService],
  });
  warehouse = warehouseOf(shop);
});
afterAll(() => shop.close());

/** Goods that are sold beyond what is on hand. */
async function goods(onHand: number) {
  const sku = `SKU-${newId().slice(-12)}`;
  const variants = [{ sku, policy: 'continue' as const, tracked: true, removed: false }];
  await shop.deliver('product.variants_changed', newId(), (announcements += 1), { variants });
  const receive = async (quantity: number) => {
    const receipt = { receiptId: newId(), reason: 'test', lines: [{ sku, quantity }] };
    const inChannel = shop.invocation({ channel: 'elsewhere' });
    must(await shop.client('inventory').receiveStock(receipt, inChannel), 'receive');
  };
  if (onHand > 0) await receive(onHand);
  return { sku, receive };
}

/** Reserves and confirms; what is requested of fulfillment is what the reservation said then. */
async function reserved(lines: readonly { sku: string; quantity: number }[]) {
  const inventory = shop.client('inventory');
  const reservationId = newId();
  const wanted = lines.map((line) => ({ lineId: newId(), ...line }));
  const reply = await inventory.reserveStock(
    { reservationId, expiresInSeconds: 600, lines: wanted },
    shop.invocation(),
  );
  const { allocations } = must(reply, 'reserve');
  must(await inventory.confirmReservation({ reservationId }, shop.invocation()), 'confirm');
  return requestFor(allocations, { reservationId });
}

const partsOf = async (orderId: string) =>
  (await warehouse.of(orderId))
    .map(({ state, holdReason, lines }) => ({
      state,
      holdReason,
      units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    }))
    .toSorted((a, b) => a.units - b.units || a.state.localeCompare(b.state));

const open = (units: number) => ({ state: 'open', holdReason: null, units });
const waiting = (units: number) => ({ state: 'on_hold', holdReason: 'awaiting_stock', units });

test('what waits for stock alone opens by itself once all its units came', async () => {
  const { sku, receive } = await goods(1);
  const request = await reserved([{ sku, quantity: 4 }]);
  await warehouse.request(request);
  await shop.settle();
  expect(await partsOf(request.orderId)).toEqual([open(1), waiting(3)]);
  await receive(2);
  await shop.settle();
  expect(await partsOf(request.orderId)).toEqual([open(1), waiting(3)]);
  await receive(1);
  await vi.waitFor(
    async () => expect(await partsOf(request.orderId)).toEqual([open(1), open(3)]),
    patience,
  );
}, 300_000);

test('a part with two things waits for both', async () => {
  const [first, second] = [await goods(0), await goods(0)];
  const request = await reserved([
    { sku: first.sku, quantity: 1 },
    { sku: second.sku, quantity: 1 },
  ]);
  await warehouse.request(request);
  await first.receive(5);
  await shop.settle();
  expect(await partsOf(request.orderId)).toEqual([waiting(2)]);
  await second.receive(5);
  await vi.waitFor(async () => expect(await partsOf(request.orderId)).toEqual([open(2)]), patience);
}, 300_000);

test('units that came before the parts were made open them too', async () => {
  const { sku, receive } = await goods(0);
  const request = await reserved([{ sku, quantity: 2 }]);
  await receive(2);
  await shop.settle();
  await warehouse.request(request);
  await vi.waitFor(async () => expect(await partsOf(request.orderId)).toEqual([open(2)]), patience);
}, 300_000);

test('what another order gave back fills the next, the oldest first', async () => {
  const { sku } = await goods(1);
  const first = await reserved([{ sku, quantity: 1 }]);
  const [second, third] = [
    await reserved([{ sku, quantity: 1 }]),
    await reserved([{ sku, quantity: 1 }]),
  ];
  for (const request of [first, second, third]) await warehouse.request(request);
  const [id] = await warehouse.of(first.orderId);
  must(await warehouse.cancel(id!.fulfillmentId, 'not wanted'), 'cancel');
  await vi.waitFor(async () => expect(await partsOf(second.orderId)).toEqual([open(1)]), patience);
  expect(await partsOf(third.orderId)).toEqual([waiting(1)]);
}, 300_000);

test('what staff hold for another reason stays with them', async () => {
  const { sku, receive } = await goods(0);
  const request = await reserved([{ sku, quantity: 1 }]);
  const [id] = (await warehouse.request(request)) as [string];
  must(await warehouse.resume(id), 'resume');
  must(await warehouse.hold(id, 'gift wrapping'), 'hold');
  await receive(1);
  await shop.settle();
  expect(await partsOf(request.orderId)).toEqual([
    { state: 'on_hold', holdReason: 'gift wrapping', units: 1 },
  ]);
}, 300_000);

async function dispute(orderId: string, hold: boolean) {
  const asked = { orderId, reason: 'payment_disputed' as const, hold };
  const reply = await shop.client('fulfillment').holdFulfillmentsOfOrder(asked, shop.invocation());
  return must(reply, 'hold');
}

test('staff who let it go without its stock do not let it go without its payment', async () => {
  const { sku } = await goods(0);
  const request = await reserved([{ sku, quantity: 1 }]);
  const [id] = (await warehouse.request(request)) as [string];
  const { orderId } = request;
  await dispute(orderId, true);
  const resumed = must(await warehouse.resume(id), 'resume');
  expect(resumed).toMatchObject({ state: 'on_hold', holdReason: 'payment_disputed' });
  expect(await dispute(orderId, false)).toEqual({ changed: 1, leftAlready: 0 });
  expect(await partsOf(orderId)).toEqual([open(1)]);
}, 300_000);

test('while its payment is disputed it does not leave, and goes on once both are there', async () => {
  const { sku, receive } = await goods(0);
  const request = await reserved([{ sku, quantity: 1 }]);
  await warehouse.request(request);
  const { orderId } = request;
  const hold = (wanted: boolean) => dispute(orderId, wanted);
  expect(await hold(true)).toEqual({ changed: 1, leftAlready: 0 });
  expect(await hold(true)).toEqual({ changed: 0, leftAlready: 0 });
  await receive(1);
  await shop.settle();
  expect(await partsOf(orderId)).toEqual([waiting(1)]);
  expect(await hold(false)).toEqual({ changed: 1, leftAlready: 0 });
  await vi.waitFor(async () => expect(await partsOf(orderId)).toEqual([open(1)]), patience);
}, 300_000);
