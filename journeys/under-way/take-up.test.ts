import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseUrl } from '#platform/run/read-process-settings.ts';
import { addressOf } from '#platform/provision/installation.ts';
import { databaseVariable } from '#platform/nats/subjects.ts';
import type { ServiceName } from '#platform/topology.ts';
import { findDeadLetters } from '#tools/dead-letters/find-dead-letters.ts';
import { openSchemas } from '#tools/dead-letters/open-schemas.ts';
import { replayDeadLetters } from '#tools/dead-letters/replay-dead-letters.ts';
import { withClient } from '#platform/ground/with-client.ts';
import { expectStatus } from '../people/api-client.ts';
import { auditAtRest } from '../shop-kit/crash-shop.ts';
import { Shopper, type Order } from '../people/shopper.ts';
import { takeUp, type TakenUp } from './take-up.ts';
import { openWorkShop, type WorkShop } from './work-shop.ts';

interface OrderPath {
  readonly entries: readonly { readonly traceId: string }[];
  readonly steps: readonly {
    readonly from: string;
    readonly to: string;
    readonly operation: string;
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly traceId: string;
  }[];
}

/** Each version that was released leaves a folder here, and each must be finished by this one. */
const versions = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) =>
    readdirSync(join(import.meta.dirname, name)).map((mode) => [name, mode] as const),
  );

const releases = readdirSync(join(import.meta.dirname, '../../contracts/released')).map((file) =>
  basename(file, '.json'),
);

test('every version has left its work, embedded and split', () => {
  // The first was not released: its contracts bound nobody.
  const left = ['0.1.0', ...releases].flatMap((version) =>
    ['embedded', 'split'].map((mode) => [version, mode]),
  );
  expect(left.length).toBeGreaterThanOrEqual(4);
  expect(versions).toEqual(expect.arrayContaining(left));
});

