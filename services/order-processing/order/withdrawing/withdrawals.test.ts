import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../../../customer-service/notification/service.ts';
import { completedCheckout, orderToken } from '../orders-for-tests.ts';
import { orderService } from '../service.ts';
import { lapseWithdrawals } from './lapse-withdrawals.ts';

const nobody: Actor = { kind: 'anonymous', id: 'anonymous', channels: '*', permissions: [] };
const staffOf = (channels: '*' | string[]): Actor => ({
  kind: 'staff',
  id: newId(),
  channels,
  permissions: ['orders:read', 'orders:write'],
});
let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [orderService, notificationService] });
}, 300_000);
afterAll(() => shop.close());

const orders = () => shop.client('order');
const asked = (more: { actor?: Actor; key?: string; locale?: string; channel?: string } = {}) =>
  shop.invocation({
    actor: more.actor ?? nobody,
    idempotencyKey: more.key ?? newId(),
    ...(more.locale && { locale: more.locale }),
    ...(more.channel && { channel: more.channel }),
  });
const codeOf = (reply: { ok: boolean; failure?: { code: string } }) =>
  reply.ok ? 'ok' : reply.failure?.code;

let sold = 0;
async function sell(email: string) {
  sold += 1;
  const orderNumber = `K-30000${sold}`;
  const snapshot = completedCheckout({ email, orderNumber, channel: 'eu', locale: 'de' });
  await shop.deliver('checkout.completed', snapshot.checkoutId, 1, snapshot);
  return snapshot;
}

interface Mail {
  template: string;
  email: string;
  channel: string;
  locale: string;
  data: Record<string, unknown>;
}
function mailsTo(email: string): Promise<Mail[]> {
  return shop.database('notification').query<Mail>(sql`
    select template, email, channel, locale, data from message
    where email = ${email} and template like 'withdrawal%' order by created_at, id`);
}

async function declare(orderNumber: string, email: string, more: { note?: string } = {}) {
  const input = { orderNumber, email, name: 'Ada Lovelace', ...more };
  return must(await orders().declareWithdrawal(input, asked({ locale: 'en' })), 'declare');
}

async function confirm(withdrawalId: string) {
  const reply = await orders().confirmWithdrawal({ withdrawalId }, asked());
  await shop.settle();
  return reply;
}

async function listed(actor: Actor, filters: object = {}) {
  const reply = await orders().listWithdrawals({ limit: 100, ...filters }, asked({ actor }));
  return must(reply, 'list').items;
}

test('what is confirmed is acknowledged with its content and moment, in the words it came in', async () => {
  const order = await sell('withdraws@example.com');
  const { withdrawalId, state, receivedAt } = await declare(
    ` #${order.orderNumber.toLowerCase()}`,
    'Withdraws@example.com',
    { note: 'The tea alone.' },
  );
  expect({ state, receivedAt }).toEqual({ state: 'declared', receivedAt: null });
  await shop.settle();
  expect(await mailsTo('Withdraws@example.com')).toEqual([]);
  const confirmed = must(await confirm(withdrawalId), 'confirm');
  expect(confirmed.state).toBe('confirmed');
  const [mail, ...others] = await mailsTo('Withdraws@example.com');
  expect(others).toEqual([]);
  // The language in which it was declared, in the channel of its order; no link opens the order.
  expect(mail).toMatchObject({ template: 'withdrawal_received', channel: 'eu', locale: 'en' });
  expect(mail!.data).toMatchObject({ note: 'The tea alone.', receivedAt: confirmed.receivedAt });
  expect(mail!.data).not.toHaveProperty('orderId');
  // Again it answers the same, and no further mail goes out.
  expect(must(await confirm(withdrawalId), 'again')).toEqual(confirmed);
  expect(await mailsTo('Withdraws@example.com')).toHaveLength(1);
  const [kept] = await listed(staffOf(['eu']), { orderNumber: order.orderNumber });
  expect(kept).toMatchObject({ withdrawalId, orderId: order.orderId, state: 'confirmed' });
  expect(kept!.acknowledgedAt).not.toBeNull();
  const timeline = must(
    await orders().getTimeline({ orderId: order.orderId, orderToken }, asked()),
    'timeline',
  );
  expect(timeline.items.filter(({ kind }) => kind === 'withdrawal_received')).toHaveLength(1);
});

test('the answer is the same whether there is such an order, and what fits none goes to staff', async () => {
  const order = await sell('known@example.com');
  const replies = [
    await declare(order.orderNumber, 'known@example.com'),
    await declare(order.orderNumber, 'stranger@example.com'),
    await declare('K-999999999', 'known@example.com'),
  ];
  const told = replies.map(({ withdrawalId: _id, declaredAt: _at, ...rest }) => rest);
  expect(told).toEqual(told.map(() => ({ state: 'declared', receivedAt: null })));
  for (const { withdrawalId } of replies) await confirm(withdrawalId);
  expect(await mailsTo('stranger@example.com')).toHaveLength(1);
  expect(await mailsTo('known@example.com')).toHaveLength(2);
  const unmatched = await listed(staffOf('*'), { match: 'unmatched', state: 'confirmed' });
  const ids = unmatched.map(({ withdrawalId }) => withdrawalId);
  expect(ids).toContain(replies[1]!.withdrawalId);
  expect(ids).toContain(replies[2]!.withdrawalId);
  expect(ids).not.toContain(replies[0]!.withdrawalId);
  const matched = await listed(staffOf('*'), { match: 'matched' });
  expect(matched.map(({ withdrawalId }) => withdrawalId)).toContain(replies[0]!.withdrawalId);
});

