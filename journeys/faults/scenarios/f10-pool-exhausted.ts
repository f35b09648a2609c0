import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { databaseNameOf } from '#platform/provision.ts';
import { schemaOf, topology } from '#platform/topology.ts';
import { hamburg, type Shopper } from '../../shopper.ts';
import { percentile } from '../measured.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const refusalLimitMs = 1_000;

/**
 * F10: one service has no connection left, first because all of them hang, then because somebody
 * else has leaked all that its role may open. Its requests are refused within a second and are
 * told when to come back; the others do not notice.
 */
export const poolExhausted: FaultScenario = {
  id: 'F10',
  title: 'pool exhaustion in one service',
  modes: ['embedded', 'split'],
  mustHappen: ['refusals', 'healthy replies', 'orders placed'],
  async run(context) {
    const { shop, size } = context;
    const sku = await shop.staff.stockedSku(500);
    const guest = await shop.guest();
    const { orderId } = await guest.buy({ sku });
    await guest.orderWhen(orderId, ({ state }) => state === 'confirmed');
    const readers = size === 'quick' ? 30 : 100;
    const limitMs = refusalLimitMs + (await well(context, guest, orderId, readers));
    await hang(context, guest, orderId, readers, limitMs);
    await leak(context, guest, orderId, readers, limitMs);
    await guest.orderWhen(orderId, ({ state }) => state === 'confirmed');
    await guest.buy({ sku });
  },
};

/** How long so many readers at once take where nothing is wrong: the machine may be busy. */
async function well({ note }: ScenarioContext, guest: Shopper, orderId: string, readers: number) {
  const seen = await read(guest, orderId, readers);
  const slowestMs = Math.max(...seen.map(({ ms }) => ms));
  note(`nothing is wrong: ${readers} readers at once wait ${slowestMs.toFixed(0)} ms at most`);
  return slowestMs;
}

/** All connections of order's pool wait for a lock that nobody gives back for a while. */
async function hang(
  context: ScenarioContext,
  guest: Shopper,
  orderId: string,
  readers: number,
  limitMs: number,
) {
  const admin = await connect(context);
  try {
    await admin.query('begin');
    await admin.query(`lock table "${schemaOf('order')}".orders in access exclusive mode`);
    const reading = read(guest, orderId, readers);
    await sleep(200);
    await Promise.all([othersAreWell(context), sleep(2_000)]);
    await admin.query('rollback');
    // Split, a query is sent once more, and may then find the lock given back.
    const surely = context.shop.mode === 'split' ? 2 : 1;
    const atLeast = Math.floor((readers - topology.order.connections) / surely);
    await judge(context, 'all connections hang', await reading, {
      atLeast,
      limitMs,
    });
  } finally {
    await admin.end();
  }
}

/** Sessions of order's own role that nobody closes, as many as the role may have. */
async function leak(
  context: ScenarioContext,
  guest: Shopper,
  orderId: string,
  readers: number,
  limitMs: number,
) {
  const { installation } = context.shop;
  const role = `${installation.prefix}${schemaOf('order')}`;
  const admin = await connect(context);
  try {
    await admin.query(`alter role "${role}" connection limit 0`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [
      role,
    ]);
    const reading = read(guest, orderId, readers);
    await othersAreWell(context);
    await judge(context, 'no connection can be opened', await reading, {
      atLeast: readers,
      limitMs,
    });
  } finally {
    await admin.query(`alter role "${role}" connection limit -1`);
    await admin.end();
  }
}

interface Seen {
  readonly status: number;
  readonly ms: number;
  readonly saysWhen: boolean;
}

function read(guest: Shopper, orderId: string, readers: number) {
  const ask = async (): Promise<Seen> => {
    const startedMs = performance.now();
    const reply = await guest.get(`/v1/orders/${orderId}`);
    const ms = performance.now() - startedMs;
    return { status: reply.status, ms, saysWhen: reply.headers.has('retry-after') };
  };
  return Promise.all(Array.from({ length: readers }, ask));
}

async function judge(
  { count, note }: ScenarioContext,
  what: string,
  seen: readonly Seen[],
  { atLeast, limitMs }: { atLeast: number; limitMs: number },
): Promise<void> {
  const refused = seen.filter(({ status }) => status === 503);
  const slowestMs = percentile(
    refused.map(({ ms }) => ms),
    1,
  );
  count('refusals', refused.length);
  note(
    `${what}: ${refused.length} of ${seen.length} refused, the last after ${slowestMs.toFixed(0)} ms`,
  );
  const others = seen.filter(({ status }) => status !== 503 && status !== 200);
  if (others.length > 0) throw new Error(`${what}: a reader was told ${others[0]!.status}`);
  if (refused.length < atLeast) throw new Error(`${what}: only ${refused.length} were refused`);
  if (refused.some(({ saysWhen }) => !saysWhen)) throw new Error(`${what}: no Retry-After`);
  if (slowestMs > limitMs) throw new Error(`${what}: refused after ${slowestMs.toFixed(0)} ms`);
}

/** Catalogue, cart and checkout answer as ever. */
async function othersAreWell({ shop, count }: ScenarioContext): Promise<void> {
  const guest = await shop.guest();
  const page = await guest.get<{ items: unknown[] }>('/v1/products?limit=5');
  if (page.status !== 200) throw new Error(`the catalogue says ${page.status}`);
  const sku = await shop.staff.stockedSku(1);
  const checkout = await guest.readyCheckout({ sku, address: hamburg });
  if (checkout.state !== 'open') throw new Error(`the checkout is ${checkout.state}`);
  count('healthy replies', 2);
}

async function connect({ shop }: ScenarioContext): Promise<pg.Client> {
  const { cluster } = shop.installation;
  const database = databaseNameOf(shop.installation, 'order');
  const client = new pg.Client({ ...cluster, database });
  await client.connect();
  return client;
}
