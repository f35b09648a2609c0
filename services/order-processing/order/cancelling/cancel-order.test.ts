import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
});
afterAll(() => kit.close());

/** Lets what was postponed become due, until the cancellation is through. */
async function cancelled({ orderId }: { orderId: string }) {
  await kit.shop.settle();
  for (let tries = 0; tries < 12; tries += 1) {
    const { state } = await kit.order(orderId);
    if (state === 'cancelled' && (await kit.openStories()).length === 0) return;
    await kit.shop.moveClock(60_000);
  }
}

/** At rest after a cancellation: nothing held, nothing kept of the customer's money. */
async function expectUndone(sold: { orderId: string; paymentId: string; reservationId: string }) {
  await kit.shop.settle();
  expect(await kit.order(sold.orderId)).toMatchObject({ state: 'cancelled' });
  expect(await kit.reservation(sold.reservationId)).toMatchObject({ state: 'released' });
  const payment = await kit.payment(sold.paymentId);
  expect(payment.capturedMinor - payment.refundedMinor).toBe(0);
  const documents = await kit.documents(sold.orderId);
  const sum = (kind: string) =>
    documents
      .filter((document) => document.kind === kind)
      .reduce((total, { totalMinor }) => total + totalMinor, 0);
  expect(sum('credit_note')).toBe(sum('invoice'));
  expect(await kit.openStories()).toEqual([]);
}

describe('cancelOrder', () => {
  test('of a captured order: stock released, all refunded, credited, the customer told', async () => {
    const email = `cancel-${newId().slice(-8)}@example.com`;
    const sold = await kit.placed({ snapshot: { email } });
    const guest = kit.shop.guest(sold.owner.id);
    const reply = must(await kit.cancel(sold.orderId, guest), 'cancel');
    expect(reply.state).toBe('cancelling');
    await expectUndone(sold);
    expect(await kit.order(sold.orderId, guest)).toMatchObject({
      paymentState: 'refunded',
      refundedMinor: sold.totals.totalMinor,
    });
    expect(await kit.messagesTo(email)).toEqual(['order_cancelled', 'order_confirmation']);
  });

  test('of an order on account: voided, and its invoice credited', async () => {
    const sold = await kit.placed({ method: 'invoice' });
    must(await kit.cancel(sold.orderId), 'cancel');
    await expectUndone(sold);
    expect(await kit.order(sold.orderId)).toMatchObject({ paymentState: 'voided' });
    expect(await kit.documents(sold.orderId)).toHaveLength(2);
  });

  test('after a part was refunded gives the rest back', async () => {
    const sold = await kit.placed();
    must(await kit.refund(sold.orderId, { amountMinor: 500 }), 'refund');
    await kit.shop.settle();
    must(await kit.cancel(sold.orderId), 'cancel');
    await expectUndone(sold);
    const amounts = (await kit.documents(sold.orderId))
      .filter(({ kind }) => kind === 'credit_note')
      .map(({ totalMinor }) => totalMinor);
    expect(amounts.toSorted((a, b) => a - b)).toEqual([500, sold.totals.totalMinor - 500]);
  });

  test('after all was refunded tells that it was, and gives nothing twice', async () => {
    const sold = await kit.placed();
    const { totalMinor } = sold.totals;
    must(await kit.refund(sold.orderId, { amountMinor: totalMinor }), 'refund');
    await kit.shop.settle();
    must(await kit.cancel(sold.orderId), 'cancel');
    await expectUndone(sold);
    const as = kit.shop.invocation({ actor: kit.staff });
    const timeline = must(await kit.orders.getTimeline({ orderId: sold.orderId }, as), 'timeline');
    const reported = timeline.items.find(({ kind }) => kind === 'order_cancelled')!.message;
    const amount = (totalMinor / 100).toFixed(2);
    expect(reported).toBe(`Cancelled. ${amount} EUR had been refunded before.`);
    expect((await kit.payment(sold.paymentId)).refundedMinor).toBe(totalMinor);
  });

  test.each([
    ['nobody who is not its owner', async (id: string) => kit.cancel(id, kit.shop.guest())],
    [
      'staff who may only read',
      async (id: string) => kit.cancel(id, kit.shop.staff(['orders:read'])),
    ],
  ])('%s may do it', async (_who, cancel) => {
    const sold = await kit.placed();
    const reply = await cancel(sold.orderId);
    expect(reply).toMatchObject({ ok: false, failure: { code: 'order_not_found' } });
    expect(await kit.order(sold.orderId)).toMatchObject({ state: 'confirmed' });
  });

  test('the same key is told the same; of many at once one wins', async () => {
    const sold = await kit.placed();
    const actor = kit.shop.guest(sold.owner.id);
    const idempotencyKey = newId();
    const input = { orderId: sold.orderId, reason: 'twice' };
    const once = () =>
      kit.orders.cancelOrder(input, kit.shop.invocation({ actor, idempotencyKey }));
    const first = must(await once(), 'cancel');
    const others = await Promise.all(
      Array.from({ length: 8 }, () => kit.cancel(sold.orderId, actor)),
    );
    for (const reply of others) {
      expect(reply).toMatchObject({ ok: false, failure: { code: 'order_state_conflict' } });
    }
    await expectUndone(sold);
    expect(must(await once(), 'again')).toEqual(first);
  });
});

