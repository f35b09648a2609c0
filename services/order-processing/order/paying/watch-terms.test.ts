import { afterAll, beforeAll, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

const dayMs = 86_400_000;
let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
});
afterAll(() => kit.close());

type Sold = Awaited<ReturnType<Ordering['placed']>>;

const as = () => kit.shop.invocation({ actor: kit.staff });
const watch = () => kit.shop.kontor.opened('order').jobs!['watch_terms']!.run({});

function setMethod(given: { dueFrom?: 'invoice' | 'delivery'; deliveredAfterDays?: number }) {
  const method = { code: 'invoice', dueDays: 10, ...given };
  return kit.shop.client('payment').putPaymentMethod(method, kit.shop.invocation());
}

const onAccount = () => kit.placed({ method: 'invoice' });

async function owed({ orderId }: Sold, due: 'all' | 'overdue' = 'all') {
  const { items } = must(await kit.orders.listReceivables({ limit: 100, due }, as()), due);
  return items.find((item) => item.orderId === orderId);
}

/** All lines leave in a parcel for each of their units. */
async function shipped({ orderId, lines }: Sold, units: number) {
  const [{ lineId }] = lines as [Sold['lines'][number]];
  const fulfillmentId = newId();
  await kit.shop.deliver('fulfillment.shipped', fulfillmentId, 5, {
    fulfillmentId,
    orderId,
    lines: [{ lineId, quantity: units }],
    parcel: { carrierCode: 'sandbox_post', trackingNumber: fulfillmentId },
  });
  await kit.shop.settle();
  return fulfillmentId;
}

async function delivered({ orderId }: Sold, fulfillmentId: string) {
  await kit.shop.deliver('tracking.delivered', newId(), 1, {
    parcelId: newId(),
    fulfillmentId,
    orderId,
    carrierCode: 'sandbox_post',
    trackingNumber: fulfillmentId,
    occurredAt: clock.nowIso(),
    estimatedDeliveryAt: null,
  });
  await kit.shop.settle();
}

const unitsOf = ({ lines }: Sold) => lines[0]!.quantity;

test('the days to pay count from the last parcel’s delivery where the method says so', async () => {
  must(await setMethod({ dueFrom: 'delivery' }), 'set');
  const sold = await onAccount();
  expect(sold.lines.length).toBe(1);
  await kit.shop.moveClock(30 * dayMs);
  await watch();
  expect(await owed(sold)).toMatchObject({ awaitsDelivery: true });
  expect(await owed(sold, 'overdue')).toBeUndefined();

  const parts = unitsOf(sold);
  expect(parts).toBeGreaterThan(1);
  const first = await shipped(sold, 1);
  await delivered(sold, first);
  await watch();
  expect(await owed(sold)).toMatchObject({ awaitsDelivery: true });
  const rest = await shipped(sold, parts - 1);
  await watch();
  expect(await owed(sold)).toMatchObject({ awaitsDelivery: true });
  await kit.shop.moveClock(2 * dayMs);
  const before = clock.nowMs();
  await delivered(sold, rest);
  await kit.shop.moveClock(dayMs);
  await watch();
  const begun = (await owed(sold))!;
  expect(begun.awaitsDelivery).toBe(false);
  expect(Date.parse(begun.dueAt) - before).toBeGreaterThanOrEqual(10 * dayMs);
  expect(Date.parse(begun.dueAt) - before).toBeLessThan(10 * dayMs + dayMs / 24);
  expect((await kit.timeline(sold.orderId)).filter((kind) => kind === 'term_began').length).toBe(1);
  await kit.shop.moveClock(8 * dayMs);
  expect(await owed(sold, 'overdue')).toBeUndefined();
  await kit.shop.moveClock(2 * dayMs);
  await watch();
  expect(await owed(sold, 'overdue')).toMatchObject({ dueAt: begun.dueAt });
});

test('a parcel of which nobody tells counts as delivered so many days after it left', async () => {
  must(await setMethod({ dueFrom: 'delivery', deliveredAfterDays: 5 }), 'set');
  const sold = await onAccount();
  const before = clock.nowMs();
  await shipped(sold, unitsOf(sold));
  await kit.shop.moveClock(4 * dayMs);
  await watch();
  expect(await owed(sold)).toMatchObject({ awaitsDelivery: true });
  await kit.shop.moveClock(2 * dayMs);
  await watch();
  const begun = (await owed(sold))!;
  expect(begun.awaitsDelivery).toBe(false);
  expect(Date.parse(begun.dueAt) - before).toBeGreaterThanOrEqual(15 * dayMs);
  expect(Date.parse(begun.dueAt) - before).toBeLessThan(15 * dayMs + dayMs / 24);
});

test('what was let go before the method was changed keeps its day, and the other way round', async () => {
  must(await setMethod({ dueFrom: 'invoice' }), 'set');
  const byInvoice = await onAccount();
  must(await setMethod({ dueFrom: 'delivery' }), 'set');
  const { dueAt } = (await owed(byInvoice))!;
  await shipped(byInvoice, unitsOf(byInvoice));
  await kit.shop.moveClock(6 * dayMs);
  await watch();
  expect(await owed(byInvoice)).toMatchObject({ dueAt, awaitsDelivery: false });
  expect(await kit.timeline(byInvoice.orderId)).not.toContain('term_began');
  const byDelivery = await onAccount();
  must(await setMethod({ dueFrom: 'invoice' }), 'set');
  expect(await owed(byDelivery)).toMatchObject({ awaitsDelivery: true });
});
