import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { databaseNameOf } from '#platform/provision/installation.ts';
import { schemaOf, topology } from '#platform/topology.ts';
import { hamburg, type Shopper } from '#journeys/people/shopper.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const refusalLimitMs = 1_000;
/** Until everybody has an answer: what is judged is how long each took. */
const answerLimitMs = 60_000;

/**
 * F10: one service has no connection left, first because all of them hang, then because somebody
 * else has leaked all that its role may open. Who gets none is refused within a second and is told
 * when to come back; the others do not notice.
 */
export const poolExhausted: FaultScenario = {
  id: 'F10',
  title: 'pool exhaustion in one service',
  modes: ['embedded', 'split'],
  alone: true,
  mustHappen: ['refusals', 'healthy replies', 'orders placed'],
  async run(context) {
    const { shop, size } = context;
    const sku = await shop.staff.stockedSku(500);
    const guest = await shop.guest();
    const { orderId } = await guest.buy({ sku });
    await guest.orderWhen(orderId, ({ state }) => state === 'confirmed');
    const crowd = { guest, orderId, readers: size === 'quick' ? 30 : 100 };
    const before = await well(context, crowd);
    const hung = await hang(context, crowd);
    const leaked = await leak(context, crowd);
    await guest.orderWhen(orderId, ({ state }) => state === 'confirmed');
    const limitMs = refusalLimitMs + Math.max(before, await well(context, crowd));
    judge(context, 'all connections hang', hung, limitMs);
    judge(context, 'no connection can be opened', leaked, limitMs);
    await guest.buy({ sku });
  },
};

interface Crowd {
  readonly guest: Shopper;
  readonly orderId: string;
  readonly readers: number;
}

/** How long so many readers at once take where nothing is wrong: the machine may be busy. */
async function well({ note }: ScenarioContext, crowd: Crowd) {
  const seen = await read(crowd).all;
  const slowestMs = Math.max(...seen.map(({ ms }) => ms));
  note(
    `nothing is wrong: ${crowd.readers} readers at once wait ${slowestMs.toFixed(0)} ms at most`,
  );
  return slowestMs;
}

/**
 * All connections of order's pool wait for a lock, which is given back when everybody has an answer
 * who got none of them. Those who hold one wait for the lock and not for a connection: how long they
 * may is another question, and what they are told, after the lock or without it, is not timed here.
 */
async function hang(context: ScenarioContext, crowd: Crowd): Promise<readonly Seen[]> {
  const without = crowd.readers - topology.order.connections;
  const admin = await connect(context);
  try {
    await admin.query('begin');
    await admin.query(`lock table "${schemaOf('order')}".orders in access exclusive mode`);
    const { answered, all } = read(crowd);
    await sleep(200);
    await othersAreWell(context);
    const startedMs = performance.now();
    while (answered.length < without && performance.now() - startedMs < answerLimitMs)
      await sleep(20);
    const refused = answered.slice(0, without);
    await admin.query('rollback');
    for (const { status } of await all)
      if (status !== 503 && status !== 200)
        throw new Error(`who waits for a lock is told ${status}`);
    if (refused.length < without)
      throw new Error(`only ${refused.length} of ${without} without a connection had an answer`);
    return refused;
  } finally {
    await admin.end();
  }
}

/** Sessions of order's own role that nobody closes, as many as the role may have. */
async function leak(context: ScenarioContext, crowd: Crowd): Promise<readonly Seen[]> {
  const { installation } = context.shop;
  const role = `${installation.prefix}${schemaOf('order')}`;
  const admin = await connect(context);
  try {
    await admin.query(`alter role "${role}" connection limit 0`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [
      role,
    ]);
    const { all } = read(crowd);
    await othersAreWell(context);
    return await all;
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

/** All at once; `answered` grows in the order of the answers. */
function read({ guest, orderId, readers }: Crowd) {
  const answered: Seen[] = [];
  const ask = async (): Promise<Seen> => {
    const startedMs = performance.now();
    const reply = await guest.get(`/v1/orders/${orderId}`);
    const ms = performance.now() - startedMs;
    const seen = { status: reply.status, ms, saysWhen: reply.headers.has('retry-after') };
    answered.push(seen);
    return seen;
  };
  return { answered, all: Promise.all(Array.from({ length: readers }, ask)) };
}

/** All of these had no connection. */
function judge(
  { count, note }: ScenarioContext,
  what: string,
  seen: readonly Seen[],
  limitMs: number,
): void {
  const slowestMs = Math.max(...seen.map(({ ms }) => ms));
  const refused = seen.filter(({ status }) => status === 503);
  count('refusals', refused.length);
  note(
    `${what}: ${refused.length} of ${seen.length} refused, the last after ${slowestMs.toFixed(0)} ms, the limit is ${limitMs.toFixed(0)} ms`,
  );
  if (refused.length < seen.length)
    throw new Error(
      `${what}: a reader was told ${seen.find(({ status }) => status !== 503)!.status}`,
    );
  if (refused.some(({ saysWhen }) => !saysWhen)) throw new Error(`${what}: no Retry-After`);
  if (slowestMs > limitMs) throw new Error(`${what}: refused after ${slowestMs.toFixed(0)} ms`);
}

/** Catalog, cart and checkout answer as ever. */
async function othersAreWell({ shop, count }: ScenarioContext): Promise<void> {
  const guest = await shop.guest();
  const page = await guest.get<{ items: unknown[] }>('/v1/products?limit=5');
  if (page.status !== 200) throw new Error(`the catalog says ${page.status}`);
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