describe('a cancellation that races the order process', () => {
  test.each([
    ['call:order>payment.capturePayment:before', 'voided', 0, 'placed'],
    ['call:order>payment.capturePayment:after', 'captured', 0, 'placed'],
    ['call:order>invoice.issueInvoice:after', 'captured', 2, 'placed'],
    ['call:order>fulfillment.requestFulfillment:after', 'captured', 2, 'placed'],
    // A mail keeps no order waiting.
    ['call:order>notification.sendMessage:before', 'captured', 2, 'confirmed'],
    ['commit:order.confirm_order:before', 'captured', 2, 'placed'],
  ])('that broke off at %s', async (failpoint, paymentState, documents, state) => {
    const sold = await kit.reserved();
    // Each time, for it is tried again of itself, at any moment, until it is being cancelled.
    armFailpoints(`${failpoint}=throw@always`);
    try {
      await kit.report(sold);
      await kit.shop.settle();
      expect(await kit.order(sold.orderId)).toMatchObject({ state });
      must(await kit.cancel(sold.orderId), 'cancel');
    } finally {
      armFailpoints(undefined);
    }
    await cancelled(sold);
    await expectUndone(sold);
    expect(await kit.payment(sold.paymentId)).toMatchObject({ state: paymentState });
    expect(await kit.documents(sold.orderId)).toHaveLength(documents);
  });

  test.each(Array.from({ length: 12 }, (_, index) => [index * 4]))(
    'that has run for %i ms: whoever wins, everything is undone',
    async (pauseMs) => {
      const sold = await kit.reserved();
      await kit.report(sold);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      expect(must(await kit.cancel(sold.orderId), 'cancel').state).toBe('cancelling');
      await expectUndone(sold);
    },
  );

  test('that is between capture and invoice: nothing is undone before it has handed over', async () => {
    const place = 'call:order>payment.capturePayment:after';
    const sold = await kit.reserved();
    armFailpoints(`${place}=hold`);
    try {
      await kit.report(sold);
      await vi.waitUntil(() => isHeld(place), { timeout: 120_000 });
      must(await kit.cancel(sold.orderId), 'cancel');
      const cancelling = kit.shop.kontor
        .opened('order')
        .stories!.find(({ story }) => story.name === 'cancel_order')!;
      await cancelling.advance(sold.orderId, kit.shop.invocation());
      expect(await kit.order(sold.orderId)).toMatchObject({ state: 'cancelling' });
      expect(await kit.reservation(sold.reservationId)).toMatchObject({ state: 'confirmed' });
      expect(await kit.payment(sold.paymentId)).toMatchObject({
        state: 'captured',
        refundedMinor: 0,
      });
    } finally {
      armFailpoints(undefined);
      letGo();
    }
    await expectUndone(sold);
    expect(await kit.documents(sold.orderId)).toHaveLength(2);
  });

  test('that stood still before the invoice: what it asks for later is not issued', async () => {
    const sold = await kit.reserved();
    armFailpoints('call:order>invoice.issueInvoice:before=throw@always');
    try {
      await kit.report(sold);
      await kit.shop.settle();
      must(await kit.cancel(sold.orderId), 'cancel');
    } finally {
      armFailpoints(undefined);
    }
    await cancelled(sold);
    await expectUndone(sold);
    const { orderId } = sold;
    expect(await kit.issueInvoice(sold)).toMatchObject({
      ok: false,
      failure: { code: 'invoice_withheld' },
    });
    expect(await kit.documents(orderId)).toEqual([]);
  });

  test('that waits for the gateway: it is laid aside and never captures', async () => {
    const sold = await kit.reserved();
    await kit.shop.sandbox.control('faults', {
      system: 'payment',
      operation: 'capture',
      kind: 'status',
    });
    await kit.report(sold);
    await kit.shop.settle();
    expect(await kit.order(sold.orderId)).toMatchObject({ state: 'placed' });
    must(await kit.cancel(sold.orderId), 'cancel');
    await kit.shop.settle();
    await kit.shop.sandbox.clearFaults();
    await cancelled(sold);
    await expectUndone(sold);
  });
});

