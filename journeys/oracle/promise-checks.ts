import { sqlCheck, type Broken, type Check } from './check.ts';

/** I7 acknowledged is durable, I8 idempotency: what clients were told. */
export const promiseChecks: readonly Check[] = [
  {
    invariant: 'I7',
    says: 'everything a client was told exists',
    run: async (world) => {
      const told = world.journal?.entries ?? [];
      const ids = async (database: 'cart' | 'order', text: string) =>
        new Set((await world.query<{ id: string }>(database, text)).map(({ id }) => id));
      const known = {
        cart_created: await ids('cart', 'select id::text from cart.cart'),
        order_placed: await ids('order', 'select id::text from "order".orders'),
        refund_made: await ids('order', 'select id::text from "order".refund'),
        requires_action: await ids('cart', 'select id::text from checkout.checkout'),
        payment_declined: await ids('cart', 'select id::text from checkout.checkout'),
      };
      const broken = told
        .filter((entry) => !known[entry.kind].has(entry.id))
        .map((entry): Broken => ({
          subject: entry.id,
          message: `told ${entry.kind}, but it is not there`,
        }));
      return { checked: told.length, broken };
    },
  },
  {
    invariant: 'I7',
    says: 'every completed checkout has its order',
    run: async (world) => {
      const completed = await world.query<{ id: string; orderId: string }>(
        'cart',
        `select id::text, order_id::text as "orderId" from checkout.checkout
         where state = 'completed' and updated_at <= kontor_now() - make_interval(secs => $1)`,
        [world.graceSeconds],
      );
      const orders = new Set(
        (await world.query<{ id: string }>('order', 'select id::text from "order".orders')).map(
          ({ id }) => id,
        ),
      );
      const broken = completed
        .filter(({ orderId }) => !orders.has(orderId))
        .map(({ id, orderId }): Broken => ({
          subject: id,
          message: `completed, but order ${orderId} is not there`,
        }));
      return { checked: completed.length, broken };
    },
  },
  {
    invariant: 'I8',
    says: 'the same key was told the same reply',
    run: async (world) => {
      const replies = new Map<string, string>();
      const broken: Broken[] = [];
      for (const { idempotencyKey, reply, kind } of world.journal?.entries ?? []) {
        if (!idempotencyKey) continue;
        const first = replies.get(idempotencyKey);
        if (first === undefined) replies.set(idempotencyKey, reply);
        else if (first !== reply)
          broken.push({ subject: idempotencyKey, message: `${kind}: two replies` });
      }
      return { checked: replies.size, broken };
    },
  },
  sqlCheck({
    invariant: 'I8',
    says: 'a checkout became one order, and a cart one checkout',
    database: 'order',
    counted: '"order".orders',
    broken: `select snapshot ->> 'checkoutId' as subject, format('%s orders', count(*)) as message
        from "order".orders group by 1 having count(*) > 1
      union all
      select snapshot ->> 'cartId', format('%s orders of one cart', count(*))
        from "order".orders group by 1 having count(*) > 1`,
  }),
  sqlCheck({
    invariant: 'I9',
    says: 'invoice and credit-note numbers are unique and gapless, in the order of issue',
    database: 'order',
    counted: 'invoice.document',
    broken: `select series || ' ' || year as subject,
          format('%s documents, highest number %s, next %s', count(*), max(position), (select next from invoice.series s where s.series = d.series and s.year = d.year)) as message
        from invoice.document d group by series, year
        having count(*) <> max(position) or min(position) <> 1
          or (select next from invoice.series s where s.series = d.series and s.year = d.year) is distinct from max(position) + 1
      union all
      select number, 'issued before a lower number' from (
        select number, position, lag(position) over (partition by series, year order by sequence) as before
        from invoice.document) ordered where before >= position`,
  }),
  {
    invariant: 'I11',
    says: 'coupons and gift cards stay within what was issued (there are none yet)',
    run: async () => ({ checked: 0, broken: [] }),
  },
];
