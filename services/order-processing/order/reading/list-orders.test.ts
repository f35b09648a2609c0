import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrderSnapshot } from '#contracts/shapes.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { completedCheckout, soldLine } from '../orders-for-tests.ts';
import { orderService } from '../service.ts';

type Asked = Partial<InputOf<'order', 'listOrders'>>;

let shop: TestKontor;
let staff: ReturnType<TestKontor['staff']>;
beforeAll(async () => {
  shop = await openTestKontor({ services: [orderService] });
  staff = shop.staff(['orders:read']);
  await sales();
}, 300_000);
afterAll(() => shop.close());

function list(asked: Asked, actor = staff) {
  return shop.client('order').listOrders({ limit: 20, ...asked }, shop.invocation({ actor }));
}

/** Numbers of the orders that are found, as `K-1`, so that a table can name them. */
async function found(asked: Asked, actor = staff): Promise<string> {
  const { items } = must(await list(asked, actor), 'listOrders');
  return items.map(({ orderNumber }) => orderNumber.slice(2)).join(' ');
}

async function sell(number: number, more: Partial<OrderSnapshot> = {}) {
  const snapshot = completedCheckout({
    orderNumber: `K-${number}`,
    placedAt: `2026-01-0${Math.min(number, 9)}T12:00:00.000Z`,
    ...more,
  });
  await shop.deliver('checkout.completed', snapshot.checkoutId, 1, snapshot);
  return snapshot;
}

const living = (name: string, company?: string) => ({
  name,
  street: 'Speicherstadt 2',
  postalCode: '20457',
  city: 'Hamburg',
  countryCode: 'DE',
  ...(company === undefined ? {} : { company }),
});

/** Orders 1 to 5, and 10, whose number is longer. */
async function sales(): Promise<void> {
  const mueller = living('Jörg Müller');
  await sell(1, { billingAddress: mueller, shippingAddress: mueller, email: 'Joerg@Example.com' });
  const second = await sell(2, {
    billingAddress: living('Σοφία Παπαδοπούλος', 'Ελλάς & Co.'),
    channel: 'eu',
    paymentMethod: 'invoice',
    authorizationKind: 'promise',
  });
  const third = await sell(3, {
    lines: [soldLine({ sku: 'Mug "L" it\'s\\1' }), soldLine({ sku: 'TEA-100' })],
    shippingAddress: living('Ada King'),
  });
  const fourth = await sell(4, { lines: [soldLine({ sku: 'TEA-1000', quantity: 9 })] });
  await sell(5, { placedAt: '2026-01-04T12:00:00.000Z', lines: [soldLine({ quantity: 1 })] });
  await sell(10, { lines: [soldLine({ sku: 'CUP-1', quantity: 3 })] });
  await arrive(third, 'tracking.shipped', '00340434 161094');
  await arrive(fourth, 'tracking.delivered', 'jjd0001');
  await pay(second, 'part_received', 100);
  await pay(fourth, 'captured', fourth.totals.totalMinor);
  const database = shop.database('order');
  await database.query(sql`update orders set state = 'partially_shipped' where number = 'K-3'`);
  await database.query(sql`update orders set state = 'delivered' where number = 'K-4'`);
  await database.query(sql`update orders set state = 'cancelled' where number = 'K-5'`);
  await database.query(sql`update orders set state = 'confirmed' where number = 'K-10'`);
}

async function arrive(
  { orderId }: OrderSnapshot,
  type: 'tracking.shipped' | 'tracking.delivered',
  trackingNumber: string,
): Promise<void> {
  const parcel = { carrierCode: 'post', trackingNumber, estimatedDeliveryAt: null };
  const fulfillmentId = newId();
  const occurredAt = '2026-01-10T12:00:00.000Z';
  const news = { orderId, fulfillmentId, ...parcel, occurredAt };
  await shop.deliver(type, fulfillmentId, 1, news as never);
}

async function pay(
  { orderId, paymentId }: OrderSnapshot,
  change: 'part_received' | 'captured',
  capturedMinor: number,
): Promise<void> {
  const sums = { amountMinor: capturedMinor, capturedMinor, refundedMinor: 0 };
  const news = { paymentId, orderId, change, currency: 'EUR', ...sums, paymentVersion: 2 };
  await shop.deliver('payment.changed', paymentId, 1, news);
}

