import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';
import { movesOfProgress } from '../order-states.ts';

type Sold = Awaited<ReturnType<Ordering['placed']>>;
type News =
  | 'tracking.day_changed'
  | 'tracking.shipped'
  | 'tracking.out_for_delivery'
  | 'tracking.delivered';

/** What fulfillment and tracking tell, as if by themselves, in any order. */
function warehouseNews(kit: Ordering, sold: Sold) {
  const { orderId } = sold;
  const parcelOf = (fulfillmentId: string) => `SBX${fulfillmentId.slice(-6).toUpperCase()}`;
  let parcelVersion = 0;
  return {
    shipped: (fulfillmentId: string, lines: { lineId: string; quantity: number }[]) =>
      kit.shop.deliver('fulfillment.shipped', fulfillmentId, 5, {
        fulfillmentId,
        orderId,
        lines,
        parcel: { carrierCode: 'sandbox_post', trackingNumber: parcelOf(fulfillmentId) },
      }),
    givenUp: (lines: { lineId: string; quantity: number }[]) => {
      const fulfillmentId = newId();
      const data = { fulfillmentId, orderId, lines, reason: 'broken in the warehouse' };
      return kit.shop.deliver('fulfillment.cancelled', fulfillmentId, 5, data);
    },
    tracked: (type: News, fulfillmentId: string, estimatedDeliveryAt: string | null = null) =>
      kit.shop.deliver(type, newId(), (parcelVersion += 1), {
        parcelId: newId(),
        fulfillmentId,
        orderId,
        carrierCode: 'sandbox_post',
        trackingNumber: parcelOf(fulfillmentId),
        occurredAt: clock.nowIso(),
        estimatedDeliveryAt,
      }),
  };
}

