import { expect, test } from 'vitest';
import { expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Figures {
  channel: string;
  currency: string;
  timeZone: string;
  day: string;
  sums: Sums;
  dayBefore: Sums;
}

interface Sums {
  orders: number;
  salesMinor: number;
  averageMinor: number | null;
}

interface Sold {
  placedAt: string;
  totals: { totalMinor: number };
}

function sumsOf(sold: readonly Sold[]): Sums {
  const salesMinor = sold.reduce((sum, { totals }) => sum + totals.totalMinor, 0);
  const averageMinor = sold.length === 0 ? null : Math.round(salesMinor / sold.length);
  return { orders: sold.length, salesMinor, averageMinor };
}

export function dayFigures(given: () => JourneyShop): void {
  test('what was bought today is in the figures of today as soon as the order is there', async () => {
    const shop = given();
    const guest = await shop.guest();
    const sku = 'CF-001-250-WB';
    const bought = [await guest.buy({ sku }), await guest.buy({ sku })];
    await shop.settle();
    const orders = await Promise.all(
      bought.map(async ({ orderId }) =>
        expectStatus(await shop.staff.get<Sold>(`/v1/admin/orders/${orderId}`), 200),
      ),
    );
    const reply = await shop.staff.get<{ items: Figures[] }>('/v1/admin/figures/day');
    const [today, ...others] = expectStatus(reply, 200).items;
    expect(others).toEqual([]);
    expect(today).toMatchObject({ channel: 'default', currency: 'EUR' });
    // Midnight may have passed since the one or the other was bought.
    const { day, timeZone, sums, dayBefore } = today!;
    const isOfDay = ({ placedAt }: Sold) =>
      new Date(placedAt).toLocaleDateString('sv-SE', { timeZone }) === day;
    expect(sums).toMatchObject(sumsOf(orders.filter(isOfDay)));
    expect(dayBefore).toMatchObject(sumsOf(orders.filter((order) => !isOfDay(order))));
    const past = await shop.staff.get('/v1/admin/figures/day?day=2020-02-29');
    expect(expectStatus(past, 200)).toEqual({ items: [], nextCursor: null });
    expect((await shop.staff.get('/v1/admin/figures/day?day=2021-02-29')).status).toBe(400);
    expect((await guest.get('/v1/admin/figures/day')).status).toBe(403);
  });
}
