import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from 'undici';
import { openSandbox, type Json, type OpenSandbox } from '../sandbox-for-tests.ts';

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

async function stripe(path: string, form?: Record<string, string>): Promise<Json> {
  const response = await request(sandbox.httpUrl + path, {
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${sandbox.keys.paymentSecretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form === undefined ? null : new URLSearchParams(form).toString(),
  });
  return response.body.json();
}

const control = async (what: string, body: object): Promise<Json> =>
  (await sandbox.send('POST', `/sandbox/control/${what}`, body)).json;

async function captured(amount: number, currency = 'eur', card = 'pm_card_visa'): Promise<string> {
  const { id } = await stripe('/v1/payment_intents', {
    amount: String(amount),
    currency,
    capture_method: 'manual',
    confirm: 'true',
    payment_method: card,
    return_url: 'http://127.0.0.1/back',
  });
  await stripe(`/v1/payment_intents/${id}/capture`, {});
  return id;
}

const brief = ({ type, amount, fee, net }: Json) => [type, amount, fee, net];
const linesOf = async (query: string): Promise<Json[]> =>
  (await stripe(`/v1/balance_transactions?limit=100&${query}`)).data;

test('what payments move is in the balance line by line, and a payout sums it up', async () => {
  const first = await captured(10_000);
  await captured(5_001, 'jpy');
  await captured(1_230, 'kwd');
  const refund = await stripe('/v1/refunds', { payment_intent: first, amount: '2500' });
  await control('refunds', { refundId: refund.id, status: 'failed' });
  await stripe('/v1/refunds', { payment_intent: first, amount: '1000' });
  const pending = await captured(3_000, 'eur', 'pm_card_pendingRefund');
  const later = await stripe('/v1/refunds', { payment_intent: pending });
  expect(later.balance_transaction).toBeNull();
  const disputed = await captured(4_000);
  const { disputeId } = await control('disputes', { gatewayPaymentId: disputed });
  await control('disputes', { disputeId, status: 'won' });

  const inEuros = await linesOf('currency=eur');
  expect(inEuros.map(brief).toReversed()).toEqual([
    ['charge', 10_000, 175, 9_825],
    ['refund', -2_500, 0, -2_500],
    ['refund_failure', 2_500, 0, 2_500],
    ['refund', -1_000, 0, -1_000],
    ['charge', 3_000, 70, 2_930],
    ['charge', 4_000, 85, 3_915],
    ['adjustment', -4_000, 1_500, -5_500],
    ['adjustment', 4_000, -1_500, 5_500],
  ]);
  expect((await linesOf('currency=kwd')).map(brief)).toEqual([['charge', 1_230, 40, 1_190]]);
  expect((await linesOf('type=adjustment&expand[]=data.source'))[0].source).toMatchObject({
    object: 'dispute',
    payment_intent: disputed,
    balance_transactions: [{ net: -5_500 }, { net: 5_500 }],
  });

  await control('payouts', {});
  const { data: payouts } = await stripe('/v1/payouts?limit=100');
  expect(payouts.map(({ currency, amount }: Json) => [currency, amount]).toSorted()).toEqual([
    ['eur', 15_670],
    ['jpy', 4_901],
    ['kwd', 1_190],
  ]);
  for (const { id, amount } of payouts) {
    const own = await linesOf(`payout=${id}`);
    expect(own.reduce((sum, { net }) => sum + net, 0)).toBe(0);
    expect(own.filter(({ type }) => type === 'payout').map(brief)).toEqual([
      ['payout', -amount, 0, -amount],
    ]);
  }
  await control('refunds', { refundId: later.id, status: 'succeeded' });
  const { id: euros } = payouts.find(({ currency }: Json) => currency === 'eur');
  await control('payouts', { payoutId: euros, status: 'failed' });
  const { payouts: again } = await control('payouts', {});
  expect(again).toMatchObject([{ currency: 'eur', amount: 15_670 - 3_000 }]);
});

test('pages go to the older and to the newer, and end', async () => {
  await captured(1_000);
  const all: Json[] = await linesOf('');
  const ids = all.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(8);
  const walked: string[] = [];
  for (let query = 'limit=3'; ;) {
    const page = await stripe(`/v1/balance_transactions?${query}`);
    walked.push(...page.data.map(({ id }: Json) => id));
    if (!page.has_more) break;
    query = `limit=3&starting_after=${walked.at(-1)}`;
  }
  expect(walked).toEqual(ids);
  const newer = await stripe(`/v1/balance_transactions?limit=2&ending_before=${ids[4]}`);
  expect(newer).toMatchObject({ data: [{ id: ids[2] }, { id: ids[3] }], has_more: true });
  const nowhere = await stripe('/v1/balance_transactions?starting_after=txn_none');
  expect(nowhere.error).toMatchObject({ code: 'resource_missing', param: 'starting_after' });
  const tooMany = await stripe('/v1/payouts?limit=101');
  expect(tooMany.error).toMatchObject({ code: 'parameter_invalid_integer', param: 'limit' });
});

test('what came in before a moment alone is paid out', async () => {
  const line = { type: 'stripe_fee', amount: -200, currency: 'eur' };
  await control('balance', { ...line, type: 'topup', amount: 900, createdSeconds: 1_700_000_000 });
  await control('balance', line);
  const { payouts } = await control('payouts', { before: 1_700_000_001 });
  expect(payouts).toMatchObject([{ amount: 900, currency: 'eur' }]);
});
