import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { orderById, type OrderRow } from '../orders/order-store.ts';
import { completedCheckout, orderToken, soldLine } from '../orders-for-tests.ts';
import { orderService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [orderService] });
});
afterAll(() => shop.close());

async function place(more: Parameters<typeof completedCheckout>[0] = {}) {
  const snapshot = completedCheckout(more);
  await shop.deliver('checkout.completed', snapshot.checkoutId, 1, snapshot);
  return snapshot;
}

const rowOf = (orderId: string) => shop.database('order').first<OrderRow>(orderById(orderId));

const get = (orderId: string, actor: Actor, token?: string) =>
  shop
    .client('order')
    .getOrder({ orderId, ...(token ? { orderToken: token } : {}) }, shop.invocation({ actor }));

describe('checkout.completed', () => {
  test('becomes an order with its snapshot', async () => {
    const owner = shop.guest();
    const snapshot = await place({ owner: { kind: 'guest', id: owner.id } });
    const order = must(await get(snapshot.orderId, owner), 'getOrder');
    expect(order).toMatchObject({
      orderId: snapshot.orderId,
      orderNumber: snapshot.orderNumber,
      state: 'placed',
      paymentState: 'authorized',
      totals: snapshot.totals,
      refundedMinor: 0,
      parcels: [],
    });
    expect(order.lines).toMatchObject([{ quantity: 2, shippedQuantity: 0, refundedQuantity: 0 }]);
  });

  test('tells the tax category of its lines and its delivery, where its checkout knew it', async () => {
    const owner = shop.guest();
    const by = { kind: 'guest' as const, id: owner.id };
    const { totals } = completedCheckout();
    const known = await place({
      owner: by,
      lines: [soldLine({ taxCategory: 'standard' }), soldLine({ taxCategory: 'exempt' })],
      totals: { ...totals, shippingTaxCategory: 'standard' },
    });
    const order = must(await get(known.orderId, owner), 'getOrder');
    expect(order.lines.map((line) => line.taxCategory)).toEqual(['standard', 'exempt']);
    expect(order.totals.shippingTaxCategory).toBe('standard');
    const former = await place({ owner: by });
    const before = must(await get(former.orderId, owner), 'getOrder');
    expect(before.lines[0]).not.toHaveProperty('taxCategory');
    expect(before.totals).not.toHaveProperty('shippingTaxCategory');
  });

  test('tells what it is paid with, also where a version before knew one payment alone', async () => {
    const owner = shop.guest();
    const by = { kind: 'guest' as const, id: owner.id };
    const former = await place({ owner: by });
    const { totalMinor } = former.totals;
    const reported = async (orderId: string) => must(await get(orderId, owner), 'getOrder').tenders;
    expect(await reported(former.orderId)).toEqual([
      {
        paymentId: former.paymentId,
        method: 'card',
        methodCode: null,
        provider: 'stripe',
        amountMinor: totalMinor,
        state: 'authorized',
      },
    ]);
    const paymentId = newId();
    const card = { paymentId, method: 'card' as const, methodCode: 'card', provider: 'second' };
    const rest = { ...card, paymentId: newId(), methodCode: 'gift_card', provider: 'shop' };
    const tenders = [
      { ...card, amountMinor: totalMinor - 100 },
      { ...rest, amountMinor: 100 },
    ];
    const later = await place({ owner: by, paymentId, tenders });
    expect(await reported(later.orderId)).toEqual(
      tenders.map((tender) => ({ ...tender, state: 'authorized' })),
    );
    const { tenders: column } = (await rowOf(later.orderId))!;
    expect(column).toEqual(tenders);
    expect((await rowOf(former.orderId))?.tenders).toMatchObject([
      { paymentId: former.paymentId, amountMinor: totalMinor },
    ]);
  });

  test('tells of what an earlier version placed, which wrote no tenders, that one payment pays it', async () => {
    const owner = shop.guest();
    const { orderId, paymentId, totals } = await place({ owner: { kind: 'guest', id: owner.id } });
    await shop.database('order').query(sql`update orders set tenders = null where id = ${orderId}`);
    expect(await rowOf(orderId)).toMatchObject({ tenders: null, paymentId });
    const order = must(await get(orderId, owner), 'getOrder');
    expect(order.tenders).toMatchObject([
      { paymentId, provider: 'stripe', amountMinor: totals.totalMinor, state: 'authorized' },
    ]);
  });

  test.each([
    ['other than its total', -1],
    ['led by another payment', 0],
  ])('makes no order of tenders that are %s', async (_, missingMinor) => {
    const { totals } = completedCheckout();
    const tender = {
      paymentId: newId(),
      method: 'card' as const,
      methodCode: 'card',
      provider: 'stripe',
      amountMinor: totals.totalMinor + missingMinor,
    };
    const paymentId = missingMinor === 0 ? newId() : tender.paymentId;
    await expect(place({ paymentId, tenders: [tender] })).rejects.toThrow(/tenders/);
  });

  test('makes one order, one story and one event, however often it comes', async () => {
    const snapshot = await place();
    await shop.deliver('checkout.completed', snapshot.checkoutId, 1, snapshot);
    const database = shop.database('order');
    const count = (rows: unknown[]) => rows.length;
    const { orderId } = snapshot;
    expect(count(await database.query(sql`select from orders where id = ${orderId}`))).toBe(1);
    expect(
      count(await database.query(sql`select from outbox where aggregate_id = ${orderId}`)),
    ).toBe(1);
    expect(
      count(
        await database.query(
          sql`select from story where name = 'order_process' and id = ${orderId}`,
        ),
      ),
    ).toBe(1);
  });
});

