import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
}, 300_000);
afterAll(() => kit.close());

const as = (channels: '*' | string[]) =>
  kit.shop.invocation({
    actor: { ...kit.staff, channels },
    ...(channels === '*' ? {} : { channel: channels[0]! }),
  });

const days = async () =>
  must(await kit.orders.listReconciliations({ limit: 10 }, as('*')), 'list').items;

test('the nightly job has the account looked at, and who works for all channels sees it', async () => {
  await kit.placed();
  await kit.shop.settle();
  await kit.shop.kontor.opened('order').jobs!['reconcile_balances']!.run({});
  await expect.poll(days, { timeout: 180_000, interval: 100 }).toHaveLength(1);
  const summed = async () => (await days())[0]!.totals.length;
  await expect.poll(summed, { timeout: 180_000, interval: 100 }).toBe(1);
  const { reconciliationId } = (await days())[0]!;
  const asked = { reconciliationId, limit: 10 };
  expect(must(await kit.orders.getReconciliation(asked, as('*')), 'report')).toMatchObject({
    provider: 'stripe',
    sandbox: true,
    differences: 0,
    found: { items: [] },
  });
});

test('who works for one channel sees no account, which is of all', async () => {
  const one = as(['default']);
  const reconciliationId = crypto.randomUUID();
  const replies = await Promise.all([
    kit.orders.listReconciliations({ limit: 10 }, one),
    kit.orders.listReconciledAccounts({}, one),
    kit.orders.getReconciliation({ reconciliationId, limit: 10 }, one),
  ]);
  for (const reply of replies)
    expect(reply).toMatchObject({ ok: false, failure: { code: 'all_channels_needed' } });
  const nowhere = await kit.orders.getReconciliation({ reconciliationId, limit: 10 }, as('*'));
  expect(nowhere).toMatchObject({ ok: false, failure: { code: 'reconciliation_not_found' } });
});

test('staff see at the order what differs at the provider, and that it agrees again; its buyer does not', async () => {
  const { orderId, owner } = await kit.placed();
  const differenceId = crypto.randomUUID();
  const seen = { kind: 'amount_differs', subject: 'charge', oursCurrency: 'EUR', oursMinor: 5_000 };
  const data = {
    differenceId,
    orderId,
    ...seen,
    theirsMinor: 4_999,
    theirsCurrency: 'EUR',
  } as const;
  for (const [state, version] of [
    ['open', 1],
    ['settled', 2],
  ] as const) {
    await kit.shop.deliver('payment.settlement_differs', differenceId, version, {
      ...data,
      kind: 'amount_differs',
      state,
    });
  }
  const read = must(await kit.orders.getTimeline({ orderId }, as('*')), 'timeline').items;
  const told = read.filter(({ kind }) => kind.startsWith('settlement_'));
  expect(told.map(({ kind, internal }) => [kind, internal])).toEqual([
    ['settlement_differs', true],
    ['settlement_agrees', true],
  ]);
  expect(told[0]!.message).toContain('has 49.99 EUR for charge, our books 50.00 EUR');
  expect(await kit.timeline(orderId, kit.shop.guest(owner.id))).not.toContain('settlement_differs');
});
