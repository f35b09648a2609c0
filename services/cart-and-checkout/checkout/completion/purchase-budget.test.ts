import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import type { ClusterAddress } from '#platform/provision/installation.ts';
import { leadsTo, tapSockets } from '#platform/test-kit/wire-counts/tap-sockets.ts';
import { WireCounter } from '#platform/test-kit/wire-counts/wire-counter.ts';
import { hamburg, openPurchases, type Purchases } from '../purchases-for-tests.ts';

/**
 * What each step of a purchase sends to the databases of cart and checkout, counted on the wire. Every
 * number here is a promise; lower is welcome. `journeys/purchase-budget.ts` holds the whole.
 */
const counter = new WireCounter((name) => name === 'kontor cart' || name === 'kontor checkout');

let all: Purchases;
let undo = (): void => {};
beforeAll(async () => {
  const cluster = JSON.parse(process.env['KONTOR_TEST_CLUSTER']!) as ClusterAddress;
  ({ undo } = tapSockets(counter, leadsTo(cluster)));
  all = await openPurchases();
}, 300_000);
afterAll(async () => {
  undo();
  await all.shop.close();
});

/** The relay begins to read what was told just now, and jobs are looked for, sooner or later. */
const byTheClock = /select.* outbox$|(?:select|update|delete) \w+_jobs\./;

async function costOf<T>(work: () => Promise<T>): Promise<[T, Record<string, number>]> {
  counter.reset();
  const value = await work();
  const own = Object.entries(counter.counts.byLabel).filter(([name]) => !byTheClock.test(name));
  return [value, Object.fromEntries(own)];
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
    created: { 'cart: insert cart + insert idempotency': 1 },
    added: {
      'cart: select idempotency, field_definition, cart': 1,
      'cart: update cart + insert idempotency': 1,
    },
    opened: {
      'checkout: select idempotency, checkout, customer_exemption': 1,
      'cart: select customer_segment, cart': 1,
      'checkout: insert checkout + insert idempotency': 1,
    },
    updated: {
      'checkout: select checkout, customer_exemption': 1,
      'cart: select customer_segment, cart': 1,
      'checkout: update checkout': 1,
    },
    completed: {
      'checkout: update checkout + insert completion + insert story': 1,
      'cart: select customer_segment, cart': 1,
      'checkout: update completion + update checkout + update story + insert outbox': 1,
    },
  });
});
