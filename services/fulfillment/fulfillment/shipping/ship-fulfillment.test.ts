import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../../../customer-service/notification/service.ts';
import { inventoryService } from '../../../product-catalog/inventory/service.ts';
import { inventorySyncService } from '../../inventory-sync/service.ts';
import { shipmentService } from '../../shipment/service.ts';
import { trackingService } from '../../tracking/service.ts';
import { labelsOf, requestFor, toldOf, warehouseOf } from '../fulfillments-for-tests.ts';
import { fulfillmentService } from '../service.ts';

const services = [
  inventoryService,
  inventorySyncService,
  notificationService,
  shipmentService,
  trackingService,
  fulfillmentService,
];

let shop: TestKontor;
let warehouse: ReturnType<typeof warehouseOf>;
beforeAll(async () => {
  shop = await openTestKontor({ services, sandbox: true });
  warehouse = warehouseOf(shop);
  await shop.sandbox.control('parcels', { stepMs: null });
});
afterEach(async () => {
  armFailpoints(undefined);
  await shop.sandbox.clearFaults();
});
afterAll(() => shop.close());

let announcements = 0;

interface Options {
  readonly onHand?: number;
  readonly digital?: boolean;
  readonly locationId?: string;
  readonly channel?: string;
}

/** An order of so many units, reserved and confirmed, of which so many are on hand. */
async function ordered(quantity: number, options: Options = {}) {
  const inventory = shop.client('inventory');
  const sku = `SKU-${newId().slice(-12)}`;
  const { onHand = quantity, digital = false, locationId: at, channel } = options;
  const scope = channel === undefined ? {} : { channel };
  const variants = [{ sku, policy: 'continue' as const, tracked: true, removed: false }];
  await shop.deliver('product.variants_changed', newId(), (announcements += 1), { variants });
  const receive = async (units: number) => {
    const lines = [{ sku, quantity: units, locationId: at }];
    const receipt = { receiptId: newId(), reason: 'test', lines };
    must(await inventory.receiveStock(receipt, shop.invocation()), 'receive');
  };
  if (onHand > 0) await receive(onHand);
  const reservationId = newId();
  const lineId = newId();
  const reserved = must(
    await inventory.reserveStock(
      { reservationId, expiresInSeconds: 600, lines: [{ lineId, sku, quantity }] },
      shop.invocation(scope),
    ),
    'reserve',
  );
  must(await inventory.confirmReservation({ reservationId }, shop.invocation()), 'confirm');
  const [{ locationId, backordered }] = reserved.allocations as [
    (typeof reserved.allocations)[number],
  ];
  const line = { lineId, sku, locationId, quantity, backordered, requiresShipping: !digital };
  const request = requestFor([line], { reservationId });
  const ids = await warehouse.request(request);
  const reservation = async () =>
    must(await inventory.getReservation({ reservationId }, shop.invocation()), 'reservation');
  return { ...request, ids, receive, reservation };
}

const labels = (fulfillmentId: string) => labelsOf(shop, fulfillmentId);
const eventsOf = (fulfillmentId: string) => toldOf(shop, fulfillmentId);
const openStories = () =>
  shop.database('fulfillment').query(sql`select name, id from story where state <> 'finished'`);

const hall = {
  name: 'Hall in Basel',
  street: 'Hafenstrasse 1',
  postalCode: '4057',
  city: 'Basel',
  countryCode: 'CH',
};

