import { expect, test } from 'vitest';
import { sql } from '#platform/ground/sql.ts';
import { ApiClient, expectStatus } from '../people/api-client.ts';
import { documentedOperations } from '../rights/documented.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Work {
  kind: string;
  count: number;
  service: string;
  dueAt: string | null;
  locationId: string | null;
  list: { operationId: string; query: Record<string, string> } | null;
}

interface Reply {
  items: Work[];
  unanswered: string[];
}

async function waiting(person: ApiClient): Promise<Work[]> {
  const reply = expectStatus(await person.get<Reply>('/v1/admin/waiting-work'), 200);
  expect(reply.unanswered).toEqual([]);
  return reply.items;
}

const countsOf = (items: Work[]) => {
  const kinds = Object.entries(Object.groupBy(items, ({ kind }) => kind));
  return Object.fromEntries(
    kinds.map(([kind, works]) => [kind, works!.reduce((sum, { count }) => sum + count, 0)]),
  );
};

/** All that the list has that a count names. */
async function listed(shop: JourneyShop, { operationId, query }: NonNullable<Work['list']>) {
  const operations = await documentedOperations(shop.url);
  const { path } = operations.find((one) => one.operationId === operationId)!;
  let found = 0;
  let cursor: string | null = null;
  do {
    const asked: URLSearchParams = new URLSearchParams({
      ...query,
      limit: '100',
      ...(cursor === null ? {} : { cursor }),
    });
    const page = await shop.staff.get<{ items: unknown[]; nextCursor: string | null }>(
      `${path}?${asked.toString()}`,
    );
    const { items, nextCursor } = expectStatus(page, 200);
    found += items.length;
    cursor = nextCursor;
  } while (cursor !== null);
  return found;
}

async function keyWith(shop: JourneyShop, permissions: string[], channels: string[] | '*' = '*') {
  const asked = { name: permissions.join(), permissions, channels };
  const made = await shop.staff.post<{ key: string }>('/v1/admin/api-keys', asked);
  return new ApiClient(shop.url, expectStatus(made, 201).key);
}

const inOrder = (shop: JourneyShop) => shop.kontor!.databaseOf('order');

export function waitingWork(given: () => JourneyShop): void {
  test('what waits is counted, and the list of each count has exactly these', async () => {
    const shop = given();
    const before = countsOf(await waiting(shop.staff));
    const guest = await shop.guest();
    const sku = 'CF-001-250-WB';
    const [first, second] = [await guest.buy({ sku }), await guest.buy({ sku })];
    await shop.settle();
    await guest.post(`/v1/orders/${first.orderId}/tickets`, {
      subject: 'Teapot',
      message: 'Where is it?',
    });
    await shop.staff.patch('/v1/admin/stock/policy', { sku, lowStockThreshold: 1_000_000 });
    const held = sql`
      update story set state = 'held', held_as = 'payment_in_review', last_error = 'in review'
      where name = 'order_process' and id = ${second.orderId} returning id`;
    const ids = await inOrder(shop).query<{ id: string }>(held);
    expect(ids).toEqual([{ id: second.orderId }]);

    const items = await waiting(shop.staff);
    const since = (kind: string) => (countsOf(items)[kind] ?? 0) - (before[kind] ?? 0);
    expect(since('to_pick')).toBe(2);
    expect(since('payments_in_review')).toBe(1);
    expect(since('low_stock')).toBeGreaterThan(0);
    expect(since('stuck_stories')).toBe(1);
    // What is of no channel is for who may act in all.
    const ofOne = await keyWith(shop, ['settings:read'], ['default']);
    expect(await waiting(ofOne)).toEqual([]);
    for (const { kind, count, list } of items) {
      if (list !== null) expect([kind, await listed(shop, list)]).toEqual([kind, count]);
    }
    const parcels = items.filter(({ kind }) => kind === 'to_pick');
    expect(parcels.every(({ locationId }) => locationId !== null)).toBe(true);
    // The demo store's warehouse says when it hands over.
    for (const { dueAt, list } of parcels) {
      expect(Date.parse(dueAt!)).toBeGreaterThan(Date.parse(list!.query['createdFrom']!));
    }
    const stuck = await shop.staff.get<{ items: object[] }>('/v1/admin/stuck-work?service=order');
    expect(expectStatus(stuck, 200).items).toContainEqual(
      expect.objectContaining({
        kind: 'story',
        type: 'order_process',
        id: second.orderId,
        nextAttemptAt: null,
        reason: 'payment_in_review: in review',
      }),
    );
    await inOrder(shop).query(sql`
      update story set state = 'finished', held_as = null where id = ${second.orderId}`);
  });

  test('nobody is told of what they may not look at', async () => {
    const shop = given();
    const all = new Set((await waiting(shop.staff)).map(({ kind }) => kind));
    const kindsOf = async (person: ApiClient) => [
      ...new Set((await waiting(person)).map(({ kind }) => kind)),
    ];
    expect(await kindsOf(await keyWith(shop, ['support:read']))).toEqual(['tickets_open']);
    expect(await kindsOf(await keyWith(shop, ['inventory:read']))).toEqual(['low_stock']);
    const packer = await keyWith(shop, ['fulfillment:read']);
    expect(await kindsOf(packer)).toEqual(['to_pick']);
    const seller = await kindsOf(await keyWith(shop, ['orders:read']));
    expect(seller.toSorted()).toEqual(['payments_in_review', 'withdrawals_open']);
    expect([...all]).toEqual(expect.arrayContaining(['to_pick', 'low_stock', 'tickets_open']));
    expect(
      (await (await keyWith(shop, ['catalog:read'])).get('/v1/admin/waiting-work')).status,
    ).toBe(403);
  });
}
