import { expect, test } from 'vitest';
import { expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Figures {
  channel: string;
  currency: string;
  timeZone: string;
  sums: { orders: number; salesMinor: number; averageMinor: number | null; hours: object[] };
  dayBefore: { orders: number };
}

export function dayFigures(given: () => JourneyShop): void {
  test('what was bought today is in the figures of today as soon as the order is there', async () => {
    const shop = given();
    const guest = await shop.guest();
    const sku = 'CF-001-250-WB';
    const bought = [await guest.buy({ sku }), await guest.buy({ sku })];
    await shop.settle();
    const totals = await Promise.all(
      bought.map(async ({ orderId }) => {
        const order = await shop.staff.get<{ totals: { totalMinor: number } }>(
          `/v1/admin/orders/${orderId}`,
        );
        return expectStatus(order, 200).totals.totalMinor;
      }),
    );
    const salesMinor = totals.reduce((sum, total) => sum + total, 0);
    const reply = await shop.staff.get<{ items: Figures[] }>('/v1/admin/figures/day');
    const [today, ...others] = expectStatus(reply, 200).items;
    expect(others).toEqual([]);
    expect(today).toMatchObject({
      channel: 'default',
      currency: 'EUR',
      sums: { orders: 2, salesMinor, averageMinor: salesMinor / 2 },
      dayBefore: { orders: 0 },
    });
    const past = await shop.staff.get('/v1/admin/figures/day?day=2020-02-29');
    expect(expectStatus(past, 200)).toEqual({ items: [], nextCursor: null });
    expect((await shop.staff.get('/v1/admin/figures/day?day=2021-02-29')).status).toBe(400);
    expect((await guest.get('/v1/admin/figures/day')).status).toBe(403);
  });
}
