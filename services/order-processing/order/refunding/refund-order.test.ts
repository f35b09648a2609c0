import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
});
afterAll(() => kit.close());

describe('refundOrder', () => {
  test('an amount: paid out, credited, the customer told', async () => {
    const email = `refund-${newId().slice(-8)}@example.com`;
    const sold = await kit.placed({ snapshot: { email } });
    const refund = must(await kit.refund(sold.orderId, { amountMinor: 700 }), 'refund');
    expect(refund).toMatchObject({ amountMinor: 700, state: 'pending', currency: 'EUR' });
    await kit.shop.settle();
    expect(await kit.order(sold.orderId)).toMatchObject({
      state: 'confirmed',
      paymentState: 'partially_refunded',
      refundedMinor: 700,
    });
    expect(await kit.payment(sold.paymentId)).toMatchObject({ refundedMinor: 700 });
    expect(await kit.documents(sold.orderId)).toMatchObject([
      { kind: 'invoice' },
      { kind: 'credit_note', totalMinor: 700 },
    ]);
    expect(await kit.messagesTo(email)).toEqual(['order_confirmation', 'order_refunded']);
    const listed = await kit.orders.listRefunds(
      { orderId: sold.orderId },
      kit.shop.invocation({ actor: kit.shop.guest(sold.owner.id) }),
    );
    expect(must(listed, 'list').items).toMatchObject([
      { refundId: refund.refundId, state: 'refunded' },
    ]);
    expect(await kit.openStories()).toEqual([]);
  });

  test('the units of a line one by one sum exactly to what the line costs', async () => {
    // 10.00 for three: 3.33 + 3.34 + 3.33
    const sold = await kit.placed({
      lines: [
        {
          quantity: 3,
          unitPriceMinor: 334,
          totalMinor: 1_000,
          subtotalMinor: 1_002,
          discountMinor: 2,
        },
      ],
    });
    const { lineId } = sold.lines[0]!;
    const amounts: number[] = [];
    for (let unit = 0; unit < 3; unit += 1) {
      const lines = [{ lineId, quantity: 1 }];
      amounts.push(must(await kit.refund(sold.orderId, { lines }), 'refund').amountMinor);
    }
    expect(amounts).toEqual([333, 334, 333]);
    await kit.shop.settle();
    expect(await kit.order(sold.orderId)).toMatchObject({
      paymentState: 'refunded',
      lines: [{ refundedQuantity: 3 }],
    });
    const none = await kit.refund(sold.orderId, { lines: [{ lineId, quantity: 1 }] });
    expect(none).toMatchObject({
      ok: false,
      failure: { code: 'refund_line_exceeded', detail: { lineId, left: 0 } },
    });
  });

  test('who waited for the order behind another refund of the same unit is told so', async () => {
    const sold = await kit.placed({
      lines: [{ quantity: 3, unitPriceMinor: 333, totalMinor: 1_000 }],
    });
    const { lineId } = sold.lines[0]!;
    const database = kit.shop.database('order');
    const lines = [{ lineId, quantity: 2 }];
    let asked: ReturnType<Ordering['refund']>[] = [];
    await database.transaction('hold', kit.shop.invocation(), async (tx) => {
      await tx.query(sql`select from orders where id = ${sold.orderId} for update`);
      asked = [kit.refund(sold.orderId, { lines }), kit.refund(sold.orderId, { lines })];
      await vi.waitFor(
        async () => {
          const waiting = await database.query(sql`
            select from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`);
          expect(waiting).toHaveLength(2);
        },
        { timeout: 120_000, interval: 20 },
      );
    });
    const replies = await Promise.all(asked);
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    expect(replies.find(({ ok }) => !ok)).toMatchObject({
      failure: { code: 'refund_line_exceeded', detail: { lineId, left: 1 } },
    });
    const last = must(await kit.refund(sold.orderId, { lines: [{ lineId, quantity: 1 }] }), 'last');
    const first = must(
      replies.find(({ ok }) => ok)!,
      'first',
    );
    expect(first.amountMinor + last.amountMinor).toBe(1_000);
  });

  test('many at once never exceed what was captured', async () => {
    const sold = await kit.placed({ lines: [{ quantity: 1, unitPriceMinor: 1_000 }] });
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => kit.refund(sold.orderId, { amountMinor: 300 })),
    );
    expect(replies.filter(({ ok }) => ok)).toHaveLength(3);
    for (const reply of replies.filter(({ ok }) => !ok)) {
      expect(reply).toMatchObject({
        failure: { code: 'refund_exceeds_captured', detail: { refundableMinor: 100 } },
      });
    }
    await kit.shop.settle();
    expect(await kit.payment(sold.paymentId)).toMatchObject({ refundedMinor: 900 });
    expect(await kit.order(sold.orderId)).toMatchObject({ refundedMinor: 900 });
    expect(await kit.openStories()).toEqual([]);
  });

  test('one that the gateway refuses frees what it claimed', async () => {
    const sold = await kit.placed();
    const { lineId } = sold.lines[0]!;
    await kit.shop.sandbox.control('faults', {
      system: 'payment',
      operation: 'refund',
      kind: 'status',
      statusCode: 402,
      times: 1,
    });
    must(await kit.refund(sold.orderId, { lines: [{ lineId, quantity: 1 }] }), 'refund');
    await kit.shop.settle();
    const { items: refunds } = must(
      await kit.orders.listRefunds(
        { orderId: sold.orderId },
        kit.shop.invocation({ actor: kit.staff }),
      ),
      'list',
    );
    expect(refunds[0]!.state).toBe('failed');
    expect(await kit.order(sold.orderId)).toMatchObject({
      refundedMinor: 0,
      lines: [{ refundedQuantity: 0 }],
    });
    const all = { amountMinor: sold.totals.totalMinor };
    const again = await kit.refund(sold.orderId, all);
    expect(again.ok).toBe(true);
  });

  test.each([
    ['neither an amount nor lines', () => ({}), 'refund_empty'],
    [
      'both',
      (lineId: string) => ({ amountMinor: 1, lines: [{ lineId, quantity: 1 }] }),
      'refund_empty',
    ],
    [
      'a foreign line',
      () => ({ lines: [{ lineId: newId(), quantity: 1 }] }),
      'refund_line_invalid',
    ],
    [
      'more of a line than was sold, in two parts',
      (lineId: string) => ({
        lines: [
          { lineId, quantity: 2 },
          { lineId, quantity: 1 },
        ],
      }),
      'refund_line_invalid',
    ],
    ['more than was paid', () => ({ amountMinor: 999_999 }), 'refund_exceeds_captured'],
  ])('refuses %s', async (_what, input, code) => {
    const sold = await kit.placed();
    const reply = await kit.refund(sold.orderId, input(sold.lines[0]!.lineId));
    expect(reply).toMatchObject({ ok: false, failure: { code } });
    await kit.shop.settle();
    expect(await kit.payment(sold.paymentId)).toMatchObject({ refundedMinor: 0 });
  });

  test('of what was never captured is refused', async () => {
    const sold = await kit.placed({ method: 'invoice' });
    const reply = await kit.refund(sold.orderId, { amountMinor: 1 });
    expect(reply).toMatchObject({
      ok: false,
      failure: { code: 'refund_exceeds_captured', detail: { refundableMinor: 0 } },
    });
  });

  test('a refund and a cancellation at once give back exactly what was paid', async () => {
    for (let round = 0; round < 5; round += 1) {
      const sold = await kit.placed();
      await Promise.all([
        kit.refund(sold.orderId, { amountMinor: 1_000 }),
        kit.cancel(sold.orderId),
      ]);
      await kit.shop.settle();
      for (let tries = 0; tries < 10; tries += 1) {
        if ((await kit.order(sold.orderId)).state === 'cancelled') break;
        await kit.shop.moveClock(5_000);
      }
      expect(await kit.order(sold.orderId)).toMatchObject({
        state: 'cancelled',
        refundedMinor: sold.totals.totalMinor,
      });
      expect(await kit.payment(sold.paymentId)).toMatchObject({
        refundedMinor: sold.totals.totalMinor,
      });
    }
  });
});
