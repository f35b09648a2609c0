import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

const provenRefundMinor = 1_000;
let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering({ settings: { provenRefundMinor } });
});
afterAll(() => kit.close());

test('of more than the limit is for staff who showed lately who they are, and nothing is stored before', async () => {
  const sold = await kit.placed({ lines: [{ quantity: 1, unitPriceMinor: 5_000 }] });
  const { orderId, totals } = sold;
  const asked = { orderId, amountMinor: provenRefundMinor + 1, reason: 'damaged' };
  expect(totals.totalMinor).toBeGreaterThan(provenRefundMinor);
  const as = kit.shop.invocation({ actor: kit.staff, idempotencyKey: newId() });
  expect(await kit.orders.refundOrder(asked, as)).toMatchObject({
    failure: { code: 'refund_needs_proof', detail: { limitMinor: provenRefundMinor } },
  });
  const listed = await kit.orders.listRefunds({ orderId }, as);
  expect(must(listed, 'list').items).toEqual([]);
  const proven = must(await kit.orders.refundOrder({ ...asked, isProven: true }, as), 'proven');
  // Who repeats it gets the same reply, proven or not.
  expect(must(await kit.orders.refundOrder(asked, as), 'again')).toEqual(proven);
  const less = { ...asked, amountMinor: 1 };
  must(await kit.orders.refundOrder(less, kit.shop.invocation({ actor: kit.staff })), 'less');
  const key = { ...kit.staff, kind: 'api_key' } as const;
  const much = { ...asked, amountMinor: totals.totalMinor - provenRefundMinor - 2 };
  must(await kit.orders.refundOrder(much, kit.shop.invocation({ actor: key })), 'by a key');
  await kit.shop.settle();
});