describe('who may see an order', () => {
  const staff = (permissions: Actor['permissions'], channels: Actor['channels'] = '*'): Actor => ({
    ...shop.staff(permissions),
    channels,
  });

  test('its owner, whoever holds its token, and staff of its channel', async () => {
    const owner = shop.customer();
    const { orderId } = await place({ owner: { kind: 'customer', id: owner.id } });
    const outcomes = {
      owner: await get(orderId, owner),
      holder: await get(orderId, shop.guest(), orderToken),
      staff: await get(orderId, staff(['orders:read'])),
      staffOfChannel: await get(orderId, staff(['orders:read'], ['other', 'default'])),
    };
    for (const [who, reply] of Object.entries(outcomes))
      expect([who, reply.ok]).toEqual([who, true]);
  });

  test('nobody else, and it does not show whether the order exists', async () => {
    const owner = shop.guest();
    const { orderId } = await place({ owner: { kind: 'guest', id: owner.id } });
    const strangers = [
      await get(orderId, shop.guest()),
      await get(orderId, shop.customer(owner.id)),
      await get(orderId, { ...shop.guest(''), kind: 'anonymous' }),
      await get(orderId, shop.guest(), 'another token'),
      await get(orderId, shop.guest(), ''),
      await get(orderId, staff([])),
      await get(orderId, staff(['customers:read'])),
      await get(orderId, staff(['orders:read'], ['other'])),
      await get(orderId, staff(['orders:read'], [])),
      await get(orderId, { ...owner, kind: 'staff' }),
    ];
    const unknown = await get(newId(), owner);
    expect(unknown).toMatchObject({ ok: false, failure: { code: 'order_not_found' } });
    for (const reply of strangers) expect(reply).toEqual(unknown);
  });
});

describe('listOrders', () => {
  test('pages through the orders of its owner alone, newest first', async () => {
    const owner = shop.customer();
    const placed: string[] = [];
    // Two in the same instant: the id decides.
    for (const minute of ['10', '11', '11', '12', '13']) {
      const { orderId } = await place({
        owner: { kind: 'customer', id: owner.id },
        placedAt: `2026-01-01T10:${minute}:00.000Z`,
        lines: [soldLine({ quantity: 1 })],
      });
      placed.push(orderId);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = must(
        await shop
          .client('order')
          .listOrders(
            { limit: 2, ...(cursor ? { cursor } : {}) },
            shop.invocation({ actor: owner }),
          ),
        'listOrders',
      );
      seen.push(...page.items.map(({ orderId }) => orderId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(placed.toReversed());
  });

  test.each([
    ['not base64', '!!'],
    ['sql', Buffer.from("2026-01-01 00:00:00+00' or 1=1 -- x").toString('base64url')],
    ['no id', Buffer.from('2026-01-01 00:00:00+00 ').toString('base64url')],
  ])('refuses a cursor that it did not give: %s', async (_what, cursor) => {
    const reply = await shop
      .client('order')
      .listOrders({ limit: 5, cursor }, shop.invocation({ actor: shop.guest() }));
    expect(reply).toMatchObject({ ok: false, failure: { code: 'cursor_invalid' } });
  });

  test('filters by state and address for staff', async () => {
    const email = `someone-${newId().slice(-6)}@example.com`;
    const { orderId } = await place({ email });
    const list = (state: 'placed' | 'delivered') =>
      shop
        .client('order')
        .listOrders(
          { limit: 5, state, email: email.toUpperCase() },
          shop.invocation({ actor: shop.staff(['orders:read']) }),
        );
    expect(must(await list('placed'), 'placed').items).toMatchObject([{ orderId, email }]);
    expect(must(await list('delivered'), 'delivered').items).toEqual([]);
  });
});

test('a note is on the timeline for staff alone', async () => {
  const owner = shop.guest();
  const { orderId } = await place({ owner: { kind: 'guest', id: owner.id } });
  const staff = shop.staff(['orders:read', 'orders:write']);
  const order = shop.client('order');
  const note = { orderId, note: 'Called; wants it by Friday.' };
  must(await order.addNote(note, shop.invocation({ actor: staff })), 'addNote');
  const refused = await order.addNote(note, shop.invocation({ actor: owner }));
  expect(refused).toMatchObject({ ok: false, failure: { code: 'forbidden' } });

  const timeline = async (actor: Actor) =>
    must(await order.getTimeline({ orderId }, shop.invocation({ actor })), 'timeline').items;
  expect(await timeline(staff)).toMatchObject([
    { kind: 'order_placed', code: 'order_placed', internal: false },
    { kind: 'note', code: 'note', internal: true, actor: `staff:${staff.id}`, message: note.note },
  ]);
  expect((await timeline(owner)).map(({ kind }) => kind)).toEqual(['order_placed']);
});