describe('shipping', () => {
  let kit: Ordering;
  beforeAll(async () => {
    kit = await openOrdering();
  });
  afterAll(() => kit.close());

  test('of what the warehouse gives up staff are told what can be done about it', async () => {
    const adviceOn = async ({ orderId }: Sold) => {
      const as = kit.shop.invocation({ actor: kit.staff });
      const { items } = must(await kit.orders.getTimeline({ orderId }, as), 'timeline');
      return items.find(({ kind }) => kind === 'fulfillment_cancelled')!.message;
    };
    const [nothingLeft, partLeft] = [await kit.placed(), await kit.placed()];
    const one = ({ lines }: Sold) => [{ lineId: lines[0]!.lineId, quantity: 1 }];
    await warehouseNews(kit, nothingLeft).givenUp(one(nothingLeft));
    expect(await adviceOn(nothingLeft)).toContain('Refund them or cancel the order.');
    const news = warehouseNews(kit, partLeft);
    await news.shipped(newId(), one(partLeft));
    await news.givenUp(one(partLeft));
    expect(await adviceOn(partLeft)).toMatch(/Refund them\.$/);
    expect((await kit.cancel(partLeft.orderId)).ok).toBe(false);
    must(await kit.cancel(nothingLeft.orderId), 'cancel');
    await kit.shop.settle();
  });

  test('from the warehouse to the door, with everything on the timeline', async () => {
    const sold = await kit.placed();
    const fulfillment = kit.shop.client('fulfillment');
    const asStaff = () => kit.shop.invocation({ actor: kit.staff });
    const { items } = must(
      await fulfillment.listFulfillments({ limit: 5, orderId: sold.orderId }, asStaff()),
      'list',
    );
    const { fulfillmentId } = items[0]!;
    must(await fulfillment.pickFulfillment({ fulfillmentId }, asStaff()), 'pick');
    must(await fulfillment.packFulfillment({ fulfillmentId }, asStaff()), 'pack');
    const { parcel } = must(
      await fulfillment.shipFulfillment({ fulfillmentId }, asStaff()),
      'ship',
    );
    await kit.shop.settle();
    expect(await kit.order(sold.orderId)).toMatchObject({
      state: 'shipped',
      lines: [{ shippedQuantity: 2 }],
      parcels: [{ trackingNumber: parcel!.trackingNumber, status: 'label_purchased' }],
    });
    const news = warehouseNews(kit, sold);
    await news.tracked('tracking.shipped', fulfillmentId);
    await news.tracked('tracking.delivered', fulfillmentId);
    expect(await kit.order(sold.orderId, kit.shop.guest(sold.owner.id))).toMatchObject({
      state: 'delivered',
      parcels: [{ status: 'delivered' }],
    });
    const kinds = await kit.timeline(sold.orderId);
    expect(kinds.slice(-3)).toEqual([
      'fulfillment_shipped',
      'parcel_in_transit',
      'parcel_delivered',
    ]);
  });

  test.each([
    [['shipped one', 'delivered one', 'shipped two', 'delivered two']],
    [['delivered one', 'shipped one', 'delivered two', 'shipped two']],
    [['delivered two', 'delivered one', 'shipped two', 'shipped one']],
    [['shipped two', 'shipped one', 'delivered one', 'delivered two']],
  ])('of two parts told as %j ends delivered, with each state on the way', async (reported) => {
    const sold = await kit.placed({ lines: [{ quantity: 2 }, { quantity: 1 }] });
    const news = warehouseNews(kit, sold);
    const parts: Record<string, { id: string; lines: { lineId: string; quantity: number }[] }> = {
      one: { id: newId(), lines: [{ lineId: sold.lines[0]!.lineId, quantity: 2 }] },
      two: { id: newId(), lines: [{ lineId: sold.lines[1]!.lineId, quantity: 1 }] },
    };
    const seen: string[] = [];
    for (const each of reported) {
      const [what, which] = each.split(' ') as [string, string];
      const part = parts[which]!;
      if (what === 'shipped') await news.shipped(part.id, part.lines);
      else await news.tracked('tracking.delivered', part.id);
      seen.push((await kit.order(sold.orderId)).state);
    }
    expect(seen.at(-1)).toBe('delivered');
    const rank = ['confirmed', 'partially_shipped', 'shipped', 'delivered'];
    expect(seen).toEqual(seen.toSorted((a, b) => rank.indexOf(a) - rank.indexOf(b)));
  });

  test('another day of delivery is that of the order, though its parcel is where it was', async () => {
    const sold = await kit.placed();
    const news = warehouseNews(kit, sold);
    const id = newId();
    await news.tracked('tracking.shipped', id, '2026-11-03T12:00:00.000Z');
    await news.tracked('tracking.day_changed', id, '2026-11-05T12:00:00.000Z');
    const parcel = async () => (await kit.order(sold.orderId)).parcels;
    const told = { estimatedDeliveryAt: '2026-11-05T12:00:00.000Z' };
    expect(await parcel()).toMatchObject([{ status: 'in_transit', ...told }]);
    expect((await kit.timeline(sold.orderId)).at(-1)).toBe('parcel_day_changed');
    await news.tracked('tracking.delivered', id);
    await news.tracked('tracking.day_changed', id, '2026-11-09T12:00:00.000Z');
    expect(await parcel()).toMatchObject([{ status: 'delivered', ...told }]);
  });

  test('a parcel that was delivered is never on its way again', async () => {
    const sold = await kit.placed();
    const news = warehouseNews(kit, sold);
    const id = newId();
    await news.tracked('tracking.delivered', id);
    await news.tracked('tracking.out_for_delivery', id);
    const { parcels } = await kit.order(sold.orderId);
    expect(parcels).toMatchObject([{ status: 'delivered' }]);
  });

  test('more units than were ordered are never taken', async () => {
    const sold = await kit.placed();
    const news = warehouseNews(kit, sold);
    const lines = [{ lineId: sold.lines[0]!.lineId, quantity: 2 }];
    await news.shipped(newId(), lines);
    await expect(news.shipped(newId(), lines)).rejects.toThrow('shipped_within_ordered');
    expect(await kit.order(sold.orderId)).toMatchObject({ lines: [{ shippedQuantity: 2 }] });
  });
});