describe('shipFulfillment', () => {
  test('answers shipped, with the parcel; the stock has departed', async () => {
    const order = await ordered(2);
    const [id] = order.ids as [string];
    await warehouse.packed(id);
    const key = newId();
    const shipped = must(await warehouse.ship(id, { key }), 'ship');
    expect(shipped).toMatchObject({
      state: 'shipped',
      parcel: { carrierCode: 'sandbox_post', trackingNumber: expect.stringMatching(/^SBX/) },
    });
    expect((await order.reservation()).state).toBe('departed');
    expect(await eventsOf(id)).toEqual(['fulfillment.shipped']);
    expect(must(await warehouse.ship(id, { key }), 'again')).toEqual(shipped);
    expect(await labels(id)).toEqual(['purchased']);
    expect(await openStories()).toEqual([]);
  });

  test.each([
    'call:fulfillment>shipment.purchaseLabel:after',
    'commit:fulfillment.win_departure:before',
    'commit:fulfillment.win_departure:after',
    'call:fulfillment>inventory-sync.recordDeparture:after',
    'call:fulfillment>tracking.followParcel:after',
    'commit:fulfillment.finish_shipping:before',
  ])('that breaks off at %s ends with one label and one departure', async (failpoint) => {
    const order = await ordered(1);
    const [id] = order.ids as [string];
    await warehouse.packed(id);
    armFailpoints(`${failpoint}=throw`);
    const shipped = must(await warehouse.ship(id), 'ship');
    expect(shipped.state).toBe('shipped');
    expect(await labels(id)).toEqual(['purchased']);
    expect((await order.reservation()).state).toBe('departed');
    expect(await eventsOf(id)).toEqual(['fulfillment.shipped']);
  });

  test('each parcel is sent from the location that has the goods, and from nowhere without an address', async () => {
    const inventory = shop.client('inventory');
    const code = `hall-${newId().slice(-12)}`;
    const channel = `of-${code}`;
    const place = { code, name: 'Hall', channels: [channel], priority: 1, active: true };
    const put = async (address: typeof hall | null) =>
      must(await inventory.putLocation({ ...place, address }, shop.invocation()), 'location');
    const { locationId } = await put(null);
    const order = await ordered(1, { locationId, channel });
    const [id] = order.ids as [string];
    await warehouse.packed(id);
    expect(await warehouse.ship(id)).toMatchObject({
      failure: { code: 'label_refused', detail: { code: 'location_without_address' } },
    });
    expect(await warehouse.get(id)).toMatchObject({
      state: 'packed',
      shippingProblem: { code: 'location_without_address' },
    });
    expect(await labels(id)).toEqual([]);
    await put(hall);
    must(await warehouse.ship(id), 'ship');
    const [parcel] = await shop
      .database('shipment')
      .query<{ id: string }>(sql`select id from parcel where fulfillment_id = ${id}`);
    const sold = await shop.sandbox.read('labels');
    expect(sold.find((label) => label.externalShipmentId === parcel!.id)).toMatchObject({
      shipFrom: {
        name: 'Hall in Basel',
        address_line1: 'Hafenstrasse 1',
        postal_code: '4057',
        country_code: 'CH',
        phone: expect.stringMatching(/^[+]/),
      },
    });
  });

  describe('whose location loses its address meanwhile', () => {
    async function packedInHall() {
      const code = `lost-${newId().slice(-12)}`;
      const channel = `of-${code}`;
      const place = { code, name: 'Hall', channels: [channel], priority: 1, active: true };
      const inventory = shop.client('inventory');
      const put = async (address: typeof hall | null) =>
        must(await inventory.putLocation({ ...place, address }, shop.invocation()), 'location');
      const { locationId } = await put(hall);
      const { ids, reservation } = await ordered(1, { locationId, channel });
      await warehouse.packed(ids[0]!);
      return { id: ids[0]!, loseAddress: () => put(null), reservation };
    }

    test('gives a label back whose answer was lost', async () => {
      const { id, loseAddress } = await packedInHall();
      const fault = { system: 'carrier', operation: 'label', kind: 'lost_answer' };
      await shop.sandbox.control('faults', fault);
      await shop.sandbox.control('faults', { ...fault, operation: 'find_label', kind: 'reset' });
      const before = (await shop.sandbox.read('labels')).length;
      const waiting = warehouse.ship(id);
      const sold = async () => (await shop.sandbox.read('labels')).length > before;
      await vi.waitUntil(sold, { timeout: 180_000, interval: 50 });
      await loseAddress();
      await waiting;
      await shop.sandbox.clearFaults();
      await vi.waitFor(
        async () => {
          await shop.moveClock(60_000);
          await shop.settle();
          expect(await labels(id)).toEqual(['voided']);
          expect((await warehouse.get(id)).shippingProblem?.code).toBe('location_without_address');
        },
        { timeout: 90_000, interval: 200 },
      );
    }, 300_000);

    test('is shipped all the same once its stock has left', async () => {
      const { id, loseAddress, reservation } = await packedInHall();
      const place = 'call:fulfillment>tracking.followParcel:before';
      armFailpoints(`${place}=hold`);
      const shipping = warehouse.ship(id);
      try {
        await vi.waitUntil(() => isHeld(place), { timeout: 120_000 });
        await loseAddress();
        // Whoever waits is told after a while what is known so far.
        expect(must(await shipping, 'ship').state).toBe('shipping');
        armFailpoints('commit:fulfillment.finish_shipping:before=throw');
      } finally {
        letGo();
      }
      await expect.poll(async () => (await warehouse.get(id)).state).toBe('shipped');
      expect(await labels(id)).toEqual(['purchased']);
      expect((await reservation()).state).toBe('departed');
    }, 300_000);
  });

  test('a refused label leaves it packed with the reason, and another service can be tried', async () => {
    const order = await ordered(1);
    const [id] = order.ids as [string];
    await warehouse.packed(id);
    const key = newId();
    const refused = await warehouse.ship(id, { serviceCode: 'no_such_service', key });
    expect(refused).toMatchObject({ ok: false, failure: { code: 'label_refused' } });
    expect(await warehouse.ship(id, { serviceCode: 'no_such_service', key })).toEqual(refused);
    expect(await warehouse.get(id)).toMatchObject({
      state: 'packed',
      shippingProblem: { code: 'invalid_field_value' },
      parcel: null,
    });
    const shipped = must(await warehouse.ship(id, { serviceCode: 'sandbox_express' }), 'ship');
    expect(shipped).toMatchObject({ state: 'shipped', shippingProblem: null });
  });

  test('for what is not on hand no label is bought, and it ships later', async () => {
    const order = await ordered(1, { onHand: 0 });
    const [id] = order.ids as [string];
    expect(await warehouse.get(id)).toMatchObject({
      state: 'on_hold',
      holdReason: 'awaiting_stock',
    });
    expect(await eventsOf(id)).toEqual(['fulfillment.held']);
    must(await warehouse.resume(id), 'resume');
    await warehouse.packed(id);
    const short = await warehouse.ship(id);
    expect(short).toMatchObject({ ok: false, failure: { code: 'stock_not_on_hand' } });
    expect(await warehouse.get(id)).toMatchObject({ state: 'packed' });
    expect(await labels(id)).toEqual([]);
    await order.receive(1);
    await shop.settle();
    expect(must(await warehouse.ship(id), 'ship').state).toBe('shipped');
    expect(await labels(id)).toEqual(['purchased']);
  });

  test('of a line that is to come in part what is here leaves at once', async () => {
    const { ids } = await ordered(5, { onHand: 2 });
    await warehouse.packed(ids[0]!);
    expect(must(await warehouse.ship(ids[0]!), 'ship')).toMatchObject({ state: 'shipped' });
    expect(await labels(ids[0]!)).toEqual(['purchased']);
  });

  test('what a count has not found is not shipped, and its label is given back', async () => {
    const { ids, lines } = await ordered(1);
    await warehouse.packed(ids[0]!);
    const counted = [{ sku: lines[0]!.sku, quantity: 0 }];
    const count = { countId: newId(), reason: 'lost', lines: counted };
    must(await shop.client('inventory').countStock(count, shop.invocation()), 'count');
    const failure = { code: 'stock_not_on_hand' };
    expect(await warehouse.ship(ids[0]!)).toMatchObject({ ok: false, failure });
    expect(await labels(ids[0]!)).toEqual(['voided']);
  });

  test('what ships by itself waits for stock, and goes on when it is there', async () => {
    const order = await ordered(1, { onHand: 0, digital: true });
    const [id] = order.ids as [string];
    must(await warehouse.resume(id), 'resume');
    await shop.settle();
    expect(await warehouse.get(id)).toMatchObject({
      state: 'on_hold',
      holdReason: 'awaiting_stock',
    });
    await order.receive(1);
    await shop.settle();
    expect(await warehouse.get(id)).toMatchObject({ state: 'delivered', parcel: null });
    expect((await order.reservation()).state).toBe('departed');
    expect(await labels(id)).toEqual([]);
  });
});

