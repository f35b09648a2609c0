import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { makeOrderLink } from '#platform/ground/order-links.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../../../customer-service/notification/service.ts';
import { completedCheckout } from '../orders-for-tests.ts';
import { orderService } from '../service.ts';

const secrets = Secrets.of(randomBytes(32));
const dayMs = 86_400_000;
const nobody: Actor = { kind: 'anonymous', id: 'anonymous', channels: '*', permissions: [] };
let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [orderService, notificationService],
    settings: { secrets },
  });
}, 300_000);
afterAll(() => shop.close());

const asked = () => shop.invocation({ actor: nobody, idempotencyKey: newId() });
const orders = () => shop.client('order');
const codeOf = (reply: { ok: boolean; failure?: { code: string } }) =>
  reply.ok ? 'ok' : reply.failure?.code;

let sold = 0;
async function sell(email: string) {
  sold += 1;
  const orderNumber = `K-20000${sold}`;
  const snapshot = completedCheckout({ email, orderNumber, channel: 'eu', locale: 'de' });
  await shop.deliver('checkout.completed', snapshot.checkoutId, 1, snapshot);
  return snapshot;
}

const linkTo = (orderId: string, kind: 'link' | 'visit' = 'link') =>
  makeOrderLink(secrets, kind, orderId, clock.nowMs());

async function lookUp(orderNumber: string, email: string) {
  const reply = await orders().lookUpOrder({ orderNumber, email }, asked());
  await shop.settle();
  return reply;
}

function linksSentTo(email: string) {
  return shop
    .database('notification')
    .query<{ channel: string; locale: string }>(
      sql`select channel, locale from message where email = ${email} and template = 'order_confirmation'`,
    );
}

test('a link is traded for a token that reads its own order and no other', async () => {
  const order = await sell('link@example.com');
  const other = await sell('link@example.com');
  const token = linkTo(order.orderId);
  expect(token).toHaveLength(74);
  const opened = must(await orders().openOrderLink({ token }, asked()), 'open');
  expect(opened.orderId).toBe(order.orderId);
  const { orderToken } = opened;
  const proof = { orderId: order.orderId, orderToken };
  expect(codeOf(await orders().getOrder(proof, asked()))).toBe('ok');
  expect(codeOf(await orders().getTimeline(proof, asked()))).toBe('ok');
  expect(codeOf(await orders().listRefunds(proof, asked()))).toBe('ok');
  const foreign = { orderId: other.orderId, orderToken };
  expect(codeOf(await orders().getOrder(foreign, asked()))).toBe('order_not_found');
  expect(codeOf(await orders().proveOrder(proof, asked()))).toBe('ok');
  expect(codeOf(await orders().proveOrder(foreign, asked()))).toBe('order_not_found');
  expect(codeOf(await orders().cancelOrder({ ...foreign, reason: 'x' }, asked()))).toBe(
    'order_not_found',
  );
  // Opened again it opens again: programs that look through mails use nothing up.
  expect(codeOf(await orders().openOrderLink({ token }, asked()))).toBe('ok');
  expect(codeOf(await orders().cancelOrder({ ...proof, reason: 'x' }, asked()))).toBe('ok');
});

test.each<[string, (token: string, orderId: string) => string]>([
  ['cut', (token) => token.slice(0, -1)],
  ['changed', (token) => `${token.slice(0, -2)}${token.endsWith('A') ? 'B' : 'A'}A`],
  [
    'of another order',
    (token, orderId) => `${linkTo(newId()).slice(0, 32)}${token.slice(32)}${orderId.slice(0, 0)}`,
  ],
  ['a visit’s', (_token, orderId) => linkTo(orderId, 'visit')],
  [
    'made with another secret',
    (_token, orderId) => makeOrderLink(Secrets.of(randomBytes(32)), 'link', orderId, clock.nowMs()),
  ],
  ['of an order that is not there', () => linkTo(newId())],
])('a token that is %s opens nothing', async (_, change) => {
  const { orderId } = await sell('wrong@example.com');
  const token = change(linkTo(orderId), orderId);
  expect(codeOf(await orders().openOrderLink({ token }, asked()))).toBe('link_invalid');
});

