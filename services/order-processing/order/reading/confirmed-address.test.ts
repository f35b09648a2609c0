import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderForTickets, orderForTicketsPurpose } from '#contracts/order/order-for-tickets.ts';
import type { OrderSnapshot } from '#contracts/shapes.ts';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openSealed } from '#platform/ground/sealed.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { completedCheckout } from '../orders-for-tests.ts';
import { orderService } from '../service.ts';

const secrets = Secrets.of(Buffer.alloc(32, 5));
let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [orderService], settings: { secrets } });
}, 300_000);
afterAll(() => shop.close());

const someone = (kind: 'customer' | 'guest', id = newId()): Actor => ({
  kind,
  id,
  channels: '*',
  permissions: [],
});

async function sell(more: Partial<OrderSnapshot> = {}) {
  const snapshot = completedCheckout(more);
  await shop.deliver('checkout.completed', snapshot.checkoutId, 1, snapshot);
  return snapshot;
}

async function confirm(email: string, account = someone('customer'), version = 1, at?: string) {
  await shop.deliver(
    'auth.email_confirmed',
    account.id,
    version,
    { customerId: account.id, email },
    at === undefined ? {} : { occurredAt: at },
  );
  return account;
}

async function ordersOf(actor: Actor) {
  const reply = await shop.client('order').listOrders({ limit: 20 }, shop.invocation({ actor }));
  return must(reply, 'listOrders').items.map(({ orderId }) => orderId);
}

const codeOf = (reply: { ok: boolean; failure?: { code: string } }) =>
  reply.ok ? 'ok' : reply.failure?.code;

test('what guests bought with a confirmed address is the account’s, before and from then on', async () => {
  const orders = shop.client('order');
  const guest = someone('guest');
  const before = await sell({ email: 'Later@Example.com', owner: { kind: 'guest', id: guest.id } });
  const foreign = await sell({ email: 'other@example.com' });
  const account = await confirm('later@example.com');
  expect(await ordersOf(account)).toEqual([before.orderId]);
  const after = await sell({ email: 'later@example.com', channel: 'eu' });
  const own = await sell({
    owner: { kind: 'customer', id: account.id },
    email: 'else@example.com',
  });
  expect((await ordersOf(account)).toSorted()).toEqual(
    [before.orderId, after.orderId, own.orderId].toSorted(),
  );
  const asked = shop.invocation({ actor: account });
  const { orderId } = before;
  expect(codeOf(await orders.getOrder({ orderId }, asked))).toBe('ok');
  expect(codeOf(await orders.getTimeline({ orderId }, asked))).toBe('ok');
  expect(codeOf(await orders.listRefunds({ orderId }, asked))).toBe('ok');
  expect(codeOf(await orders.cancelOrder({ orderId, reason: 'mine' }, asked))).toBe('ok');
  expect(codeOf(await orders.getOrder({ orderId: foreign.orderId }, asked))).toBe(
    'order_not_found',
  );
  // The guest who bought it still sees it; other accounts and guests do not.
  expect(await ordersOf(guest)).toEqual([orderId]);
  expect(await ordersOf(someone('customer'))).toEqual([]);
  expect(await ordersOf(someone('guest', account.id))).toEqual([]);
});

test('what joins an account is summed up by currency, in the channels of who reads', async () => {
  const account = await confirm('sums@example.com');
  const foreign = someone('customer');
  await sell({ email: 'Sums@example.com', channel: 'eu' });
  const last = await sell({ email: 'sums@example.com', channel: 'us' });
  await sell({ email: 'sums@example.com', owner: { kind: 'customer', id: foreign.id } });
  const sums = async (channels: '*' | string[], customerId = account.id) => {
    const actor = { ...shop.staff(['customers:read']), channels };
    const channel = channels === '*' ? {} : { channel: channels[0]! };
    const asked = shop.invocation({ actor, ...channel });
    return must(await shop.client('order').summarizeJoinedOrders({ customerId }, asked), 'sums');
  };
  const { currency, totalMinor } = last.totals;
  expect(await sums('*')).toMatchObject({
    orders: 2,
    totals: [{ currency, orders: 2, totalMinor: 2 * totalMinor }],
  });
  expect(await sums(['us'])).toMatchObject({
    orders: 1,
    lastOrder: { orderId: last.orderId, orderNumber: last.orderNumber },
  });
  expect(await sums('*', foreign.id)).toEqual({ orders: 0, totals: [], lastOrder: null });
});

test('by the number of an order that joined an account its owner is found, in the channels of who asks', async () => {
  const account = await confirm('found@example.com');
  const own = { kind: 'customer', id: account.id } as const;
  const joined = await sell({ email: 'Found@example.com', channel: 'eu' });
  const bought = await sell({ email: 'found@example.com', owner: own });
  const nobodys = await sell({ email: 'never-confirmed@example.com' });
  const found = async (orderNumber: string, channels: '*' | string[] = '*') => {
    const asked = shop.invocation({ actor: { ...shop.staff(['customers:read']), channels } });
    const reply = await shop.client('order').findJoinedCustomers({ orderNumber }, asked);
    return must(reply, orderNumber).customerIds;
  };
  expect(await found(joined.orderNumber)).toEqual([account.id]);
  expect(await found(joined.orderNumber, ['us'])).toEqual([]);
  // Of what an account bought itself customer knows.
  expect(await found(bought.orderNumber)).toEqual([]);
  expect(await found(nobodys.orderNumber)).toEqual([]);
  expect(await found(joined.orderNumber.slice(0, -1))).toEqual([]);
});

