import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering({ settings: { captureAt: 'shipment' }, transport: 'loopback' });
});
afterAll(() => kit.close());

type Sold = Awaited<ReturnType<Ordering['placed']>>;

const placed = (token?: string) =>
  kit.placed({
    lines: [
      { quantity: 3, unitPriceMinor: 1_000 },
      { quantity: 3, unitPriceMinor: 333 },
    ],
    ...(token ? { token } : {}),
  });

async function told(sold: Sold, what: 'shipped' | 'cancelled', line: number, quantity: number) {
  const fulfillmentId = newId();
  const lines = [{ lineId: sold.lines[line]!.lineId, quantity }];
  const data = { fulfillmentId, orderId: sold.orderId, lines };
  const parcel = { ...data, parcel: null };
  await (what === 'shipped'
    ? kit.shop.deliver('fulfillment.shipped', fulfillmentId, 5, parcel)
    : kit.shop.deliver('fulfillment.cancelled', fulfillmentId, 5, { ...data, reason: 'broken' }));
  await kit.shop.settle();
}

const units = ({ lines }: Sold, line: number, quantity: number) => ({
  lines: [{ lineId: lines[line]!.lineId, quantity }],
});

test('what has not left was not charged, and is not given back out of what others paid for', async () => {
  const sold = await placed();
  await told(sold, 'shipped', 0, 2);
  const before = await kit.payment(sold.paymentId);
  const lineId = sold.lines[1]!.lineId;
  const refused = await kit.refund(sold.orderId, units(sold, 1, 1));
  expect(refused).toMatchObject({
    ok: false,
    failure: { code: 'refund_not_charged', detail: { lineId, left: 0 } },
  });
  expect(!refused.ok && refused.failure.message).toContain('cancel its fulfillment instead');
  // Nor one unit more of a line than of it has left.
  expect(await kit.refund(sold.orderId, units(sold, 0, 3))).toMatchObject({
    failure: { code: 'refund_not_charged', detail: { left: 2 } },
  });
  const asked = { orderId: sold.orderId, of: 'refund' as const, ...units(sold, 1, 1) };
  const preview = await kit.orders.previewRefund(asked, kit.shop.invocation({ actor: kit.staff }));
  expect(preview).toMatchObject({ failure: { code: 'refund_not_charged' } });
  expect(await kit.payment(sold.paymentId)).toEqual(before);
  expect(await kit.order(sold.orderId)).toMatchObject({ refundedMinor: 0 });
});

test('what has left is given back, each unit once, and once it has left the rest too', async () => {
  const sold = await placed();
  await told(sold, 'shipped', 0, 2);
  must(await kit.refund(sold.orderId, units(sold, 0, 1)), 'one that has left');
  await kit.shop.settle();
  expect(await kit.refund(sold.orderId, units(sold, 0, 2))).toMatchObject({
    failure: { code: 'refund_not_charged', detail: { left: 1 } },
  });
  await told(sold, 'shipped', 1, 3);
  must(await kit.refund(sold.orderId, units(sold, 1, 3)), 'what left later');
  await told(sold, 'cancelled', 0, 1);
  // The unit that was given up counts as given back, and is not taken for one that was sent.
  must(await kit.refund(sold.orderId, units(sold, 0, 1)), 'the other one that has left');
  await kit.shop.settle();
  expect(await kit.payment(sold.paymentId)).toMatchObject({
    capturedMinor: 2_999 + sold.totals.shippingMinor,
    refundedMinor: 2_999,
  });
  expect(await kit.openStories()).toEqual([]);
});

test('an amount of what was captured, and what was captured whole, is given back as before', async () => {
  const [parts, whole] = [await placed(), await placed('pm_card_jcb')];
  await told(parts, 'shipped', 0, 2);
  must(await kit.refund(parts.orderId, { amountMinor: 500 }), 'for what came broken');
  await told(whole, 'shipped', 0, 1);
  must(await kit.refund(whole.orderId, units(whole, 1, 3)), 'charged, and not sent yet');
  await kit.shop.settle();
  expect(await kit.payment(whole.paymentId)).toMatchObject({ refundedMinor: 999 });
});