const cancelOrder = ({ orderId, reservationId }: { orderId: string; reservationId: string }) =>
  shop
    .client('fulfillment')
    .cancelFulfillmentOfOrder({ orderId, reservationId }, shop.invocation());

describe('a carrier that does not answer', () => {
  test('is told after a while, and the same key tells how it went', async () => {
    const order = await ordered(1);
    const [id] = order.ids as [string];
    await warehouse.packed(id);
    await shop.sandbox.control('faults', { system: 'carrier', kind: 'reset' });
    const key = newId();
    const waiting = await warehouse.ship(id, { key });
    expect(waiting).toMatchObject({ ok: false, failure: { code: 'carrier_unavailable' } });
    expect((await warehouse.get(id)).state).toBe('shipping');
    await shop.sandbox.clearFaults();
    await shop.moveClock(60_000);
    expect(must(await warehouse.ship(id, { key }), 'again').state).toBe('shipped');
    expect(await labels(id)).toEqual(['purchased']);
  });

  test('does not keep an order from being cancelled; its label goes back', async () => {
    const order = await ordered(1);
    const [id] = order.ids as [string];
    await warehouse.packed(id);
    // The label is bought, its answer and every question about it are lost.
    await shop.sandbox.control('faults', {
      system: 'carrier',
      operation: 'label',
      kind: 'lost_answer',
    });
    await shop.sandbox.control('faults', {
      system: 'carrier',
      operation: 'find_label',
      kind: 'reset',
    });
    const key = newId();
    const soldBefore = (await shop.sandbox.read('labels')).length;
    const shipping = warehouse.ship(id, { key });
    await expect.poll(() => shop.sandbox.read('labels')).toHaveLength(soldBefore + 1);
    expect(must(await cancelOrder(order), 'cancel').cancelled).toBe(1);
    await shop.sandbox.clearFaults();
    await shop.moveClock(60_000);
    // Who waited is told how it went, or that nothing is known yet; the same key tells it later.
    await shipping;
    await expect
      .poll(() => warehouse.ship(id, { key }))
      .toMatchObject({
        ok: false,
        failure: { code: 'fulfillment_state_conflict', detail: { state: 'cancelled' } },
      });
    expect(await labels(id)).toEqual(['voided']);
    expect((await order.reservation()).state).toBe('released');
    expect(await openStories()).toEqual([]);
  });
});