/** Newest first unless a sort is asked for; 4 and 5 were placed in the same instant. */
const table: readonly (readonly [Asked, string])[] = [
  [{}, '10 5 4 3 2 1'],
  [{ orderNumber: 'k-10' }, '10'],
  [{ orderNumber: '1' }, '1'],
  [{ orderNumber: 'K' }, ''],
  [{ email: 'joerg@example.COM' }, '1'],
  [{ name: 'muller' }, '1'],
  [{ name: 'MÜLLER jörg' }, '1'],
  [{ name: 'Mull' }, '1'],
  [{ name: 'παπαδοπουλοΣ' }, '2'],
  [{ name: 'ελλας' }, '2'],
  [{ name: 'King' }, '3'],
  [{ name: 'Lovelace King' }, '3'],
  [{ name: 'uller' }, ''],
  [{ name: '!' }, ''],
  [{ sku: 'TEA-1000' }, '4'],
  [{ sku: 'tea-100' }, '5 3 2 1'],
  [{ sku: 'mug "l" IT\'S\\1' }, '3'],
  [{ sku: "x' | 'y" }, ''],
  [{ trackingNumber: '00340434161094' }, '3'],
  [{ trackingNumber: 'JJD0001' }, '4'],
  [{ trackingNumber: 'JJD' }, ''],
  [{ state: 'placed' }, '2 1'],
  [{ paymentState: 'authorized' }, '10 5 3 1'],
  [{ paymentState: 'part_received' }, '2'],
  [{ paymentState: 'captured' }, '4'],
  [{ fulfillmentState: 'unfulfilled' }, '10 2 1'],
  [{ fulfillmentState: 'partially_fulfilled' }, '3'],
  [{ fulfillmentState: 'fulfilled' }, '4'],
  [{ deliveryState: 'in_transit' }, '3'],
  [{ deliveryState: 'delivered' }, '4'],
  [{ deliveryState: 'exception' }, ''],
  [{ channel: 'eu' }, '2'],
  [{ paymentMethod: 'invoice' }, '2'],
  [{ paymentMethod: 'card' }, '10 5 4 3 1'],
  [{ placedFrom: '2026-01-04T12:00:00Z' }, '10 5 4'],
  [{ placedUntil: '2026-01-04T12:00:00Z' }, '3 2 1'],
  [{ placedFrom: '2026-01-02T00:00:00Z', placedUntil: '2026-01-03T00:00:00Z' }, '2'],
  [{ query: 'K-10' }, '10'],
  [{ query: 'K-1' }, '10 1'],
  [{ query: '#K-10' }, '10'],
  [{ query: '#' }, ''],
  [{ query: 'joerg@ex' }, '1'],
  [{ query: 'jorg MULL' }, '1'],
  [{ query: 'jorg king' }, ''],
  [{ query: 'king tea-1' }, '3'],
  [{ query: 'mug "l"' }, '3'],
  [{ query: ' 00340434161094 ' }, '3'],
  [{ query: 'tea-1' }, '5 4 3 2 1'],
  [{ query: 'nobody' }, ''],
  [{ query: `'\\` }, ''],
  [{ query: 'ada', deliveryState: 'in_transit', paymentState: 'authorized' }, '3'],
  [{ sku: 'tea-100', name: 'lovelace', fulfillmentState: 'unfulfilled' }, '2'],
  [{ sku: 'TEA-100', placedFrom: '2026-01-03T00:00:00Z', state: 'cancelled' }, '5'],
  [{ channel: 'eu', paymentMethod: 'card' }, ''],
  [{ sort: 'placed_ascending' }, '1 2 3 4 5 10'],
  [{ sort: 'number_ascending' }, '1 2 3 4 5 10'],
  [{ sort: 'number_descending' }, '10 5 4 3 2 1'],
  [{ sort: 'total_ascending' }, '5 1 2 10 3 4'],
  [{ sort: 'total_descending' }, '4 3 10 2 1 5'],
  [{ sort: 'total_ascending', sku: 'tea-100' }, '5 1 2 3'],
];

