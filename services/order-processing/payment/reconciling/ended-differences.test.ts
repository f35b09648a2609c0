import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments('loopback');
});
afterAll(() => kit.close());

const by = (id: string) => {
  const actor = { ...kit.invocation().actor, kind: 'staff' as const, id, permissions: [] };
  return kit.shop.invocation({ actor });
};

async function look() {
  must(await kit.payments.reconcileBalances({}, kit.invocation()), 'look');
  const under = async () => {
    await kit.shop.settle();
    await kit.shop.kontor.sweep();
    return kit.database.query(
      sql`select from story where name = 'reconcile_account' and state = 'open'`,
    );
  };
  await expect.poll(under, { timeout: 180_000, interval: 25 }).toEqual([]);
}

/** All days: the clock may pass midnight meanwhile. */
async function reports() {
  const { items } = must(
    await kit.payments.listReconciliations({ limit: 100 }, kit.invocation()),
    'list',
  );
  const asked = items.map(({ reconciliationId }) =>
    kit.payments.getReconciliation({ reconciliationId, limit: 100 }, kit.invocation()),
  );
  return (await Promise.all(asked)).map((one) => must(one, 'report'));
}
const differences = async () => (await reports()).flatMap(({ found }) => found.items);
const openOnes = async () =>
  (await reports()).reduce((sum, { differences: open }) => sum + open, 0);

async function unexplained() {
  const row = await kit.database.first<{ minor: number }>(sql`
    select coalesce(sum(case direction when 'debit' then amount_minor else -amount_minor end), 0)::bigint
      as minor from ledger_posting where account = 'unexplained_settlements'`);
  return row!.minor;
}

const end = (differenceId: string, note: string) =>
  kit.payments.endDifference({ differenceId, note }, by('0199c4f2-5b7e-7c11-8a55-2f0c5a0e7d10'));

test('what nobody’s book settles is ended by a note, and stays visible with who wrote it and why', async () => {
  await kit.captured();
  await kit.addLine({ type: 'contribution', amount: -125, currency: 'eur' });
  await look();
  const [found] = (await differences()).filter(({ reported }) => reported === 'contribution');
  expect(found).toMatchObject({ kind: 'unknown_kind', state: 'open' });
  const [before, postedBefore] = [await openOnes(), await unexplained()];
  const ended = must(await end(found!.differenceId, 'Climate, by our own order'), 'end');
  expect(ended).toMatchObject({
    state: 'settled',
    theirsMinor: -125,
    endedBy: 'staff:0199c4f2-5b7e-7c11-8a55-2f0c5a0e7d10',
    endedNote: 'Climate, by our own order',
  });
  expect(ended.settledAt).not.toBeNull();
  expect(await openOnes()).toBe(before - 1);
  // Said again it is what it was.
  expect(must(await end(found!.differenceId, 'Climate, by our own order'), 'again')).toEqual(ended);
  // Looking again opens nothing anew, and nothing is posted for a note.
  await look();
  expect(await differences()).toContainEqual(ended);
  expect(await openOnes()).toBe(before - 1);
  expect(await unexplained()).toBe(postedBefore);
  const audits = await kit.database.query<object>(sql`
    select detail from audit_entry where subject = ${`difference:${found!.differenceId}`}`);
  expect(audits).toMatchObject([{ detail: { after: { note: 'Climate, by our own order' } } }]);
});

test('it is ended once: who comes later, or asks for none that there is, is told', async () => {
  await kit.addLine({ type: 'obligation_outbound', amount: -50, currency: 'eur' });
  await look();
  const [found] = (await differences()).filter(
    ({ reported }) => reported === 'obligation_outbound',
  );
  const replies = await Promise.all(['one', 'other'].map((who) => end(found!.differenceId, who)));
  expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
  expect(replies.find(({ ok }) => !ok)).toMatchObject({ failure: { code: 'difference_settled' } });
  expect(await end(crypto.randomUUID(), 'none')).toMatchObject({
    failure: { code: 'difference_not_found' },
  });
});

test('one that comes to another amount afterwards is open again, and one that agrees is taken back', async () => {
  const { paymentId, gatewayPaymentId } = await kit.captured();
  const payments = await kit.book<{ id: string; chargeId: string }>('payments');
  const source = payments.find(({ id }) => id === gatewayPaymentId)!.chargeId;
  const line = { type: 'charge', source, paymentId: gatewayPaymentId, currency: 'eur' };
  const ofPayment = async () => (await differences()).filter((one) => one.paymentId === paymentId);
  const before = await unexplained();
  await kit.addLine({ ...line, amount: -1 });
  await look();
  const [first] = await ofPayment();
  must(await end(first!.differenceId, 'a cent, rounded there'), 'end');
  await look();
  expect(await ofPayment()).toMatchObject([{ state: 'settled', theirsMinor: 4_999 }]);
  await kit.addLine({ ...line, amount: -1_000 });
  await look();
  expect(await ofPayment()).toMatchObject([
    { state: 'settled', endedNote: 'a cent, rounded there' },
    { state: 'open', theirsMinor: 3_999, endedNote: null },
  ]);
  await kit.addLine({ ...line, amount: 1_001 });
  await look();
  expect((await ofPayment()).map(({ state }) => state)).toEqual(['settled', 'settled']);
  expect(await unexplained()).toBe(before);
});

test('a payout that somebody asked for by hand is named as such, and compared with nothing', async () => {
  await kit.captured();
  await kit.payOut({ byHand: true });
  const [payout] = (await kit.book<{ id: string }>('payouts')).slice(-1);
  await look();
  const payouts = (await reports()).flatMap((one) => one.payouts);
  expect(payouts.find(({ payoutId }) => payoutId === payout!.id)).toMatchObject({ byHand: true });
  const own = (await differences()).filter(({ subject }) => subject === `payout ${payout!.id}`);
  expect(own).toEqual([]);
});