describe('what payment tells', () => {
  let kit: Ordering;
  beforeAll(async () => {
    kit = await openOrdering();
  });
  afterAll(() => kit.close());

  const report = (
    sold: Sold,
    change: 'captured' | 'refunded' | 'disputed' | 'voided',
    sums: { captured: number; refunded: number },
  ) =>
    kit.shop.deliver('payment.changed', newId(), 9, {
      paymentId: sold.paymentId,
      orderId: sold.orderId,
      change,
      amountMinor: change === 'refunded' ? sums.refunded : sums.captured,
      currency: 'EUR',
      capturedMinor: sums.captured,
      refundedMinor: sums.refunded,
    });

  test('a refund made at the gateway counts, and leaves less to refund', async () => {
    const sold = await kit.placed();
    const { totalMinor } = sold.totals;
    await report(sold, 'refunded', { captured: totalMinor, refunded: 2_000 });
    expect(await kit.order(sold.orderId)).toMatchObject({
      paymentState: 'partially_refunded',
      refundedMinor: 2_000,
    });
    expect(await kit.refund(sold.orderId, { amountMinor: totalMinor - 1_999 })).toMatchObject({
      failure: { code: 'refund_exceeds_captured', detail: { refundableMinor: totalMinor - 2_000 } },
    });
  });

  test('a dispute is shown, and staff alone read of it', async () => {
    const sold = await kit.placed();
    await report(sold, 'disputed', { captured: sold.totals.totalMinor, refunded: 0 });
    expect((await kit.order(sold.orderId)).paymentState).toBe('disputed');
    expect(await kit.timeline(sold.orderId)).toContain('payment_disputed');
    const guest = kit.shop.guest(sold.owner.id);
    expect(await kit.timeline(sold.orderId, guest)).not.toContain('payment_disputed');
  });

  test('sums that come late or twice never go back', async () => {
    const sold = await kit.placed();
    const { totalMinor: captured } = sold.totals;
    await report(sold, 'refunded', { captured, refunded: 800 });
    await report(sold, 'captured', { captured, refunded: 0 });
    await report(sold, 'refunded', { captured, refunded: 300 });
    expect(await kit.order(sold.orderId)).toMatchObject({ refundedMinor: 800 });
  });

  test('of a payment whose checkout never became an order changes nothing', async () => {
    const sold = await kit.placed();
    const stranger = { ...sold, orderId: newId() };
    await report(stranger, 'voided', { captured: 0, refunded: 0 });
    expect((await kit.order(sold.orderId)).paymentState).toBe('captured');
  });
});

describe('with capture at shipment', () => {
  let kit: Ordering;
  beforeAll(async () => {
    kit = await openOrdering({ settings: { captureAt: 'shipment' } });
  });
  afterAll(() => kit.close());

  test('all that has left is captured', async () => {
    const sold = await kit.placed({ lines: [{ quantity: 1 }, { quantity: 1 }] });
    expect(await kit.order(sold.orderId)).toMatchObject({
      state: 'confirmed',
      paymentState: 'authorized',
    });
    const news = warehouseNews(kit, sold);
    for (const { lineId } of sold.lines) await news.shipped(newId(), [{ lineId, quantity: 1 }]);
    await kit.shop.settle();
    expect(await kit.order(sold.orderId)).toMatchObject({
      state: 'shipped',
      paymentState: 'captured',
    });
    expect(await kit.payment(sold.paymentId)).toMatchObject({
      capturedMinor: sold.totals.totalMinor,
    });
    expect(await kit.openStories()).toEqual([]);
  });

  test('a story whose time is over before it asked has been refused nothing', async () => {
    const sold = await kit.placed({ lines: [{ quantity: 1 }] });
    const story = kit.shop.kontor
      .opened('order')
      .stories!.find(({ story }) => story.name === 'capture_order')!;
    const lineId = sold.lines[0]!.lineId;
    const shipped = (units: number) =>
      kit.shop.database('order').query(sql`
        insert into order_line (order_id, line_id, ordered_quantity, shipped_quantity)
        values (${sold.orderId}, ${lineId}, 1, ${units})
        on conflict (order_id, line_id) do update set shipped_quantity = excluded.shipped_quantity`);
    await shipped(1);
    const tooLate = kit.shop.invocation({ deadlineMs: clock.nowMs() - 1 });
    await expect(story.advance(sold.orderId, tooLate)).rejects.toThrow('deadline_exceeded');
    expect(await kit.timeline(sold.orderId)).not.toContain('payment_refused');
    expect(await kit.payment(sold.paymentId)).toMatchObject({ state: 'authorized' });

    await shipped(0);
    await warehouseNews(kit, sold).shipped(newId(), [{ lineId, quantity: 1 }]);
    await kit.shop.settle();
    expect(await kit.order(sold.orderId)).toMatchObject({ paymentState: 'captured' });
  });

  test('cancelling before that voids', async () => {
    const sold = await kit.placed();
    must(await kit.cancel(sold.orderId), 'cancel');
    await kit.shop.settle();
    expect(await kit.order(sold.orderId)).toMatchObject({
      state: 'cancelled',
      paymentState: 'voided',
    });
  });
});

test.each([
  [{ shippedUnits: 0, openUnits: 2, undeliveredParcels: 0 }, []],
  [{ shippedUnits: 0, openUnits: 0, undeliveredParcels: 0 }, []],
  [{ shippedUnits: 1, openUnits: 1, undeliveredParcels: 1 }, ['ship_some']],
  [{ shippedUnits: 2, openUnits: 0, undeliveredParcels: 1 }, ['ship_all']],
  [{ shippedUnits: 2, openUnits: 0, undeliveredParcels: 0 }, ['ship_all', 'deliver']],
])('%o asks for %j', (progress, moves) => {
  expect(movesOfProgress(progress)).toEqual(moves);
});
