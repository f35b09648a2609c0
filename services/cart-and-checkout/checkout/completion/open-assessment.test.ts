import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Secrets } from '#platform/ground/secrets.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { heldUnits, openPurchases, type Purchases } from '../purchases-for-tests.ts';

/** Whatever a door says of the risk: only what auth sealed for this very purchase counts. */
let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());

type Checkout = Awaited<ReturnType<Purchases['ready']>>;

async function prepared() {
  const guest = all.shop.guest();
  const sku = await all.sell(2);
  return { guest, sku, checkout: await all.ready(guest, sku) };
}

async function attemptsOf({ checkoutId }: Checkout) {
  return all.shop.database('checkout').query<{ decision: string; forced: boolean }>(sql`
    select risk_decision as decision, force_challenge as forced from completion
    where checkout_id = ${checkoutId}`);
}

test('an assessment of this purchase is believed', async () => {
  const { guest, checkout } = await prepared();
  expect(must(await all.complete(guest, checkout), 'complete').status).toBe('completed');
  expect(await attemptsOf(checkout)).toEqual([{ decision: 'allow', forced: false }]);
});

const total = (amountMinor: number, currency = 'EUR') => ({ total: { amountMinor, currency } });

test.each([
  ['none at all', () => ({ risk: undefined })],
  ['an open one', () => ({ risk: { decision: 'allow' as const, assessmentId: 'any' } })],
  ['another secret’s', (own: Checkout) => all.assessed(own, {}, Secrets.of(randomBytes(32)))],
  ['another checkout’s', (own: Checkout) => all.assessed(own, { checkoutId: newId() })],
  ['another version’s', (own: Checkout) => all.assessed(own, { version: own.version - 1 })],
  ['another total’s', (own: Checkout) => all.assessed(own, total(own.totals!.totalMinor - 1))],
  [
    'another currency’s',
    (own: Checkout) => all.assessed(own, total(own.totals!.totalMinor, 'USD')),
  ],
  ['one of no total', (own: Checkout) => all.assessed(own, { total: null })],
  ['one too old', (own: Checkout) => all.assessed(own, { until: Date.now() - 1 })],
  ['unavailable', (own: Checkout) => all.assessed(own, { decision: 'unavailable' })],
])('%s counts as unavailable: 3-D Secure is forced and flagged', async (_name, riskOf) => {
  const { guest, checkout } = await prepared();
  const reply = await all.complete(guest, checkout, riskOf(checkout));
  expect(must(reply, 'complete').status).toBe('requires_action');
  expect(await attemptsOf(checkout)).toEqual([{ decision: 'unavailable', forced: true }]);
});

test('a challenge forces 3-D Secure', async () => {
  const { guest, checkout } = await prepared();
  const reply = await all.complete(
    guest,
    checkout,
    all.assessed(checkout, { decision: 'challenge' }),
  );
  expect(must(reply, 'complete').status).toBe('requires_action');
  expect(await attemptsOf(checkout)).toEqual([{ decision: 'challenge', forced: true }]);
});

test('a denied one is refused here too, and nothing is reserved', async () => {
  const { guest, sku, checkout } = await prepared();
  const denied = all.assessed(checkout, { decision: 'deny' });
  const reply = await all.complete(guest, checkout, denied);
  expect(reply).toMatchObject({ failure: { code: 'risk_denied' } });
  expect(await attemptsOf(checkout)).toEqual([]);
  expect(await heldUnits(all, sku)).toEqual({});
});
