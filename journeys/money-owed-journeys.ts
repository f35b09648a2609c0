import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectStatus } from './people/api-client.ts';
import { Customer } from './people/customer.ts';
import type { JourneyShop } from './shop-kit/journey-shop.ts';

interface PayOut {
  payOutId: string;
  orderId: string;
  kind: string;
  amountMinor: number;
}

/** What becomes of money that is owed, through the public door. */
export function moneyOwedJourneys(shopNow: () => JourneyShop, clean: () => Promise<void>): void {
  test('goods on account are paid in parts, come back, are given up, and money goes back', async () => {
    const shop = shopNow();
    const { staff } = shop;
    const owed = await shippedOnAccount(shop);
    const { orderId, totalMinor } = owed;
    const path = `/v1/admin/orders/${orderId}`;
    const stateNow = async () => {
      await shop.settle();
      const order = await staff.get<{ paymentState: string; state: string }>(path);
      const { paymentState, state } = expectStatus(order, 200);
      return `${state} ${paymentState}`;
    };
    expect(await stateNow()).toBe('shipped authorized');

    const first = moneyIn(400);
    expectStatus(await staff.post(`${path}/receipts`, first), 201);
    const again = await staff.post(`${path}/receipts`, first);
    expect(again).toMatchObject({ status: 409, body: { code: 'receipt_reference_used' } });
    expect(await stateNow()).toBe('shipped part_received');
    expect(await openOf(shop, orderId)).toBe(totalMinor - 400);
    await clean();

    const lines = [{ lineId: owed.lineId, quantity: 1 }];
    const credit = await staff.post<{ amountMinor: number }>(`${path}/credits`, {
      lines,
      reason: 'came back',
    });
    const creditedMinor = expectStatus(credit, 201).amountMinor;
    expect(await stateNow()).toBe('shipped part_received');
    expect(await openOf(shop, orderId)).toBe(totalMinor - 400 - creditedMinor);
    await clean();

    const writeOff = await staff.post(`${path}/write-off`, { reason: 'insolvent' });
    expectStatus(writeOff, 200);
    expect(await stateNow()).toBe('shipped written_off');
    expect(await openOf(shop, orderId)).toBe(undefined);
    const timeline = await staff.get<{ items: { message: string }[] }>(`${path}/timeline`);
    const reported = expectStatus(timeline, 200).items.map(({ message }) => message);
    expect(reported.join(' ')).toContain('given up: insolvent');
    await clean();

    expectStatus(await staff.refund(orderId, { amountMinor: 150 }, randomUUID()), 201);
    expectStatus(await staff.post(`${path}/receipts`, moneyIn(30)), 201);
    await clean();
    await payOutAll(shop, orderId);
    expect(await stateNow()).toBe('shipped written_off');
    const order = expectStatus(await staff.get<{ refundedMinor: number }>(path), 200);
    expect(order.refundedMinor).toBe(150);
    expectStatus(await staff.patch('/v1/admin/payment-methods/invoice', { active: false }), 200);
    await clean();
  });
}

/** Two pieces on account, which the carrier has. */
async function shippedOnAccount(shop: JourneyShop) {
  const { staff } = shop;
  await staff.allowInvoice({ registered: true });
  const sku = await staff.stockedSku(50);
  const customer = await Customer.register(shop, `owes-${randomUUID()}@kontor.example`);
  const checkout = await customer.readyCheckout({ sku, quantity: 2, email: customer.email });
  const { orderId } = expectStatus(await customer.completeOnAccount(checkout), 200);
  const order = await customer.orderWhen(orderId, ({ state }) => state === 'confirmed');
  await shop.settle();
  for (const part of await staff.fulfillmentsOf(orderId)) await staff.ship(part.fulfillmentId);
  await customer.orderWhen(orderId, ({ state }) => state === 'shipped');
  return { orderId, totalMinor: order.totals.totalMinor, lineId: order.lines[0]!.lineId };
}

function moneyIn(amountMinor: number) {
  const receivedAt = '2026-11-20T10:00:00.000Z';
  return { amountMinor, currency: 'EUR', receivedAt, reference: randomUUID() };
}

/** What is open of an order, as the list of what is owed says; undefined when it is not there. */
async function openOf(shop: JourneyShop, orderId: string): Promise<number | undefined> {
  const reply = await shop.staff.get<{ items: { orderId: string; openMinor: number }[] }>(
    '/v1/admin/receivables?limit=100',
  );
  return expectStatus(reply, 200).items.find((item) => item.orderId === orderId)?.openMinor;
}

/** A part of what came in too much was meant for another order. */
async function assignOfIt(shop: JourneyShop, receiptId: string): Promise<void> {
  const { staff } = shop;
  const { orderId, totalMinor } = await shippedOnAccount(shop);
  const path = `/v1/admin/surpluses/${receiptId}/assignments`;
  const asked = { orderId, amountMinor: 10, reason: 'meant for it' };
  const assigned = await staff.post<{ appliedMinor: number; assignedFrom: string }>(path, asked);
  expect(expectStatus(assigned, 201)).toMatchObject({ appliedMinor: 10, assignedFrom: receiptId });
  expect(await openOf(shop, orderId)).toBe(totalMinor - 10);
  const tooMuch = await staff.post(path, { ...asked, amountMinor: 21 });
  expect(tooMuch).toMatchObject({ status: 409, body: { code: 'surplus_exceeded' } });
}

/** A refund and a surplus wait for a person, who pays both. */
async function payOutAll(shop: JourneyShop, orderId: string): Promise<void> {
  const { staff } = shop;
  await shop.settle();
  const surpluses = await staff.get<{ items: { orderId: string; receiptId: string }[] }>(
    '/v1/admin/surpluses?limit=100',
  );
  const surplus = expectStatus(surpluses, 200).items.find((item) => item.orderId === orderId);
  await assignOfIt(shop, surplus!.receiptId);
  const back = `/v1/admin/surpluses/${surplus!.receiptId}/pay-outs`;
  expectStatus(await staff.post(back, { reason: 'came too late' }), 201);
  const listed = await staff.get<{ items: PayOut[] }>('/v1/admin/pay-outs?limit=100');
  const mine = expectStatus(listed, 200).items.filter((item) => item.orderId === orderId);
  expect(mine.map(({ kind, amountMinor }) => `${kind} ${amountMinor}`)).toEqual([
    'refund 150',
    'surplus 20',
  ]);
  for (const { payOutId } of mine) {
    const paid = { paidAt: '2026-11-21T10:00:00.000Z', reference: 'transfer 1' };
    expectStatus(await staff.post(`/v1/admin/pay-outs/${payOutId}/settle`, paid), 200);
    const twice = await staff.post(`/v1/admin/pay-outs/${payOutId}/settle`, paid);
    expect(twice).toMatchObject({ status: 409, body: { code: 'pay_out_state_conflict' } });
  }
}
