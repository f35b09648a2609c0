import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import {
  challenge,
  gatewayBook,
  heldUnits,
  openPurchases,
  payBy,
  type Purchases,
} from '../purchases-for-tests.ts';

/** Who sends people to a bank and does not answer holds stock without money, but not much of it. */
let all: Purchases;
beforeAll(async () => {
  const limits = { openChallenges: 3, openChallengesPerAddress: 5 };
  all = await openPurchases({ settings: { rateLimits: 'on', ...limits } });
}, 300_000);
afterAll(() => all.shop.close());

const card = payBy('pm_card_threeDSecureRequired');
const newEmail = () => `${newId()}@example.com`;

interface Buyer {
  actor?: Actor;
  email?: string;
  client?: string;
  token?: typeof card;
}

async function pay(sku: string, quantity: number, buyer: Buyer = {}) {
  const { actor = all.shop.guest(), email = newEmail(), client = newId(), token = card } = buyer;
  const { checkoutId } = await all.ready(actor, sku, quantity);
  const said = { checkoutId, email };
  const checkout = must(await all.checkouts.updateCheckout(said, all.as(actor)), 'email');
  const risk = all.assessed(checkout, { client });
  return all.complete(actor, checkout, { ...token, ...risk });
}

const codeOf = (reply: Awaited<ReturnType<typeof pay>>) =>
  reply.ok ? reply.value.status : reply.failure.code;

async function openAtGateway() {
  const book = await gatewayBook(all);
  return book.filter(({ status }) => status === 'requires_action');
}

test('nobody takes all there is by not answering; half of it at most', async () => {
  const sku = await all.sell(109);
  const before = (await openAtGateway()).length;
  const greedy = await pay(sku, 109);
  expect(greedy).toMatchObject({
    failure: { code: 'unpaid_units_exceeded', detail: { lines: [{ sku, allowed: 54 }] } },
  });
  expect(await heldUnits(all, sku)).toEqual({});
  expect(await openAtGateway()).toHaveLength(before);
  const actor = all.shop.guest();
  expect(codeOf(await pay(sku, 54, { actor }))).toBe('requires_action');
  expect(await pay(sku, 1, { actor })).toMatchObject({
    failure: { code: 'unpaid_units_exceeded', detail: { lines: [{ sku, allowed: 0 }] } },
  });
  expect(await heldUnits(all, sku)).toEqual({ active: 54 });
  // Whoever pays at once may have the rest.
  const paid = payBy('pm_card_visa');
  expect(codeOf(await pay(sku, 55, { token: paid }))).toBe('completed');
});

test.each(['email', 'client'] as const)('the same %s is the same payer', async (name) => {
  const sku = await all.sell(20);
  const same = { [name]: newEmail() };
  expect(codeOf(await pay(sku, 7, same))).toBe('requires_action');
  expect(await pay(sku, 4, same)).toMatchObject({
    failure: { code: 'unpaid_units_exceeded', detail: { lines: [{ sku, allowed: 3 }] } },
  });
  expect(codeOf(await pay(sku, 3, same))).toBe('requires_action');
  expect(await heldUnits(all, sku)).toEqual({ active: 10 });
});

test('few units may be all there are', async () => {
  const sku = await all.sell(2);
  expect(codeOf(await pay(sku, 2))).toBe('requires_action');
});

test.each([
  ['person', () => ({ actor: all.shop.guest() }), 3],
  ['e-mail address', () => ({ email: newEmail() }), 3],
  ['client address', () => ({ client: newId() }), 5],
] as const)('one %s has a few payments waiting, then no more begins', async (_of, same, most) => {
  const sku = await all.sell(100);
  const buyer = same();
  const waiting = [];
  for (let turn = 0; turn < most; turn += 1) waiting.push(await pay(sku, 1, buyer));
  expect(new Set(waiting.map(codeOf))).toEqual(new Set(['requires_action']));
  const refused = await pay(sku, 1, buyer);
  expect(refused).toMatchObject({
    failure: { code: 'too_many_open_payments', detail: { retryAfterSeconds: 600 } },
  });
  expect(await heldUnits(all, sku)).toEqual({ active: most });
  expect(codeOf(await pay(sku, 1))).toBe('requires_action');
  const first = waiting[0]!;
  if (!first.ok || first.value.status !== 'requires_action') throw new Error('not waiting');
  const gatewayId = first.value.nextAction.url.split('/').at(-1)!;
  const [held] = (await gatewayBook(all)).filter(({ id }) => id === gatewayId);
  await challenge(all, held!.id, 'complete');
  const paymentId = held!.metadata.reference;
  await all.shop.client('payment').getPayment({ paymentId, refresh: true }, all.shop.invocation());
  await all.shop.settle();
  expect(codeOf(await pay(sku, 1, buyer))).toBe('requires_action');
});

test('at once no more than one after the other', async () => {
  const sku = await all.sell(100);
  const actor = all.shop.guest();
  const codes = (await Promise.all(Array.from({ length: 9 }, () => pay(sku, 1, { actor })))).map(
    codeOf,
  );
  expect(codes.filter((code) => code === 'requires_action')).toHaveLength(3);
  expect(codes.filter((code) => code === 'too_many_open_payments')).toHaveLength(6);
  expect(await heldUnits(all, sku)).toEqual({ active: 3 });
});
