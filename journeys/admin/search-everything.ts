import { expect, test } from 'vitest';
import { ApiClient, expectStatus } from '../people/api-client.ts';
import { Customer } from '../people/customer.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Found {
  items: { kind: string; id: string; label: string; detail: string | null; state: string | null }[];
  unanswered: string[];
}

export function searchEverything(given: () => JourneyShop): void {
  test('one search finds orders, customers, products and tickets, as far as the asker may', async () => {
    const shop = given();
    const buyer = await Customer.register(shop, 'zelda@kontor.example');
    const sku = 'CF-001-250-WB';
    const { orderId } = await buyer.buy({ sku, email: buyer.email });
    await shop.settle();
    const question = { subject: 'Zeldas teapot', message: 'Where is it?' };
    const ticket = await buyer.post<{ ticketId: string; number: string }>('/v1/tickets', question);
    const { ticketId, number } = expectStatus(ticket, 201);
    const order = await shop.staff.get<{ orderNumber: string }>(`/v1/admin/orders/${orderId}`);
    const { orderNumber } = expectStatus(order, 200);

    const search = async (person: ApiClient, query: string) => {
      const reply = await person.get<Found>(`/v1/admin/search?query=${encodeURIComponent(query)}`);
      const { items, unanswered } = expectStatus(reply, 200);
      expect(unanswered).toEqual([]);
      return items.map(({ kind, id }) => `${kind} ${id}`);
    };
    const kinds = (found: string[]) => [...new Set(found.map((hit) => hit.split(' ')[0]))];
    const everything = await search(shop.staff, 'zelda');
    expect(everything).toContain(`order ${orderId}`);
    expect(everything).toContain(`ticket ${ticketId}`);
    expect(kinds(everything)).toEqual(['order', 'customer', 'ticket']);
    expect(await search(shop.staff, orderNumber)).toContain(`order ${orderId}`);
    expect(await search(shop.staff, number)).toEqual([`ticket ${ticketId}`]);
    expect(await search(shop.staff, 'teap zeldas')).toEqual([`ticket ${ticketId}`]);
    expect(kinds(await search(shop.staff, sku))).toEqual(['order', 'product']);
    expect(kinds(await search(shop.staff, 'yirgach'))).toEqual(['product']);
    expect(await search(shop.staff, "'\\%_")).toEqual([]);

    for (const [permission, kind] of [
      ['orders:read', 'order'],
      ['customers:read', 'customer'],
      ['support:read', 'ticket'],
    ] as const) {
      const asked = { name: kind, permissions: [permission], channels: '*' };
      const made = await shop.staff.post<{ key: string }>('/v1/admin/api-keys', asked);
      const person = new ApiClient(shop.url, expectStatus(made, 201).key);
      expect(kinds(await search(person, 'zelda'))).toEqual([kind]);
      expect((await person.get('/v1/admin/search?query=z')).status).toBe(400);
    }
    expect((await buyer.get('/v1/admin/search?query=zelda')).status).toBe(403);
  });
}