describe('cancelling', () => {
  test('an order before anything was requested leaves a tombstone', async () => {
    const order = await ordered(1);
    const later = { ...order, orderId: newId() };
    must(await cancelOrder(later), 'cancel');
    const { ids: _, receive: _receive, reservation, ...request } = later;
    expect(await warehouse.request(request)).toEqual([]);
    expect((await reservation()).state).toBe('released');
  });

  test('an order of which something has left is refused, and nothing changes', async () => {
    const order = await ordered(1);
    const [id] = order.ids as [string];
    await warehouse.packed(id);
    must(await warehouse.ship(id), 'ship');
    expect(await cancelOrder(order)).toMatchObject({ failure: { code: 'already_shipped' } });
    expect((await warehouse.get(id)).state).toBe('shipped');
  });

  test('a request and a cancellation at once leave nothing open and nothing reserved', async () => {
    for (let round = 0; round < 8; round += 1) {
      const order = await ordered(1);
      const again = { ...order, orderId: newId() };
      const { ids: _, receive: _receive, reservation, ...request } = again;
      await Promise.all([warehouse.request(request), cancelOrder(again)]);
      const parts = await warehouse.of(again.orderId);
      expect(parts.filter(({ state }) => state !== 'cancelled')).toEqual([]);
      expect((await reservation()).state).toBe('released');
    }
  });

  test('one part releases its units alone', async () => {
    const order = await ordered(3);
    const [id] = order.ids as [string];
    const { lineId } = order.lines[0]!;
    must(await warehouse.pick(id, [{ lineId, quantity: 2 }]), 'pick');
    const rest = (await warehouse.of(order.orderId)).find((part) => part.fulfillmentId !== id)!;
    must(await warehouse.cancel(rest.fulfillmentId, 'broken'), 'cancel');
    await shop.settle();
    expect(await eventsOf(rest.fulfillmentId)).toEqual(['fulfillment.cancelled']);
    must(await warehouse.pack(id), 'pack');
    expect(must(await warehouse.ship(id), 'ship').state).toBe('shipped');
    const { allocations } = await order.reservation();
    expect((await order.reservation()).state).not.toBe('confirmed');
    expect(allocations.length).toBeLessThanOrEqual(1);
    expect(await openStories()).toEqual([]);
  });
});
