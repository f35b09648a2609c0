import { sqlCheck, type Broken, type Check } from '../world/check.ts';
import type { World } from '../world/world.ts';

const openUnits = 'quantity - backordered - departed - released';

/** I1 no oversell, I2 no leak: inventory's own rows. */
export const stockChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I1',
    says: 'on hand and reserved are never negative, and shipped + reserved ≤ received',
    database: 'inventory',
    counted: 'inventory.stock_item',
    broken: `select sku || ' at ' || location_id as subject,
        format('on hand %s, reserved %s, departed %s, received %s, corrected %s', on_hand, reserved, departed, received, corrected) as message
      from inventory.stock_item
      where on_hand < 0 or reserved < 0 or backordered < 0
        or departed + reserved - short_units > received + corrected`,
  }),
  sqlCheck({
    invariant: 'I1',
    says: 'what is on hand is the sum of its movements',
    database: 'inventory',
    counted: 'inventory.movement',
    broken: `select s.sku || ' at ' || s.location_id as subject,
        format('on hand %s, movements %s', s.on_hand, coalesce(sum(m.on_hand_delta), 0)) as message
      from inventory.stock_item s left join inventory.movement m using (sku, location_id)
      group by s.sku, s.location_id, s.on_hand having s.on_hand <> coalesce(sum(m.on_hand_delta), 0)`,
  }),
  sqlCheck({
    invariant: 'I1',
    says: 'reserved and backordered are the sums of the open reservations',
    database: 'inventory',
    counted: 'inventory.reservation_allocation',
    broken: `select s.sku || ' at ' || s.location_id as subject,
        format('reserved %s, allocated %s; backordered %s, waiting %s', s.reserved, coalesce(a.open, 0), s.backordered, coalesce(a.waiting, 0)) as message
      from inventory.stock_item s left join (
        select sku, location_id, sum(${openUnits}) as open, sum(backordered) as waiting
        from inventory.reservation_allocation join inventory.reservation r on r.id = reservation_id
        where tracked and r.state in ('active', 'confirmed') group by sku, location_id
      ) a using (sku, location_id)
      where s.reserved <> coalesce(a.open, 0) or s.backordered <> coalesce(a.waiting, 0)`,
  }),
  sqlCheck({
    invariant: 'I1',
    says: 'a count below what is reserved has an open shortage',
    database: 'inventory',
    counted: 'inventory.stock_item',
    broken: `select s.sku || ' at ' || s.location_id as subject, format('%s units short, no open shortage', s.short_units) as message
      from inventory.stock_item s
      where s.reserved > s.on_hand and not exists (
        select from inventory.shortage h where h.sku = s.sku and h.location_id = s.location_id and h.closed_at is null)`,
  }),
  sqlCheck({
    invariant: 'I2',
    says: 'no reservation outlives its expiry',
    database: 'inventory',
    counted: 'inventory.reservation',
    broken: `select id::text as subject, format('active, expired at %s', expires_at) as message
      from inventory.reservation
      where state = 'active' and expires_at < kontor_now() - make_interval(secs => greatest($1, 30))`,
  }),
  {
    invariant: 'I2',
    says: 'every held unit belongs to a checkout under way or an order that still needs it',
    run: async (world) => {
      let checked = 0;
      const broken: Broken[] = [];
      const held = world.batches<Held>(
        'inventory',
        `select id::text, state, extract(epoch from kontor_now() - created_at)::float8 as "ageSeconds"
         from inventory.reservation where state in ('active', 'confirmed')`,
      );
      for await (const batch of held) {
        checked += batch.length;
        const holders = await readHolders(world, batch);
        for (const row of batch) {
          const message = wronglyHeld(row, holders.get(row.id), world.graceSeconds);
          if (message) broken.push({ subject: row.id, message });
        }
      }
      return { checked, broken };
    },
  },
  {
    invariant: 'I2',
    says: 'the catalog shows what can be sold: nothing is sold out by mistake',
    run: async (world) => {
      let checked = 0;
      const broken: Broken[] = [];
      const items = world.batches<object>(
        'inventory',
        `select sku, location_id::text as location, version,
           greatest(0, on_hand - reserved - safety_stock) as available from inventory.stock_item`,
      );
      for await (const batch of items) {
        checked += batch.length;
        const differing = await world.query<Broken>(
          'product',
          `select i.sku || ' at ' || i.location as subject,
             format('shown %s at version %s, there are %s at version %s', s.available, s.version, i.available, i.version) as message
           from jsonb_to_recordset($1::jsonb) i (sku text, location uuid, available int, version int)
           join product.variant_stock s on s.sku = i.sku and s.location_id = i.location
           where s.available <> i.available and (s.version = i.version or $2 = 0)`,
          [JSON.stringify(batch), world.graceSeconds],
        );
        broken.push(...differing);
      }
      return { checked, broken };
    },
  },
];

interface Held {
  id: string;
  state: 'active' | 'confirmed';
  ageSeconds: number;
}

interface Holder {
  checkout: string;
  order: string | undefined;
}

/** The checkout, and the order, of each reservation. */
async function readHolders(world: World, held: readonly Held[]): Promise<Map<string, Holder>> {
  const checkouts = await world.query<{ id: string; state: string; orderId: string | null }>(
    'cart',
    `select a.reservation_id::text as id,
       case a.state when 'undone' then 'open' else c.state end as state,
       case a.state when 'completed' then c.order_id::text end as "orderId"
     from checkout.completion a join checkout.checkout c on c.id = a.checkout_id
     where a.reservation_id = any($1::uuid[])`,
    [held.map(({ id }) => id)],
  );
  const orders = await world.query<{ id: string; state: string }>(
    'order',
    'select id::text, state from "order".orders where id = any($1::uuid[])',
    [checkouts.flatMap(({ orderId }) => orderId ?? [])],
  );
  const states = new Map(orders.map(({ id, state }) => [id, state]));
  return new Map(
    checkouts.map(({ id, state, orderId }) => [
      id,
      { checkout: state, order: orderId === null ? undefined : states.get(orderId) },
    ]),
  );
}

function wronglyHeld(
  { state, ageSeconds }: Held,
  holder: Holder | undefined,
  graceSeconds: number,
): string | undefined {
  const checkout = holder?.checkout ?? 'unknown';
  const order = holder?.order;
  if (order === 'cancelled' || order === 'shipped' || order === 'delivered')
    return `${state}, but its order is ${order}`;
  if (ageSeconds <= graceSeconds) return undefined;
  const needed = state === 'active' ? ['completing'] : ['completing', 'completed'];
  return needed.includes(checkout) ? undefined : `${state}, but its checkout is ${checkout}`;
}
