import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from 'undici';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering({ settings: { captureAt: 'shipment' } });
});
afterAll(() => kit.close());

async function shipped(sold: Awaited<ReturnType<Ordering['placed']>>, quantity: number) {
  const fulfillmentId = newId();
  const lines = [{ lineId: sold.lines[0]!.lineId, quantity }];
  const parcel = { fulfillmentId, orderId: sold.orderId, lines, parcel: null };
  await kit.shop.deliver('fulfillment.shipped', fulfillmentId, 5, parcel);
  await kit.shop.settle();
}

async function hourly() {
  await kit.shop.kontor.opened('order').jobs!['watch_authorizations']!.run({});
  await kit.shop.settle();
}

async function refuseCaptures(times: number) {
  const response = await request(`${kit.shop.sandboxUrl}/sandbox/control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      system: 'payment',
      operation: 'capture',
      kind: 'status',
      statusCode: 400,
      times,
    }),
  });
  await response.body.dump();
}

async function captures() {
  const response = await request(`${kit.shop.sandboxUrl}/sandbox/book/counts`);
  const { calls } = (await response.body.json()) as { calls: Record<string, number> };
  return Object.entries(calls).find(([name]) => name.endsWith('capture'))?.[1] ?? 0;
}

test('a part that is refused is asked for some times, then staff are told, and it is asked for no more', async () => {
  const sold = await kit.placed({ lines: [{ quantity: 4, unitPriceMinor: 1_000 }] });
  await shipped(sold, 1);
  const { capturedMinor } = await kit.payment(sold.paymentId);
  await refuseCaptures(1_000);
  await shipped(sold, 1);
  for (let hours = 0; hours < 6; hours += 1) await hourly();
  const before = await captures();
  for (let hours = 0; hours < 3; hours += 1) await hourly();
  expect(await captures()).toBe(before);
  const kinds = await kit.timeline(sold.orderId);
  expect(kinds.filter((kind) => kind === 'capture_given_up')).toHaveLength(1);
  expect(await kit.timeline(sold.orderId, kit.shop.guest(sold.owner.id))).not.toContain(
    'capture_given_up',
  );
  expect(await kit.payment(sold.paymentId)).toMatchObject({
    state: 'part_captured',
    capturedMinor,
  });
  // What leaves next is asked for, with all before it.
  await request(`${kit.shop.sandboxUrl}/sandbox/control/faults`, { method: 'DELETE' });
  await shipped(sold, 1);
  expect(await kit.payment(sold.paymentId)).toMatchObject({ capturedMinor: capturedMinor + 2_000 });
  await hourly();
  await shipped(sold, 1);
  expect(await kit.payment(sold.paymentId)).toMatchObject({
    state: 'captured',
    capturedMinor: sold.totals.totalMinor,
  });
});

test('one that is refused some times and taken then goes on as any other', async () => {
  const sold = await kit.placed({ lines: [{ quantity: 3, unitPriceMinor: 1_000 }] });
  await shipped(sold, 1);
  await refuseCaptures(2);
  await shipped(sold, 1);
  await hourly();
  await hourly();
  expect(await kit.payment(sold.paymentId)).toMatchObject({
    state: 'part_captured',
    capturedMinor: 2_000 + sold.totals.shippingMinor,
  });
  expect(
    must(
      await kit.orders.getOrder(
        { orderId: sold.orderId },
        kit.shop.invocation({ actor: kit.staff }),
      ),
      'order',
    ).paymentState,
  ).toBe('captured');
});
