import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments();
});
afterAll(() => kit.close());

async function look() {
  must(await kit.payments.reconcileBalances({}, kit.invocation()), 'reconcile');
  for (const endMs = Date.now() + 120_000; Date.now() < endMs; await sleep(25)) {
    await kit.shop.settle();
    await kit.shop.kontor.sweep();
    const open = await kit.database.query(
      sql`select from story where name = 'reconcile_account' and state = 'open'`,
    );
    if (open.length === 0) return;
  }
  throw new Error('the look did not end');
}

test('what comes back of a payout from before the shop is no difference, and what was in it none of its', async () => {
  await kit.addLine({ type: 'charge', amount: 70_000, currency: 'eur', source: 'ch_of_before' });
  await kit.payOut();
  const payouts = await kit.book<{ id: string; createdSeconds: number }>('payouts');
  const { id: payoutId, createdSeconds } = payouts.at(-1)!;
  // A provider counts in seconds: the shop begins in the next one.
  await expect
    .poll(() => Math.floor(Date.now() / 1_000), { timeout: 180_000, interval: 50 })
    .toBeGreaterThan(createdSeconds);
  await kit.captured();
  await kit.database.query(sql`
    update payment set created_at = to_timestamp(${createdSeconds + 1}) + interval '1 hour'`);
  await kit.payOut({ payoutId, status: 'failed' });
  await look();
  const lines = await kit.database.query<{ kind: string }>(
    sql`select kind from balance_line where source_id in ('ch_of_before', ${payoutId})`,
  );
  expect(lines.map(({ kind }) => kind)).toEqual(['payout_failure']);
  const differences = () =>
    kit.database.query(sql`select kind, subject from settlement_difference`);
  expect(await differences()).toEqual([]);
});
