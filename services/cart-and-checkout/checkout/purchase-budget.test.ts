import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { hamburg, openPurchases, type Purchases } from './purchases-for-tests.ts';

/**
 * What a purchase costs in cart and checkout: commits, and round trips to PostgreSQL (statements
 * that leave together are one). Every number here is a promise; lower is welcome.
 */
interface Cost {
  commits: number;
  roundTrips: number;
}

type Sent = { text?: string } | string;
type Query = (this: pg.Client, ...all: unknown[]) => unknown;

const costs = new Map<string, Cost>();
const underWay = new WeakMap<pg.Client, number>();
const inTransaction = new WeakSet<pg.Client>();
const own = Reflect.get(pg.Client.prototype, 'query') as Query;

function counted(this: pg.Client, ...all: unknown[]): unknown {
  const { application_name: name } = (
    this as unknown as { connectionParameters: { application_name?: string } }
  ).connectionParameters;
  const service = name?.replace('kontor ', '') ?? '';
  const cost = costs.get(service) ?? { commits: 0, roundTrips: 0 };
  costs.set(service, cost);
  const sent = all[0] as Sent;
  const text = typeof sent === 'string' ? sent : (sent.text ?? '');
  const waiting = underWay.get(this) ?? 0;
  if (waiting === 0) cost.roundTrips += 1;
  if (text === 'begin') inTransaction.add(this);
  const writesAlone = !inTransaction.has(this) && /\b(insert into|update)\b/i.test(text);
  if (text === 'commit' || writesAlone) cost.commits += 1;
  if (text === 'commit' || text === 'rollback') inTransaction.delete(this);
  underWay.set(this, waiting + 1);
  const answer = own.apply(this, all);
  const done = (): void => void underWay.set(this, (underWay.get(this) ?? 1) - 1);
  if (answer instanceof Promise) answer.then(done, done);
  else done();
  return answer;
}

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
  pg.Client.prototype.query = counted as never;
}, 60_000);
afterAll(async () => {
  pg.Client.prototype.query = own as never;
  await all.shop.close();
});

async function costOf<T>(work: () => Promise<T>): Promise<[T, Record<string, Cost>]> {
  costs.clear();
  const value = await work();
  const own = ['cart', 'checkout'].map((name) => [
    name,
    costs.get(name) ?? { commits: 0, roundTrips: 0 },
  ]);
  return [value, structuredClone(Object.fromEntries(own) as Record<string, Cost>)];
}

test('a guest’s purchase costs what it must', async () => {
  const warm = all.shop.guest();
  const sku = await all.sell(10);
  must(await all.complete(warm, await all.ready(warm, sku)), 'warm up');
  await all.shop.settle();

  const guest = all.shop.guest();
  const { carts, checkouts, as } = all;
  const [{ cartId }, created] = await costOf(async () =>
    must(await carts.createCart({}, as(guest)), 'create'),
  );
  const [, added] = await costOf(async () =>
    must(await carts.addLine({ cartId, sku, quantity: 1 }, as(guest)), 'add'),
  );
  const [{ checkoutId }, opened] = await costOf(async () =>
    must(await checkouts.openCheckout({ cartId }, as(guest)), 'open'),
  );
  const said = { checkoutId, email: 'ada@example.com', shippingAddress: hamburg };
  const [checkout, updated] = await costOf(async () =>
    must(await checkouts.updateCheckout(said, as(guest)), 'update'),
  );
  const [, completed] = await costOf(async () =>
    must(await all.complete(guest, checkout), 'complete'),
  );
  expect({ created, added, opened, updated, completed }).toEqual({
    created: { cart: { commits: 1, roundTrips: 1 }, checkout: { commits: 0, roundTrips: 0 } },
    added: { cart: { commits: 1, roundTrips: 2 }, checkout: { commits: 0, roundTrips: 0 } },
    opened: { cart: { commits: 0, roundTrips: 1 }, checkout: { commits: 1, roundTrips: 2 } },
    updated: { cart: { commits: 0, roundTrips: 1 }, checkout: { commits: 1, roundTrips: 2 } },
    completed: { cart: { commits: 0, roundTrips: 1 }, checkout: { commits: 2, roundTrips: 2 } },
  });
});
