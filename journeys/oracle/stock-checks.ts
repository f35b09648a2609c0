import { sqlCheck, type Check } from './check.ts';

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
    counted: 'inventory.stock_item where short_units > 0',
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
      const held = await world.query<{ id: string; state: string; age: number }>(
        'inventory',
        `select id::text, state, extract(epoch from kontor_now() - created_at)::float8 as age
         from inventory.reservation where state in ('active', 'confirmed')`,
      );
      const checkouts = new Map(
        (
          await world.query<{ id: string; state: string; orderId: string | null }>(
            'cart',
            `select a.reservation_id::text as id,
                    case a.state when 'undone' then 'open' else c.state end as state,
                    case a.state when 'completed' then c.order_id::text end as "orderId"
             from checkout.completion a join checkout.checkout c on c.id = a.checkout_id`,
          )
        ).map((row) => [row.id, row]),
      );
      const orders = new Map(
        (
          await world.query<{ id: string; state: string }>(
            'order',
            'select id::text, state from "order".orders',
          )
        ).map((row) => [row.id, row.state]),
      );
      const broken = held.flatMap(({ id, state, age }) => {
        const checkout = checkouts.get(id);
        const order = checkout?.orderId ? orders.get(checkout.orderId) : undefined;
        if (order === 'cancelled')
          return [{ subject: id, message: `${state}, but its order is cancelled` }];
        if (order === 'shipped' || order === 'delivered') {
          return [{ subject: id, message: `${state}, but its order is ${order}` }];
        }
        if (age <= world.graceSeconds) return [];
        if (
          state === 'confirmed' &&
          !(checkout?.state === 'completed' || checkout?.state === 'completing')
        ) {
          return [
            {
              subject: id,
              message: `confirmed, but its checkout is ${checkout?.state ?? 'unknown'}`,
            },
          ];
        }
        if (state === 'active' && checkout?.state !== 'completing') {
          return [
            { subject: id, message: `active, but its checkout is ${checkout?.state ?? 'unknown'}` },
          ];
        }
        return [];
      });
      return { checked: held.length, broken };
    },
  },
];
