import pg from 'pg';
import { databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import type { WorkMode } from './work-shop.ts';

/** The rows of a shop that is left in the middle, to see where it stands and to keep it there. */
export interface ShopRows {
  /** Locks customer's inbox, so that it can take no event, until `close`. */
  keepCustomerBusy(): Promise<void>;
  /** Until customer has been told of these orders and could not take it. */
  untilUndelivered(orderIds: readonly string[]): Promise<void>;
  /** As if the gateway had told another amount for a day: only then a person is asked. */
  letDisagree(orderId: string): Promise<void>;
  /** Until the story of an order was laid aside. */
  untilOnHold(orderId: string): Promise<void>;
  /** Gives up on the events of an order, as after its last attempt. */
  bury(orderId: string): Promise<void>;
  close(): Promise<void>;
}

/** In one process the producer keeps what could not be taken, behind a broker the consumer does. */
const failures = {
  embedded: {
    keeper: 'order',
    found: `select from "order".outbox_failure f join "order".outbox o on o.id = f.event_id
            where o.aggregate_id = any($1)`,
    bury: `update "order".outbox_failure f set attempts = 12, dead_at = now() from "order".outbox o
           where o.id = f.event_id and o.aggregate_id = $1`,
  },
  split: {
    keeper: 'customer',
    found: 'select from customer.inbox_held where aggregate_id = any($1)',
    bury: 'update customer.inbox_held set attempts = 12, dead_at = now() where aggregate_id = $1',
  },
} as const;

const onHold = `select from "order".story
                where id = any($1) and name = 'order_process' and state = 'held'`;

export async function openRows(mode: WorkMode, installation: Installation): Promise<ShopRows> {
  const [customer, order] = await Promise.all([
    connect(installation, 'customer'),
    connect(installation, 'order'),
  ]);
  const { keeper, found, bury } = failures[mode];
  const stored = keeper === 'order' ? order : customer;
  return {
    keepCustomerBusy: async () => {
      await customer.query('begin; lock table customer.inbox in share mode');
    },
    untilUndelivered: (orderIds) => untilRows(stored, found, orderIds),
    letDisagree: async (orderId) => {
      await order.query(
        `update payment.payment set moved_at = moved_at - interval '1 day' where order_id = $1`,
        [orderId],
      );
    },
    untilOnHold: (orderId) => untilRows(order, onHold, [orderId]),
    bury: async (orderId) => {
      await stored.query(bury, [orderId]);
    },
    close: async () => {
      await customer.end();
      await order.end();
    },
  };
}

async function connect(installation: Installation, database: 'customer' | 'order') {
  const client = new pg.Client({
    ...installation.cluster,
    database: databaseNameOf(installation, database),
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Until a statement finds a row for each id. */
async function untilRows(client: pg.Client, text: string, ids: readonly string[]): Promise<void> {
  for (const endMs = Date.now() + 120_000; ;) {
    const { rowCount } = await client.query(text, [ids]);
    if (rowCount === ids.length) return;
    if (Date.now() > endMs) throw new Error(`only ${rowCount} of ${ids.length}: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
