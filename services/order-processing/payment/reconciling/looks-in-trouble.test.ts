import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments();
  await kit.captured();
});
afterAll(() => kit.close());
afterEach(async () => {
  armFailpoints('');
  await kit.clearFaults();
});

const lines = async () =>
  (await kit.database.query<{ lineId: string }>(sql`select line_id from balance_line`)).length;

/** Goes on with a look until it is over; what failed is due at once. */
async function over() {
  for (const endMs = Date.now() + 60_000; Date.now() < endMs; await sleep(25)) {
    await kit.shop.settle();
    const open = await kit.database.query(sql`
      update story set next_attempt_at = kontor_now() - interval '1 second'
      where name = 'reconcile_account' and state = 'open' returning id`);
    if (open.length === 0) return;
    await kit.shop.kontor.sweep();
  }
  throw new Error('the look did not end');
}

async function look() {
  must(await kit.payments.reconcileBalances({}, kit.invocation()), 'reconcile');
  await over();
}

async function expectWhole() {
  const inBook = (await kit.book('balance_transactions')).length;
  expect(await lines()).toBe(inBook);
  const settled = await kit.database.query<{ source: string }>(
    sql`select source from ledger_entry where kind = 'settlement'`,
  );
  expect(new Set(settled.map(({ source }) => source)).size).toBe(settled.length);
  const [clearing] = await kit.database.query<{ minor: number }>(sql`
    select coalesce(sum(case direction when 'debit' then amount_minor else -amount_minor end), 0)::float8 as minor
    from ledger_posting where account = 'gateway_clearing'`);
  const book = await kit.book<{ amount: number; fee: number }>('balance_transactions');
  expect(clearing!.minor).toBe(book.reduce((sum, { amount, fee }) => sum + amount - fee, 0));
}

test.each([
  { kind: 'status', times: 4 },
  { kind: 'reset', times: 4 },
  { kind: 'html', times: 2 },
  { kind: 'truncated', times: 2 },
])('a provider that answers with $kind is asked again', async (fault) => {
  await kit.addLine({ type: 'stripe_fee', amount: -100, currency: 'eur' });
  await kit.fault({ operation: 'list_balance', ...fault });
  await look();
  await expectWhole();
});

test('a look that was cut off goes on where it was, and posts nothing twice', async () => {
  for (let count = 0; count < 230; count += 1)
    await kit.addLine({ type: 'stripe_fee', amount: -1 - count, currency: 'eur' });
  const before = await lines();
  await kit.payOut();
  for (const place of [
    'commit:payment.keep_balance_lines:after',
    'commit:payment.keep_balance_lines:before',
    'commit:payment.keep_lines_of_payout:before',
    'commit:payment.judge_payments:before',
  ]) {
    armFailpoints(`${place}=throw`);
    await kit.addLine({ type: 'topup', amount: 50_000, currency: 'eur' });
    await kit.captured();
    await kit.payOut();
    must(await kit.payments.reconcileBalances({}, kit.invocation()), 'reconcile');
    await kit.shop.settle();
    armFailpoints('');
  }
  await over();
  expect(await lines()).toBeGreaterThan(before + 230);
  await expectWhole();
});

test('a payout that is told ten times is looked at, and taken once', async () => {
  await kit.addLine({ type: 'topup', amount: 50_000, currency: 'eur' });
  await kit.payOut();
  const paid = (await kit.webhooks()).filter(({ type }) => type === 'payout.paid').at(-1)!;
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, async () => must(await kit.deliver(paid), 'deliver').outcome),
  );
  expect(outcomes.toSorted()).toEqual(['applied', ...Array.from({ length: 9 }, () => 'duplicate')]);
  await over();
  await expectWhole();
});
