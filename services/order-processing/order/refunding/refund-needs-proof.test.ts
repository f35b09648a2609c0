import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { refuseUnproven } from './needs-proof.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

const provenRefundMinor = 1_000;
let kit: Ordering;
beforeAll(async () => {
  const provenRefund = { ofOthers: 1, byCurrency: { EUR: provenRefundMinor / 100 } };
  kit = await openOrdering({ settings: { provenRefund } });
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
  // Many small ones are as one: what is given back of the order counts together.
  const less = { ...asked, amountMinor: 1 };
  const anew = kit.shop.invocation({ actor: kit.staff });
  expect(await kit.orders.refundOrder(less, anew)).toMatchObject({
    failure: { code: 'refund_needs_proof' },
  });
  const key = { ...kit.staff, kind: 'api_key' } as const;
  const much = { ...asked, amountMinor: totals.totalMinor - provenRefundMinor - 2 };
  must(await kit.orders.refundOrder(much, kit.shop.invocation({ actor: key })), 'by a key');
  await kit.shop.settle();
});

test('a cancellation that gives back as much is for them too, at once or in a while, and customers cancel as ever', async () => {
  const sold = await kit.placed({ lines: [{ quantity: 1, unitPriceMinor: 5_000 }] });
  const { orderId } = sold;
  const reason = 'ordered twice';
  const by = (actor: Actor = kit.staff) => kit.shop.invocation({ actor, idempotencyKey: newId() });
  const refused = { failure: { code: 'refund_needs_proof' } };
  expect(await kit.orders.cancelOrder({ orderId, reason }, by())).toMatchObject(refused);
  expect(await kit.orders.cancelOrder({ orderId, reason, waitSeconds: 30 }, by())).toMatchObject(
    refused,
  );
  expect(must(await kit.orders.getOrder({ orderId }, by()), 'read').state).toBe('confirmed');
  must(await kit.orders.cancelOrder({ orderId, reason, isProven: true }, by()), 'proven');
  await kit.shop.settle();
  const other = await kit.placed({ lines: [{ quantity: 1, unitPriceMinor: 5_000 }] });
  const buyer = kit.shop.guest(other.owner.id);
  must(await kit.orders.cancelOrder({ orderId: other.orderId, reason }, by(buyer)), 'customer');
  await kit.shop.settle();
});

test('a limit is in whole units of a currency, its own where it has one', () => {
  const settings = { provenRefund: { ofOthers: 500, byCurrency: { HUF: 200_000 } } };
  const limitOf = (currency: string, sumMinor: number) =>
    refuseUnproven(settings as never, kit.shop.invocation({ actor: kit.staff }), {
      sumMinor,
      currency,
      isProven: false,
    })?.failure.detail.limitMinor;
  expect(limitOf('EUR', 50_000)).toBeUndefined();
  expect(limitOf('EUR', 50_001)).toBe(50_000);
  expect(limitOf('JPY', 501)).toBe(500);
  expect(limitOf('KWD', 500_001)).toBe(500_000);
  expect(limitOf('HUF', 200_000)).toBeUndefined();
});