describe('a cancellation of an order on account that dies behind what it credited', () => {
  const dies = 'call:order>invoice.issueCreditNote:before';
  const as = () => kit.shop.invocation({ actor: kit.staff });

  async function cancelledThroughDeath(sold: { orderId: string }) {
    armFailpoints(`${dies}=throw`);
    try {
      must(await kit.cancel(sold.orderId), 'cancel');
      await kit.shop.settle();
    } finally {
      armFailpoints(undefined);
    }
    // Its story goes on by itself.
    await cancelled(sold);
    expect(await kit.order(sold.orderId)).toMatchObject({ state: 'cancelled' });
  }

  test('a part was paid: all of the invoice is taken back, and what came in goes back', async () => {
    const sold = await kit.placed({ method: 'invoice' });
    const { orderId } = sold;
    const [amountMinor, currency] = [700, 'EUR'];
    const money = { amountMinor, currency, receivedAt: '2026-11-20T10:00:00Z' };
    const named = { reference: newId(), source: 'bank' as const };
    must(await kit.orders.recordReceipt({ orderId, ...money, ...named }, as()), 'receipt');
    await kit.shop.settle();
    await cancelledThroughDeath(sold);
    const documents = await kit.documents(orderId);
    const credited = documents.filter(({ kind }) => kind === 'credit_note');
    const sum = credited.reduce((total, { totalMinor }) => total + totalMinor, 0);
    // The rest is credited; the note of what was paid comes with its pay-out.
    expect(sum).toBe(sold.totals.totalMinor - amountMinor);
  });

  test('nothing was paid, a part was credited before: all of the invoice is taken back', async () => {
    const sold = await kit.placed({ method: 'invoice' });
    const credit = { orderId: sold.orderId, amountMinor: 100, reason: 'came back' };
    must(await kit.orders.creditOrder(credit, as()), 'credit');
    await kit.shop.settle();
    await cancelledThroughDeath(sold);
    await expectUndone(sold);
  });
});

describe('a cancellation that races the warehouse', () => {
  async function packed(sold: { orderId: string }) {
    const fulfillment = kit.shop.client('fulfillment');
    const asStaff = () => kit.shop.invocation({ actor: kit.staff });
    const { items } = must(
      await fulfillment.listFulfillments({ limit: 10, orderId: sold.orderId }, asStaff()),
      'list',
    );
    const { fulfillmentId } = items[0]!;
    must(await fulfillment.pickFulfillment({ fulfillmentId }, asStaff()), 'pick');
    must(await fulfillment.packFulfillment({ fulfillmentId }, asStaff()), 'pack');
    return () => fulfillment.shipFulfillment({ fulfillmentId }, asStaff());
  }

  test('is refused once something has left, and the order goes on', async () => {
    const sold = await kit.placed({
      lines: [{ quantity: 1 }, { quantity: 1, requiresShipping: false }],
    });
    expect(await kit.order(sold.orderId)).toMatchObject({ state: 'partially_shipped' });
    const reply = await kit.cancel(sold.orderId);
    expect(reply).toMatchObject({
      ok: false,
      failure: { code: 'order_state_conflict', detail: { state: 'partially_shipped' } },
    });
  });

  test.each(Array.from({ length: 10 }, (_, index) => [index * 5]))(
    'that ships since %i ms: it is shipped or it is undone, never both',
    async (pauseMs) => {
      const sold = await kit.placed({ lines: [{ quantity: 1 }] });
      const ship = await packed(sold);
      const shipping = ship();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      await kit.cancel(sold.orderId);
      await shipping;
      await kit.shop.settle();
      const { state } = await kit.order(sold.orderId);
      if (state === 'cancelled') return expectUndone(sold);
      expect(state).toBe('shipped');
      expect(await kit.reservation(sold.reservationId)).toMatchObject({ state: 'departed' });
      expect(await kit.payment(sold.paymentId)).toMatchObject({ refundedMinor: 0 });
      expect(await kit.openStories()).toEqual([]);
    },
  );
});
