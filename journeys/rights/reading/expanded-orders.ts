import { expect, test } from 'vitest';
import { ApiClient, expectStatus } from '../../people/api-client.ts';
import type { JourneyShop } from '../../shop-kit/journey-shop.ts';
import type { TwoShops } from '../two-shops.ts';

interface Rights {
  readonly shop: JourneyShop;
  readonly shops: TwoShops;
}
type Reported = Record<string, unknown> & { expanded?: Record<string, unknown> };

const parts = 'customer,documents,fulfillments,ledger,payments,receipts,refunds,timeline';
const ownParts = 'documents,refunds,timeline';

/** Where a part of an order is told by itself. */
function endpointOf(part: string, base: string, orderId: string, order: Reported): string {
  const { id } = order['owner'] as { id: string };
  if (part === 'customer') return `/v1/admin/customers/${id}`;
  if (part === 'fulfillments') return `/v1/admin/fulfillments?orderId=${orderId}`;
  return `${base}/${orderId}/${part}`;
}

/** An order with its parts tells what the order and each part tell by themselves. */
async function compare(
  person: ApiClient,
  base: string,
  orderId: string,
  headers: Record<string, string>,
): Promise<Record<string, string>> {
  const path = `${base}/${orderId}`;
  const names = base === '/v1/orders' ? ownParts : parts;
  const plain = expectStatus(await person.get<Reported>(path, { headers }), 200);
  const asked = await person.get<Reported>(`${path}?expand=${names}`, { headers });
  const { expanded, ...order } = expectStatus(asked, 200);
  expect(order).toEqual(plain);
  expect(Object.keys(expanded!).toSorted()).toEqual(names.split(','));
  const found: Record<string, string> = {};
  for (const [part, reported] of Object.entries(expanded!)) {
    const isGuests = (plain['owner'] as { kind: string }).kind === 'guest';
    if (part === 'customer' && isGuests) {
      expect(reported).toBe(null);
      continue;
    }
    const alone = await person.get<Reported>(endpointOf(part, base, orderId, plain), { headers });
    const { problem } = reported as { problem?: { code: string; status: number } };
    found[part] = alone.status === 200 ? 'told' : String(alone.body['code']);
    if (alone.status === 200) expect([part, reported]).toEqual([part, alone.body]);
    else expect([part, problem?.code, problem?.status]).toEqual([part, found[part], alone.status]);
  }
  return found;
}

const all = (names: string) => Object.fromEntries(names.split(',').map((name) => [name, 'told']));

/** Parts that come with an order are told to whom their own endpoints tell them, and no other way. */
export function expandedOrders(given: () => Rights): void {
  test('an order is read with its parts as each is read alone', async () => {
    const { shop, shops } = given();
    const { own, foreign, people } = shops;
    const base = '/v1/admin/orders';
    await shop.settle();
    for (const { orderId, channel } of [own, foreign]) {
      expect(await compare(shop.staff, base, orderId, { channel })).toEqual(all(parts));
    }
    for (const person of Object.values(people)) {
      expect(await compare(person, base, own.orderId, { channel: 'west' })).toEqual(all(parts));
      const path = `${base}/${foreign.orderId}?expand=${parts}`;
      const reply = await person.get(path, { headers: { channel: 'west' } });
      expect([reply.status, reply.body['code']]).toEqual([404, 'order_not_found']);
    }
  }, 200_000);

  test('who may read orders alone is told the parts that need no other right', async () => {
    const { shop, shops } = given();
    const made = await shop.staff.post<{ key: string }>('/v1/admin/api-keys', {
      name: 'orders alone',
      permissions: ['orders:read'],
      channels: ['west'],
    });
    const reader = new ApiClient(shop.url, expectStatus(made, 201).key);
    const { orderId } = shops.own;
    expect(await compare(reader, '/v1/admin/orders', orderId, { channel: 'west' })).toEqual({
      ...all(parts),
      customer: 'forbidden',
      fulfillments: 'forbidden',
    });
  }, 200_000);

  test('a guest reads an order with its parts, by identity and by its token', async () => {
    const { shop } = given();
    const guest = await shop.guest();
    const { orderId, orderToken } = await guest.buy({ sku: 'CF-001-250-WB' });
    await guest.orderWhen(orderId, () => true);
    await shop.settle();
    const reported = all(ownParts);
    expect(await compare(guest, '/v1/orders', orderId, {})).toEqual(reported);
    const bare = new ApiClient(shop.url);
    const withToken = { 'order-token': orderToken };
    expect(await compare(bare, '/v1/orders', orderId, withToken)).toEqual(reported);
    const { customer: _nobody, ...ofGuest } = all(parts);
    expect(await compare(shop.staff, '/v1/admin/orders', orderId, {})).toEqual(ofGuest);
    const path = `/v1/orders/${orderId}?expand=${ownParts}`;
    const wrong = await bare.get(path, { headers: { 'order-token': 'of-another-order' } });
    expect([wrong.status, 'expanded' in wrong.body]).toEqual([404, false]);
    expect((await (await shop.guest()).get(path)).status).toBe(404);
  }, 200_000);
}
