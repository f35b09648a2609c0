import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from './service.ts';

export interface Stocked {
  readonly shop: TestKontor;
  readonly client: ReturnType<TestKontor['client']> & ReturnType<typeof clientOf>;
  readonly locationId: string;
}

function clientOf(shop: TestKontor) {
  return shop.client('inventory');
}

/** Inventory alone, with its first location. */
export async function openInventory(
  transport: 'direct' | 'loopback' = 'loopback',
): Promise<Stocked> {
  const shop = await openTestKontor({ services: [inventoryService], transport });
  const client = clientOf(shop);
  const { items: locations } = must(
    await client.listLocations({}, shop.invocation()),
    'list locations',
  );
  return { shop, client, locationId: locations[0]!.locationId };
}

let announcements = 0;

/** Announces a SKU as the catalog does, and receives units of it. */
export async function stock(
  { shop, client }: Stocked,
  sku: string,
  quantity: number,
  options: { policy?: 'deny' | 'continue'; tracked?: boolean; locationId?: string } = {},
): Promise<void> {
  const { policy = 'deny', tracked = true, locationId } = options;
  const variants = [{ sku, policy, tracked, removed: false }];
  await shop.deliver('product.variants_changed', newId(), (announcements += 1), { variants });
  if (quantity === 0) return;
  const receipt = { receiptId: newId(), reason: 'receipt', lines: [{ sku, locationId, quantity }] };
  must(await client.receiveStock(receipt, shop.invocation()), 'receive');
}

export async function itemOf({ shop, client }: Stocked, sku: string, locationId?: string) {
  const page = must(
    await client.listStock({ limit: 10, sku, locationId }, shop.invocation()),
    'list stock',
  );
  return page.items[0];
}

export async function availableOfSku({ shop, client }: Stocked, sku: string, channel = 'default') {
  const reply = must(
    await client.getAvailability({ skus: [sku] }, shop.invocation({ channel })),
    'availability',
  );
  return reply.items[0]!.available;
}

export function reservationOf(...lines: { sku: string; quantity: number }[]) {
  return {
    reservationId: newId(),
    lines: lines.map((line) => ({ lineId: newId(), ...line })),
    expiresInSeconds: 120,
  };
}

/** What invariant I1 forbids, and what only a lost or doubled row would explain. */
export async function violations({ shop }: Stocked): Promise<object[]> {
  return shop.database('inventory').query(sql`
    select 'item' as what, i.sku, i.location_id::text from stock_item i
    cross join lateral (
      select coalesce(sum(a.quantity - a.backordered - a.departed - a.released), 0)::int as reserved,
             coalesce(sum(a.backordered), 0)::int as backordered,
             coalesce(sum(a.departed), 0)::int as departed
      from reservation_allocation a
      where a.tracked and a.sku = i.sku and a.location_id = i.location_id) held
    where i.on_hand < 0 or i.reserved < 0
       or i.departed + i.reserved - i.short_units > i.received + i.corrected
       or i.on_hand <> coalesce((select sum(m.on_hand_delta) from movement m
            where m.sku = i.sku and m.location_id = i.location_id), 0)
       or (i.reserved, i.backordered) <> (held.reserved, held.backordered)
       or i.departed <> held.departed
    union all
    select 'leak', r.id::text, r.state from reservation r
    join reservation_allocation a on a.reservation_id = r.id
    where r.state in ('released', 'expired', 'departed') and a.quantity > a.departed + a.released
    union all
    select 'shortage', i.sku, i.short_units::text from stock_item i
    where i.short_units <> coalesce((select s.units from shortage s
      where s.sku = i.sku and s.location_id = i.location_id and s.closed_at is null), 0)`);
}

export function idOf({ reservationId }: { reservationId: string }): { reservationId: string } {
  return { reservationId };
}