test('what customer service is told of an order is whose account it has joined', async () => {
  const guest = someone('guest');
  const order = await sell({
    email: 'Proof@Example.com',
    channel: 'eu',
    locale: 'de',
    owner: { kind: 'guest', id: guest.id },
  });
  const { orderId } = order;
  const prove = (actor: Actor) =>
    shop.client('order').proveOrder({ orderId }, shop.invocation({ actor }));
  const told = async (actor: Actor) => {
    const { orderSeal } = must(await prove(actor), 'prove');
    return orderForTickets.parse(openSealed(secrets, orderForTicketsPurpose, orderSeal));
  };
  const known = { orderId, owner: order.owner, email: order.email, channel: 'eu', locale: 'de' };
  expect(await told(guest)).toMatchObject({ ...known, customerId: null });
  expect(codeOf(await prove(someone('customer')))).toBe('order_not_found');
  const account = await confirm('proof@example.com');
  expect(await told(account)).toMatchObject({ ...known, customerId: account.id });
  expect(await told(guest)).toMatchObject({ ...known, customerId: account.id });
});

test('an order of another account with the same address stays that account’s', async () => {
  const owner = someone('customer');
  await sell({ email: 'shared@example.com', owner: { kind: 'customer', id: owner.id } });
  const account = await confirm('shared@example.com');
  expect(await ordersOf(account)).toEqual([]);
  expect(await ordersOf(owner)).toHaveLength(1);
});

test('an address is of the account that confirmed it last', async () => {
  await sell({ email: 'moved@example.com' });
  const first = await confirm('moved@example.com');
  expect(await ordersOf(first)).toHaveLength(1);
  await confirm('moved@example.com', first, 2);
  const second = await confirm('moved@example.com');
  expect(await ordersOf(first)).toEqual([]);
  expect(await ordersOf(second)).toHaveLength(1);
});

describe('an account that goes to another address', () => {
  const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
  const bought = async (email: string, on: number) =>
    (await sell({ email, placedAt: days(on) })).orderId;
  const own = async (account: Actor, email: string) => {
    const owner = { kind: 'customer', id: account.id } as const;
    return (await sell({ owner, email })).orderId;
  };

  test('keeps what it bought till then, and sees nothing that is bought with the one of before', async () => {
    const orders = shop.client('order');
    const before = await bought('Given.Up@example.com', -3);
    const account = await confirm('given.up@example.com', undefined, 1, days(-2));
    const whileTheirs = await bought('given.up@example.com', -1);
    const itself = await own(account, 'given.up@example.com');
    await confirm('next@example.com', account, 2, days(0));
    const strangers = await bought('given.up@example.com', 1);
    const next = await bought('next@example.com', 1);
    const kept = [before, whileTheirs, itself, next].toSorted();
    expect((await ordersOf(account)).toSorted()).toEqual(kept);
    const asked = shop.invocation({ actor: account });
    for (const refused of [
      await orders.getOrder({ orderId: strangers }, asked),
      await orders.getTimeline({ orderId: strangers }, asked),
      await orders.cancelOrder({ orderId: strangers, reason: 'not mine' }, asked),
      await orders.proveOrder({ orderId: strangers }, asked),
    ])
      expect(codeOf(refused)).toBe('order_not_found');
    expect(codeOf(await orders.getOrder({ orderId: before }, asked))).toBe('ok');
    const staff = shop.invocation({ actor: shop.staff(['customers:read']) });
    const summed = await orders.summarizeJoinedOrders({ customerId: account.id }, staff);
    expect(must(summed, 'sums').orders).toBe(3);
    const { orderNumber } = must(
      await orders.getOrder(
        { orderId: strangers },
        shop.invocation({ actor: shop.staff(['orders:read']) }),
      ),
      'read',
    );
    const found = await orders.findJoinedCustomers({ orderNumber }, staff);
    expect(must(found, 'found').customerIds).toEqual([]);

    // It comes back, and all of the address is its own again.
    await confirm('given.up@example.com', account, 3, days(2));
    expect(await ordersOf(account)).toContain(strangers);
    expect(await ordersOf(account)).toContain(next);
    expect(await ordersOf(account)).not.toContain(await bought('next@example.com', 3));
  });

  test('gives it over to whose it is then', async () => {
    const before = await bought('handed@example.com', -3);
    const first = await confirm('handed@example.com', undefined, 1, days(-2));
    const itself = await own(first, 'handed@example.com');
    await confirm('elsewhere@example.com', first, 2, days(-1));
    expect((await ordersOf(first)).toSorted()).toEqual([before, itself].toSorted());
    const second = await confirm('handed@example.com', undefined, 1, days(0));
    const after = await bought('handed@example.com', 1);
    expect(await ordersOf(first)).toEqual([itself]);
    expect((await ordersOf(second)).toSorted()).toEqual([before, after].toSorted());
    // Told once more of what it had long ago, the first has it no more.
    await confirm('elsewhere@example.com', first, 3, days(1));
    expect(await ordersOf(first)).toEqual([itself]);
  });
});