describe('a list of orders', () => {
  test.each(table)('%j finds %s', async (asked, expected) => {
    expect(await found(asked)).toBe(expected);
  });

  test('finds what an earlier version wrote as well', async () => {
    const database = shop.database('order');
    const reported = await database.query<{ kept: string; reckoned: string }>(sql`
      select words::text as kept, order_words(snapshot)::text as reckoned from orders`);
    expect(reported).toHaveLength(6);
    for (const { kept, reckoned } of reported) expect(reckoned).toBe(kept);
  });

  test('is of the channels of whoever asks, whatever is asked for', async () => {
    const inEu = { ...staff, channels: ['eu'] };
    for (const [asked] of table) {
      const all = (await found(asked)).split(' ');
      const expected = all.includes('2') ? '2' : '';
      expect([asked, await found(asked, inEu)]).toEqual([asked, expected]);
    }
    expect(await found({ channel: 'default' }, inEu)).toBe('');
  });

  test('is read page by page in each sort, those that are alike too', async () => {
    const sorts = ['placed', 'number', 'total', 'updated'] as const;
    for (const name of sorts) {
      for (const way of ['ascending', 'descending'] as const) {
        const sort = `${name}_${way}` as const;
        await settled();
        const whole = must(await list({ sort }), 'whole').items.map(({ orderId }) => orderId);
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = must(await list({ sort, limit: 1, ...(cursor && { cursor }) }), 'page');
          seen.push(...page.items.map(({ orderId }) => orderId));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect([sort, seen]).toEqual([sort, whole]);
        expect(new Set(seen).size).toBe(6);
      }
    }
  });

  test('misses nothing that was written before and is seen later', async () => {
    const database = shop.database('order');
    const now = shop.invocation();
    const { promise: slowAt, resolve: began } = Promise.withResolvers<string>();
    const goOn = Promise.withResolvers<void>();
    const slow = database.transaction('slow', now, async (tx) => {
      const row = await tx.first<{ at: string }>(sql`
        update orders set email = 'slow@example.com' where number = 'K-1' returning updated_at as at`);
      began(row!.at);
      await goOn.promise;
    });
    await slowAt;
    const copy = new Copy();
    try {
      const writing = async (): Promise<boolean> => {
        const quick = await database.first<{ at: string }>(sql`
          update orders set email = 'quick@example.com' where number = 'K-2' returning updated_at as at`);
        return quick!.at > (await slowAt);
      };
      await expect.poll(writing, { timeout: 180_000, interval: 100 }).toBe(true);
      const isOver = sql`
        select clock_timestamp() > updated_at + interval '2 seconds' as over from orders where number = 'K-2'`;
      const over = async () => (await database.first<{ over: boolean }>(isOver))!.over;
      await expect.poll(over, { timeout: 180_000, interval: 100 }).toBe(true);
      await copy.read();
      expect(copy.emails.get('K-2')).not.toBe('quick@example.com');
    } finally {
      goOn.resolve();
      await slow;
    }
    const both = async () => {
      await copy.read();
      return [copy.emails.get('K-1'), copy.emails.get('K-2')];
    };
    await expect
      .poll(both, { timeout: 180_000, interval: 100 })
      .toEqual(['slow@example.com', 'quick@example.com']);
  }, 200_000);

  test('is read page by page where the beginnings of words are asked for', async () => {
    const asked = { query: 'tea-1', sort: 'total_ascending' } as const;
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = must(await list({ ...asked, limit: 1, ...(cursor && { cursor }) }), 'page');
      seen.push(...page.items.map(({ orderNumber }) => orderNumber.slice(2)));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.join(' ')).toBe(await found(asked));
  });

  test('refuses a cursor of another sort or filter', async () => {
    const page = must(await list({ limit: 1, sku: 'TEA-100' }), 'page');
    const cursor = page.nextCursor!;
    expect((await list({ limit: 5, sku: 'TEA-100', cursor })).ok).toBe(true);
    const others: Asked[] = [
      {},
      { sku: 'TEA-1' },
      { sku: 'TEA-100', state: 'placed' },
      { sku: 'TEA-100', sort: 'placed_ascending' },
      { sku: 'TEA-100', sort: 'total_descending' },
    ];
    for (const other of others) {
      const reply = await list({ ...other, cursor });
      expect(reply).toMatchObject({ ok: false, failure: { code: 'cursor_invalid' } });
    }
  });
});

/** As somebody keeps it elsewhere, who asks from the last change on that he has seen. */
class Copy {
  readonly emails = new Map<string, string>();
  private since = '2000-01-01T00:00:00Z';

  async read(): Promise<void> {
    const updatedSince = this.since;
    let cursor: string | undefined;
    do {
      const asked = { updatedSince, limit: 2, ...(cursor && { cursor }) };
      const { items, nextCursor } = must(await list(asked), 'page');
      for (const { orderNumber, email, updatedAt } of items) {
        this.emails.set(orderNumber, email);
        this.since = updatedAt!;
      }
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
}

/** What was written is told when its second is over. */
async function settled(): Promise<void> {
  const count = async () => must(await list({ sort: 'updated_ascending' }), 'list').items.length;
  await expect.poll(count, { timeout: 180_000, interval: 100 }).toBe(6);
}
