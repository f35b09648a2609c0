import { expect, test } from 'vitest';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { documentedOperations } from './documented.ts';

interface Page {
  readonly items: Record<string, unknown>[];
  readonly nextCursor: string | null;
}

/** What tells an item of the list from every other. */
const idOf: Readonly<Record<string, string | readonly string[]>> = {
  adminListOrders: 'orderId',
  adminListWithdrawals: 'withdrawalId',
  adminListProducts: 'productId',
  adminListCustomers: 'customerId',
  adminListTickets: 'ticketId',
  adminListMessages: 'messageId',
  adminListFulfillments: 'fulfillmentId',
  adminListStock: ['sku', 'locationId'],
};

/** Every list that somebody can keep a copy of tells all there is, in the order of its changes. */
export function copies(given: () => { readonly shop: JourneyShop }): void {
  test('a list for a copy tells everything, the oldest change first', async () => {
    const { shop } = given();
    const documented = await documentedOperations(shop.url);
    const lists = documented.filter(({ queryNames }) => queryNames.includes('updatedSince'));
    expect(lists.map(({ operationId }) => operationId).toSorted()).toEqual(
      Object.keys(idOf).toSorted(),
    );
    for (const { operationId, path } of lists) {
      const id = [idOf[operationId]!].flat();
      const read = async (query: string) => {
        const items: Record<string, unknown>[] = [];
        let cursor: string | null = null;
        do {
          const more: string = cursor === null ? '' : `&cursor=${cursor}`;
          const reply = await shop.staff.get<Page>(`${path}?${query}${more}`);
          expect([operationId, reply.status]).toEqual([operationId, 200]);
          items.push(...reply.body.items);
          cursor = reply.body.nextCursor;
        } while (cursor !== null);
        return items;
      };
      const idsOf = (items: Record<string, unknown>[]) =>
        items.map((item) => id.map((name) => String(item[name])).join(' ')).toSorted();
      const all = async () => idsOf(await read('limit=100'));
      const copied = async () => idsOf(await read('updatedSince=2000-01-01T00:00:00Z&limit=2'));
      await expect.poll(copied, { timeout: 180_000, interval: 200 }).toEqual(await all());
      const items = await read('updatedSince=2000-01-01T00:00:00Z&limit=3');
      const times = items.map(({ updatedAt }) => updatedAt as string);
      expect(times).toEqual(times.toSorted());
      const last = times.at(-1)!;
      const since = await read(`updatedSince=${last}&limit=100`);
      expect(idsOf(since)).toEqual(idsOf(items.filter(({ updatedAt }) => updatedAt === last)));
    }
  }, 200_000);

  test('a filter that is not there is refused with those that are', async () => {
    const { shop } = given();
    const reply = await shop.staff.get<{ errors: { field: string; message: string }[] }>(
      '/v1/admin/orders?nubmer=K-1',
    );
    expect(reply.status).toBe(400);
    const [error] = reply.body.errors;
    expect(error!.field).toBe('query.nubmer');
    for (const name of ['orderNumber', 'trackingNumber', 'updatedSince', 'sort']) {
      expect(error!.message).toContain(name);
    }
  });
}