describe.each(versions)('work that %s left, %s', (version, mode) => {
  let taken: TakenUp;
  let shop: WorkShop;

  beforeAll(async () => {
    taken = await takeUp(join(import.meta.dirname, version, mode));
    const { prepared, about, clockOffsetMs } = taken;
    shop = await openWorkShop(about.mode, prepared, about.apiKey, clockOffsetMs);
  }, 300_000);
  afterAll(async () => {
    await shop?.stop();
    await shop?.end();
    await taken?.prepared.drop();
  }, 300_000);

  const left = () => taken.about.left;
  const order = async (orderId: string) =>
    expectStatus(await shop.staff.get<Order>(`/v1/admin/orders/${orderId}`), 200);
  const until = (orderId: string, wanted: Partial<Order>) =>
    expect.poll(() => order(orderId), { timeout: 120_000, interval: 100 }).toMatchObject(wanted);

  test('the way of an order shows the steps that are stored, and no inner milliseconds', async () => {
    const read = async () =>
      expectStatus(
        await shop.staff.get<OrderPath>(`/v1/admin/orders/${left().partShipped}/path`),
        200,
      );
    // Whoever does not answer within a second is named; on a busy machine somebody may not.
    await expect.poll(read).toMatchObject({ remembered: false, unanswered: [] });
    const path = await read();
    const steps = path.steps.map(({ from, to, operation }) => `${from} ${to} ${operation}`);
    expect(steps).toEqual(
      expect.arrayContaining([
        'checkout checkout complete_checkout',
        'checkout order checkout.completed',
        'order order order_process',
        'fulfillment order fulfillment.shipped',
      ]),
    );
    const completed = path.steps.find(({ operation }) => operation === 'checkout.completed')!;
    expect(Date.parse(completed.endedAt!)).toBeGreaterThanOrEqual(Date.parse(completed.startedAt));
    expect(path.entries.map(({ traceId }) => traceId)).toContain(completed.traceId);
  });

  test('what was authorized is captured, and the order confirmed', async () => {
    await until(left().authorizedUnpaid, { state: 'confirmed', paymentState: 'captured' });
  });

  test('a refund that was asked for is paid out once', async () => {
    await until(left().refundRequested, {
      paymentState: 'partially_refunded',
      refundedMinor: 500,
    });
  });

  test('the challenge is answered, and what was frozen is bought', async () => {
    const { checkoutId, url, token } = left().challenge;
    const { pathname } = new URL(url);
    await shop.book.answerChallenge(`${taken.prepared.sandbox.httpUrl}${pathname}`, 'complete');
    // What tells of it is signed in another year, and not believed: the shop asks when it is time to.
    await shop.moveClock(30_000);
    const buyer = new Shopper(shop.url, token, shop.journal);
    const done = await buyer.checkoutWhen(checkoutId, ({ state }) => state === 'completed', 90_000);
    await until(done.orderId!, { state: 'confirmed', paymentState: 'captured' });
  });

  test('the rest of an order is shipped', async () => {
    const rest = (await shop.staff.fulfillmentsOf(left().partShipped)).filter(
      ({ state }) => state === 'open',
    );
    expect(rest).toHaveLength(1);
    await shop.staff.ship(rest[0]!.fulfillmentId);
    await until(left().partShipped, { state: 'shipped' });
  });

  test('a cart is still there and can be bought', async () => {
    const { cartId, token } = left().openCart;
    const owner = new Shopper(shop.url, token, shop.journal);
    const cart = expectStatus(await owner.get<{ lines: object[] }>(`/v1/carts/${cartId}`), 200);
    expect(cart.lines).toMatchObject([{ sku: left().sku, quantity: 2 }]);
    const opened = await owner.post<{ checkoutId: string }>('/v1/checkouts', { cartId });
    expectStatus(opened, 201);
  });

  test('an open ticket is answered', async () => {
    const path = `/v1/admin/tickets/${left().ticket}`;
    const answer = { message: 'It left today.' };
    expectStatus(await shop.staff.post(`${path}/messages`, answer), 201);
    expect(await shop.book.mailsTo('ticket@under-way.example', 3, 60_000)).toHaveLength(3);
  });

  test('a story on hold is cancelled by staff: what the gateway took goes back', async () => {
    // It waits for them, or goes on where the gateway's book agrees by now: a shop in one process
    // asks it at its start, others in their time, and its webhook may come.
    const { state } = await order(left().storyOnHold);
    expect(['placed', 'confirmed']).toContain(state);
    const path = `/v1/admin/orders/${left().storyOnHold}/cancel`;
    const cancelled = await shop.staff.post(path, { reason: 'The gateway took another amount.' });
    expect([200, 202], cancelled.text).toContain(cancelled.status);
    await until(left().storyOnHold, { state: 'cancelled' });
  });

  test('events that were not heard are heard, dead ones once they are replayed', async () => {
    const keeper: ServiceName = mode === 'embedded' ? 'order' : 'customer';
    const { installation } = taken.prepared;
    const environment = {
      [databaseVariable(keeper)]: databaseUrl(addressOf(installation, keeper)),
    };
    const opened = await openSchemas(environment, '/nowhere');
    try {
      const [schema] = opened.schemas;
      const letters = await findDeadLetters(schema!);
      // A broker that lost its store is told again what no inbox has, so that nothing is left dead.
      const dead = { aggregateId: left().deadLetter, type: 'order.placed' };
      expect(letters).toMatchObject(mode === 'embedded' ? [dead] : letters.map(() => dead));
      const replayed = await replayDeadLetters(schema!, letters, 60_000);
      expect(replayed.map(({ outcome }) => outcome)).toEqual(letters.map(() => 'taken'));
      const received = () =>
        withClient(addressOf(installation, 'customer'), async (client) => {
          const { rows } = await client.query<{ id: string }>(
            `select aggregate_id as id from customer.inbox
             where type = 'order.placed' and aggregate_id = any($1)`,
            [[left().unheard, left().deadLetter]],
          );
          return rows.length;
        });
      await expect.poll(received, { timeout: 120_000, interval: 100 }).toBe(2);
      expect(await findDeadLetters(schema!)).toEqual([]);
    } finally {
      await opened.close();
    }
  });

  test('and the oracle finds nothing', async () => {
    const { prepared } = taken;
    const { violations } = await auditAtRest(
      { prepared, book: shop.book, journal: shop.journal },
      shop.processes,
      300_000,
    );
    expect(violations).toEqual([]);
  });
});