test('staff say which order it is, its own address is told once, and close it', async () => {
  const order = await sell('owner@example.com');
  const other = await sell('other@example.com');
  const { withdrawalId } = await declare('teapot, last week', 'elsewhere@example.com');
  const { orderId } = order;
  const actor = staffOf('*');
  const match = (to: string, by = actor, channel = 'default') =>
    orders().matchWithdrawal({ withdrawalId, orderId: to }, asked({ actor: by, channel }));
  const close = (outcome: string) =>
    orders().closeWithdrawal({ withdrawalId, outcome }, asked({ actor }));
  expect(codeOf(await match(orderId))).toBe('withdrawal_state_conflict');
  expect(codeOf(await close('Refunded'))).toBe('withdrawal_state_conflict');
  await confirm(withdrawalId);
  // Declared where the shop's own channel is, which whoever works for `eu` does not see.
  expect(codeOf(await match(orderId, staffOf(['eu']), 'eu'))).toBe('withdrawal_not_found');
  expect(codeOf(await match(orderId, staffOf(['default'])))).toBe('order_not_found');
  expect(codeOf(await match(newId()))).toBe('order_not_found');
  expect(must(await match(orderId), 'match').orderId).toBe(orderId);
  await shop.settle();
  expect(codeOf(await match(orderId))).toBe('ok');
  await shop.settle();
  expect(await mailsTo('owner@example.com')).toMatchObject([
    { template: 'withdrawal_notice', channel: 'eu', locale: 'de', data: { orderId } },
  ]);
  expect(await mailsTo('elsewhere@example.com')).toHaveLength(1);
  // A person errs: another order is said instead.
  expect(must(await match(other.orderId), 'match').orderId).toBe(other.orderId);
  const closed = must(await close('Refunded in full'), 'close');
  expect(closed).toMatchObject({ state: 'closed', closingNote: 'Refunded in full' });
  expect(must(await close('Refunded in full'), 'again')).toEqual(closed);
  expect(codeOf(await close('Something else'))).toBe('withdrawal_state_conflict');
  expect(codeOf(await match(orderId))).toBe('withdrawal_state_conflict');
  expect(codeOf(await confirm(withdrawalId))).toBe('ok');
  await shop.settle();
});

test('whoever has the order’s token withdraws from some lines, told to an address of their choice', async () => {
  const order = await sell('token@example.com');
  const { orderId } = order;
  const lineId = order.lines[0]!.lineId;
  const ask = (more: object, key?: string) =>
    orders().declareOrderWithdrawal({ orderId, orderToken, ...more }, asked(key ? { key } : {}));
  expect(codeOf(await ask({ orderToken: 'wrong' }))).toBe('order_not_found');
  const tooMany = { lines: [{ lineId, quantity: 3 }] };
  expect(await ask(tooMany)).toMatchObject({
    failure: { code: 'withdrawal_line_invalid', detail: { lineId, ordered: 2 } },
  });
  const one = { lineId, quantity: 1 };
  expect(codeOf(await ask({ lines: [one, one] }))).toBe('withdrawal_line_invalid');
  const key = newId();
  const chosen = { lines: [one], email: 'new@example.com' };
  const declared = must(await ask(chosen, key), 'declare');
  expect(must(await ask(chosen, key), 'again')).toEqual(declared);
  await confirm(declared.withdrawalId);
  expect((await mailsTo('new@example.com'))[0]).toMatchObject({
    template: 'withdrawal_received',
    locale: 'de',
    data: { lines: [{ quantity: 1, title: 'Darjeeling', variantTitle: '100 g' }] },
  });
  expect(await mailsTo('token@example.com')).toMatchObject([{ template: 'withdrawal_notice' }]);
  const whole = must(await ask({}), 'whole');
  await confirm(whole.withdrawalId);
  const own = await mailsTo('token@example.com');
  expect(own.map(({ template }) => template)).toEqual(['withdrawal_notice', 'withdrawal_received']);
});

test('what nobody confirms for a day lapses, and a stranger fills no mailbox', async () => {
  const email = 'flooded@example.com';
  const { withdrawalId } = await declare('K-1', email);
  const replies = [];
  for (let more = 0; more < 21; more += 1) {
    const input = { orderNumber: 'K-1', email, name: 'Mallory' };
    replies.push(codeOf(await orders().declareWithdrawal(input, asked())));
  }
  expect(replies.filter((code) => code === 'ok')).toHaveLength(19);
  expect(replies.at(-1)).toBe('too_many_withdrawals');
  const job = lapseWithdrawals({ database: shop.database('order') } as never);
  await job.run({});
  expect(must(await confirm(withdrawalId), 'in time').state).toBe('confirmed');
  const late = (await listed(staffOf('*'), { state: 'declared' })).find(
    (one) => one.email === email,
  )!;
  await shop.moveClock(86_401_000);
  await job.run({});
  expect(codeOf(await confirm(late.withdrawalId))).toBe('withdrawal_state_conflict');
  expect(codeOf(await confirm(newId()))).toBe('withdrawal_not_found');
  await shop.moveClock(2_000);
  const lapsed = await listed(staffOf('*'), {
    state: 'lapsed',
    updatedSince: late.declaredAt,
    sort: 'updated_ascending',
  });
  expect(lapsed.map((one) => one.withdrawalId)).toContain(late.withdrawalId);
  expect(await mailsTo(email)).toHaveLength(1);
});