test('the token of a link itself reads nothing, and a visit is over after twelve hours', async () => {
  const { orderId } = await sell('kinds@example.com');
  const get = (orderToken: string) => orders().getOrder({ orderId, orderToken }, asked());
  expect(codeOf(await get(linkTo(orderId)))).toBe('order_not_found');
  const long = clock.nowMs() - dayMs;
  expect(codeOf(await get(makeOrderLink(secrets, 'visit', orderId, long)))).toBe('order_not_found');
  const old = makeOrderLink(secrets, 'link', orderId, clock.nowMs() - 91 * dayMs);
  expect(codeOf(await orders().openOrderLink({ token: old }, asked()))).toBe('link_invalid');
});

test('ended links open nothing, nor does what they were traded for; later ones do', async () => {
  const { orderId } = await sell('ended@example.com');
  const token = linkTo(orderId);
  const { orderToken } = must(await orders().openOrderLink({ token }, asked()), 'open');
  const proof = { orderId, orderToken };
  expect(codeOf(await orders().endOrderLinks({ orderId }, asked()))).toBe('order_not_found');
  expect(codeOf(await orders().endOrderLinks(proof, asked()))).toBe('ok');
  expect(codeOf(await orders().getOrder(proof, asked()))).toBe('order_not_found');
  expect(codeOf(await orders().openOrderLink({ token }, asked()))).toBe('link_invalid');
  await shop.moveClock(1_000);
  expect(codeOf(await orders().openOrderLink({ token: linkTo(orderId) }, asked()))).toBe('ok');
});

test('who looks for an order is answered the same, and only its own address gets the link', async () => {
  const email = 'Looks@Example.com';
  const { orderNumber } = await sell(email);
  const replies = [
    await lookUp(orderNumber, 'looks@example.com'),
    await lookUp(orderNumber, 'stranger@example.com'),
    await lookUp('K-999999999', email),
  ];
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  expect(await linksSentTo(email)).toEqual([{ channel: 'eu', locale: 'de' }]);
  expect(await linksSentTo('stranger@example.com')).toEqual([]);
  // As it is written in a mail or by hand; and nobody's mailbox is filled.
  await lookUp(` #${orderNumber.toLowerCase()} `, email);
  expect(await linksSentTo(email)).toHaveLength(1);
  await shop.moveClock(301_000);
  await lookUp(` #${orderNumber.toLowerCase()} `, email);
  expect(await linksSentTo(email)).toHaveLength(2);
  const left = await shop.database('order').query(sql`select from order_lookup`);
  expect(left).toHaveLength(0);
});

test('however many look for an order at once, one mail goes out, and five a day to an address', async () => {
  const email = 'flooded@example.com';
  const { orderNumber } = await sell(email);
  const ask = (number: string) => orders().lookUpOrder({ orderNumber: number, email }, asked());
  await Promise.all(Array.from({ length: 8 }, () => ask(orderNumber)));
  await shop.settle();
  expect(await linksSentTo(email)).toHaveLength(1);
  const others = [];
  for (let more = 0; more < 3; more += 1) others.push(await sell(email));
  await Promise.all(others.map((order) => ask(order.orderNumber)));
  await shop.settle();
  expect(await linksSentTo(email)).toHaveLength(4);
  for (const expected of [5, 5, 5]) {
    await shop.moveClock(301_000);
    await lookUp(orderNumber, email);
    expect(await linksSentTo(email)).toHaveLength(expected);
  }
  await shop.moveClock(dayMs);
  await lookUp(orderNumber, email);
  expect(await linksSentTo(email)).toHaveLength(6);
});
