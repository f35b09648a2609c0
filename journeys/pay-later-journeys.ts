import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectStatus } from './people/api-client.ts';
import { Customer } from './people/customer.ts';
import type { JourneyShop } from './shop-kit/journey-shop.ts';
import type { Checkout } from './people/shopper.ts';

const path = '/v1/admin/payment-methods/invoice';

/** Goods on account, as staff lets them out and nobody else. */
export function payLaterJourneys(shopNow: () => JourneyShop, clean: () => Promise<void>): void {
  test('nobody takes goods on account until staff says who may', async () => {
    const shop = shopNow();
    const sku = await shop.staff.stockedSku(1_000);
    const guest = await shop.guest();
    const checkout = await guest.readyCheckout({ sku, quantity: 20 });
    expect(codesOf(checkout)).toEqual(['card']);
    expect(await guest.completeOnAccount(checkout)).toMatchObject(unavailable('unknown'));
    const unbound = await shop.staff.patch(path, { active: true });
    expect(unbound).toMatchObject({ status: 422, body: { code: 'payment_rule_missing' } });

    await shop.staff.allowInvoice({ registered: true, ceilingMinor: 100_000 });
    expect(await guest.completeOnAccount(checkout)).toMatchObject(unavailable('account_required'));
    const doubtful = await Customer.register(
      shop,
      `fraud-challenge-${randomUUID()}@kontor.example`,
    );
    const doubted = await doubtful.readyCheckout({ sku, email: doubtful.email });
    expect(codesOf(doubted)).toEqual(['card', 'invoice']);
    expect(await doubtful.completeOnAccount(doubted)).toMatchObject(unavailable('risk'));

    const customer = await Customer.register(shop, `account-${randomUUID()}@kontor.example`);
    const own = await customer.readyCheckout({ sku, email: customer.email });
    const listed = await customer.get<{ items: { code: string }[] }>(
      `/v1/checkouts/${own.checkoutId}/payment-methods`,
    );
    const { items: paymentMethods } = expectStatus(listed, 200);
    expect(codesOf({ paymentMethods })).toEqual(['card', 'invoice']);
    const placed = await customer.completeOnAccount(own);
    expect(placed).toMatchObject({ status: 200 });
    const isConfirmed = ({ state }: { state: string }) => state === 'confirmed';
    const order = await customer.orderWhen(placed.body.orderId, isConfirmed);
    expect(order.paymentState).toBe('authorized');
    const money = {
      amountMinor: 100,
      currency: 'EUR',
      receivedAt: '2026-11-20T10:00:00.000Z',
      reference: randomUUID(),
    };
    const receipts = `/v1/admin/orders/${order.orderId}/receipts`;
    expectStatus(await shop.staff.post(receipts, money), 201);
    const delivered = { dueFrom: 'delivery', deliveredAfterDays: 20, reminderDays: [3, 9] };
    const set = expectStatus(await shop.staff.patch<object>(path, delivered), 200);
    expect(set).toMatchObject(delivered);
    const later = await customer.readyCheckout({ sku, email: customer.email });
    const after = expectStatus(await customer.completeOnAccount(later), 200);
    await customer.orderWhen(after.orderId, isConfirmed);
    type Owed = { items: { orderId: string; awaitsDelivery: boolean }[] };
    const owed = expectStatus(await shop.staff.get<Owed>('/v1/admin/receivables?limit=100'), 200);
    const awaits = new Map(owed.items.map((item) => [item.orderId, item.awaitsDelivery]));
    expect(awaits.get(order.orderId)).toBe(false);
    expect(awaits.get(after.orderId)).toBe(true);
    const usual = { active: false, dueFrom: 'invoice', reminderDays: [7, 14, 21] };
    expectStatus(await shop.staff.patch(path, usual), 200);
    await clean();
  });
}

function codesOf({ paymentMethods }: Pick<Checkout, 'paymentMethods'>) {
  return paymentMethods?.map(({ code }) => code);
}

function unavailable(reason: string) {
  return { status: 422, body: { code: 'payment_method_unavailable', details: { reason } } };
}
