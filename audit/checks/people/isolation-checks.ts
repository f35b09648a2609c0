import { everySchemaCheck, sqlCheck, type Broken, type Check } from '../../world/check.ts';

interface OrderOwner {
  id: string;
  number: string;
  checkoutId: string;
  owner: string;
}

const traceId = `'^[0-9a-f]{32}$' and a.trace_id !~ '^0+$'`;

/** I15 isolation: everything has one owner all along; every staff change has its audit row. */
export const isolationChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I15',
    says: 'every cart and checkout belongs to someone, and to whom the other belongs',
    database: 'cart',
    counted: 'cart.cart',
    broken: `select id::text, 'belongs to nobody' from cart.cart where owner_id = ''
      union all select id::text, 'belongs to nobody' from checkout.checkout where owner_id = ''
      union all
      select k.id::text, 'belongs to another than its cart'
        from checkout.checkout k join cart.cart c on c.id = k.cart_id
        where (c.owner_kind, c.owner_id) <> (k.owner_kind, k.owner_id)`,
  }),
  {
    invariant: 'I15',
    says: 'every order belongs to whom its checkout belongs',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      const orders = world.batches<OrderOwner>(
        'order',
        `select id::text, number, snapshot ->> 'checkoutId' as "checkoutId", owner_kind || ' ' || owner_id as owner
         from "order".orders`,
      );
      for await (const batch of orders) {
        checked += batch.length;
        const rows = await world.query<{ id: string; owner: string }>(
          'cart',
          `select id::text, owner_kind || ' ' || owner_id as owner from checkout.checkout where id = any($1::uuid[])`,
          [batch.map(({ checkoutId }) => checkoutId)],
        );
        const owners = new Map(rows.map(({ id, owner }) => [id, owner]));
        for (const { number, checkoutId, owner } of batch)
          if (owners.get(checkoutId) !== owner)
            broken.push({ subject: number, message: 'belongs to another than its checkout' });
      }
      return { checked, broken };
    },
  },
  sqlCheck({
    invariant: 'I15',
    says: 'an order and what was frozen of it name the same owner',
    database: 'order',
    counted: '"order".orders',
    broken: `select number, 'its snapshot belongs to another' from "order".orders
      where owner_id = '' or owner_id <> snapshot -> 'owner' ->> 'id' or owner_kind <> snapshot -> 'owner' ->> 'kind'`,
  }),
  {
    invariant: 'I15',
    says: 'what customer service knows of an order, it knows of that order’s customer',
    run: async (world) => {
      const broken: Broken[] = [];
      let checked = 0;
      const known = world.batches<{ what: string; orderId: string; customerId: string }>(
        'customer',
        `select 'order history' as what, order_id::text as "orderId", customer_id::text as "customerId"
           from customer.customer_order
         union all
         select 'ticket ' || number, order_id::text, customer_id::text from support.ticket where order_id is not null`,
      );
      for await (const batch of known) {
        checked += batch.length;
        const foreign = await world.query<Broken>(
          'order',
          `select o.number as subject, format('%s of customer %s', k.what, k."customerId") as message
           from jsonb_to_recordset($1::jsonb) k (what text, "orderId" uuid, "customerId" text)
           join "order".orders o on o.id = k."orderId"
           where o.owner_id <> k."customerId" and not (o.owner_kind = 'guest' and exists (
             select from "order".confirmed_address c
             where c.email = lower(o.email) and c.customer_id::text = k."customerId"))`,
          [JSON.stringify(batch)],
        );
        broken.push(...foreign);
      }
      return { checked, broken };
    },
  },
  everySchemaCheck({
    invariant: 'I15',
    says: 'every audit row names who, what and the trace',
    counted: (schema) => `${schema}.audit_entry`,
    broken: (schema, service) => `
      select a.id::text, format('%s: %s by %s %s, trace %s', '${service}', operation, actor_kind, actor_id, trace_id)
      from ${schema}.audit_entry a
      where not (a.trace_id ~ ${traceId}) or actor_id = '' or operation = ''
        or not (actor_kind in ('staff', 'api_key')
          or actor_kind = 'system' and actor_id = 'command line')`,
  }),
  everySchemaCheck({
    invariant: 'I15',
    says: 'what staff told other services is in the audit, under the same trace',
    counted: (schema) => `${schema}.outbox where actor ->> 'kind' in ('staff', 'api_key')`,
    broken: (schema, service) => `
      select o.id::text, format('%s: %s by %s without an audit row', '${service}', o.type, o.actor ->> 'id')
      from ${schema}.outbox o left join (select distinct trace_id, actor_id from ${schema}.audit_entry) a
        on a.trace_id = split_part(o.traceparent, '-', 2) and a.actor_id = o.actor ->> 'id'
      where o.actor ->> 'kind' in ('staff', 'api_key') and a.trace_id is null`,
  }),
  everySchemaCheck({
    invariant: 'I15',
    says: 'what staff did under a key is in the audit',
    counted: (schema) => `${schema}.idempotency where actor_scope ~ '^(staff|api_key):'`,
    broken: (schema, service) => `
      select i.key, format('%s: %s by %s without an audit row', '${service}', i.operation, i.actor_scope)
      from ${schema}.idempotency i
      where i.actor_scope ~ '^(staff|api_key):' and not exists (
        select from ${schema}.audit_entry a where a.operation = i.operation and a.at = i.created_at
          and a.actor_id = split_part(i.actor_scope, ':', 2))`,
  }),
  sqlCheck({
    invariant: 'I15',
    says: 'every refund by staff and every staff entry of a timeline is in the audit',
    database: 'order',
    counted: `"order".timeline_entry where actor like 'staff:%'`,
    broken: `select r.id::text, 'made by staff, but no audit row tells of it'
        from "order".refund r
        where r.cause = 'staff' and not exists (
          select from "order".audit_entry a
          where a.operation = 'refundOrder' and a.subject = 'order:' || r.order_id
            and a.detail -> 'after' ->> 'refundId' = r.id::text)
      union all
      select t.order_id || ' ' || t.key, format('%s by %s without an audit row', t.kind, t.actor)
        from "order".timeline_entry t
        where t.actor like 'staff:%' and not exists (
          select from "order".audit_entry a where 'staff:' || a.actor_id = t.actor and a.trace_id = t.trace_id)`,
  }),
  sqlCheck({
    invariant: 'I15',
    says: 'every stock movement by staff has its audit row with the same trace',
    database: 'inventory',
    counted: `inventory.movement where actor_kind in ('staff', 'api_key')`,
    broken: `select m.id::text, format('%s by %s without an audit row', m.kind, m.actor_id)
      from inventory.movement m left join (select distinct trace_id, actor_id from inventory.audit_entry) a
        using (trace_id, actor_id)
      where m.actor_kind in ('staff', 'api_key') and a.trace_id is null`,
  }),
  sqlCheck({
    invariant: 'I15',
    says: 'what staff wrote to and of customers is in the audit',
    database: 'customer',
    counted: `(select id from support.ticket_message where author_kind = 'staff' union all
      select id from customer.customer_note union all
      select id from customer.consent_entry where actor_kind in ('staff', 'api_key')) written`,
    broken: `select m.id::text, 'a staff message without an audit row' from support.ticket_message m
        where m.author_kind = 'staff' and not exists (
          select from support.audit_entry a where a.actor_id = m.author_id and a.subject = 'ticket:' || m.ticket_id)
      union all
      select n.id::text, 'a note without an audit row' from customer.customer_note n
        where not exists (select from customer.audit_entry a where a.actor_id = n.author_id and a.at = n.created_at)
      union all
      select c.id::text, 'a consent without an audit row' from customer.consent_entry c
        where c.actor_kind in ('staff', 'api_key') and not exists (
          select from customer.audit_entry a where a.actor_id = c.actor_id and a.at = c.at)`,
  }),
];
