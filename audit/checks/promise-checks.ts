import { everySchemaCheck, sqlCheck, type Broken, type Check } from '../world/check.ts';
import type { Reported } from '../world/reported.ts';
import type { World } from '../world/world.ts';

/** I7 acknowledged is durable, I8 idempotency: what clients were told. */
export const promiseChecks: readonly Check[] = [
  {
    invariant: 'I7',
    says: 'everything a client was told exists',
    needs: ['journal'],
    run: async (world) => {
      const reported = world.reported();
      const broken: Broken[] = [];
      for (const [kind, entries] of Map.groupBy(reported, (entry) => entry.kind)) {
        const there = await existing(world, kind, entries);
        for (const { id } of entries)
          if (!there.has(id))
            broken.push({ subject: id, message: `told ${kind}, but it is not there` });
      }
      return { checked: reported.length, broken };
    },
  },
  {
    invariant: 'I7',
    says: 'an order is what its buyer was told',
    needs: ['journal'],
    run: async (world) => {
      const reported = world.reported().filter(({ kind }) => kind === 'order_placed');
      const numbers = new Map(
        (
          await world.query<{ id: string; number: string }>(
            'order',
            'select id::text, number from "order".orders where id = any($1::uuid[])',
            [reported.map(({ id }) => id)],
          )
        ).map(({ id, number }) => [id, number]),
      );
      const broken = reported.flatMap(({ id, reply }): Broken[] => {
        const { orderNumber } = JSON.parse(reply) as { orderNumber?: unknown };
        const number = numbers.get(id);
        if (number === undefined || number === orderNumber) return [];
        return [{ subject: id, message: `told ${String(orderNumber)}, but it is ${number}` }];
      });
      return { checked: reported.length, broken };
    },
  },
  {
    invariant: 'I7',
    says: 'every completed checkout has its order',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      const completed = world.batches<{ id: string; orderId: string }>(
        'cart',
        `select id::text, order_id::text as "orderId" from checkout.checkout
         where state = 'completed' and updated_at <= kontor_now() - make_interval(secs => $1)`,
        [world.graceSeconds],
      );
      for await (const batch of completed) {
        checked += batch.length;
        const missing = await world.query<{ id: string }>(
          'order',
          `select id::text from unnest($1::uuid[]) asked (id)
           where not exists (select from "order".orders o where o.id = asked.id)`,
          [batch.map(({ orderId }) => orderId)],
        );
        const gone = new Set(missing.map(({ id }) => id));
        for (const { id, orderId } of batch)
          if (gone.has(orderId))
            broken.push({ subject: id, message: `completed, but order ${orderId} is not there` });
      }
      return { checked, broken };
    },
  },
  {
    invariant: 'I8',
    says: 'the same key was told the same reply',
    needs: ['journal'],
    run: async (world) => {
      const replies = new Map<string, string>();
      const broken: Broken[] = [];
      for (const { idempotencyKey, reply, kind } of world.reported()) {
        if (!idempotencyKey) continue;
        const first = replies.get(idempotencyKey);
        if (first === undefined) replies.set(idempotencyKey, reply);
        else if (first !== reply)
          broken.push({ subject: idempotencyKey, message: `${kind}: two replies` });
      }
      return { checked: replies.size, broken };
    },
  },
  everySchemaCheck({
    invariant: 'I8',
    says: 'a key is recorded once, with its reply',
    counted: (schema) => `${schema}.idempotency`,
    broken: (schema, service) => `
      select key, format('%s: %s recorded %s times', '${service}', operation, count(*))
      from ${schema}.idempotency group by actor_scope, operation, key having count(*) > 1`,
  }),
  sqlCheck({
    invariant: 'I8',
    says: 'a key that completes a checkout completes one',
    database: 'cart',
    counted: 'checkout.completion',
    broken: `select key, format('%s attempts under one key', count(*)) from checkout.completion
        group by actor_scope, key having count(*) > 1
      union all
      select checkout_id::text, format('completed by %s attempts', count(*)) from checkout.completion
        where state = 'completed' group by checkout_id having count(*) > 1`,
  }),
  sqlCheck({
    invariant: 'I8',
    says: 'a checkout became one order, and a cart one checkout',
    database: 'order',
    counted: '"order".orders',
    broken: `select snapshot ->> 'checkoutId', format('%s orders', count(*))
        from "order".orders group by 1 having count(*) > 1
      union all
      select snapshot ->> 'cartId', format('%s orders of one cart', count(*))
        from "order".orders group by 1 having count(*) > 1`,
  }),
  sqlCheck({
    invariant: 'I8',
    says: 'a key made one refund, and each refund by staff was made under a key',
    database: 'order',
    counted: `"order".refund where cause = 'staff'`,
    broken: `select r.id::text, format('told under %s keys', count(i.key))
      from "order".refund r left join "order".idempotency i
        on i.operation = 'refundOrder' and i.reply ->> 'refundId' = r.id::text
      where r.cause = 'staff' and r.created_at > kontor_now() - interval '20 hours'
      group by r.id having count(i.key) <> 1`,
  }),
];

const places: Record<Reported['kind'], readonly ['cart' | 'order', string]> = {
  cart_created: ['cart', 'cart.cart'],
  order_placed: ['order', '"order".orders'],
  refund_made: ['order', '"order".refund'],
  requires_action: ['cart', 'checkout.checkout'],
  payment_declined: ['cart', 'checkout.checkout'],
};

async function existing(
  world: World,
  kind: Reported['kind'],
  entries: readonly Reported[],
): Promise<Set<string>> {
  const [database, table] = places[kind];
  const rows = await world.query<{ id: string }>(
    database,
    `select id::text from ${table} where id = any($1::uuid[])`,
    [entries.map(({ id }) => id)],
  );
  return new Set(rows.map(({ id }) => id));
}
