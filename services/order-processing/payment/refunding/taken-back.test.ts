import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments();
});
afterAll(() => kit.close());

async function refunded(token = 'pm_card_visa', amountMinor = 1_200) {
  const { paymentId, gatewayPaymentId } = await kit.authorized({ token });
  must(
    await kit.payments.capturePayment({ paymentId, amountMinor: 5_000 }, kit.invocation()),
    'capture',
  );
  const input = { paymentId, refundId: newId(), amountMinor, reason: 'damaged' };
  const reply = must(await kit.payments.refundPayment(input, kit.invocation()), 'refund');
  const [refund] = (await kit.book<{ id: string; paymentId: string }>('refunds')).filter(
    (one) => one.paymentId === gatewayPaymentId,
  );
  return { ...input, gatewayPaymentId: gatewayPaymentId!, gatewayRefundId: refund!.id, reply };
}

/** Hands over every event of the gateway about a payment, in this order of kinds. */
async function sendAll(gatewayPaymentId: string, kinds: readonly string[]) {
  const reported = await kit.webhooksOf(gatewayPaymentId);
  for (const kind of kinds) {
    for (const one of reported.filter(({ type }) => type === kind)) {
      must(await kit.deliver(one), kind);
    }
  }
  await kit.settled();
}

const entries = async (paymentId: string) =>
  (
    await kit.database.query<{ kind: string }>(
      sql`select kind from ledger_entry where payment_id = ${paymentId} order by sequence`,
    )
  ).map(({ kind }) => kind);

const refundStates = async (paymentId: string) =>
  (
    await kit.database.query<{ state: string }>(
      sql`select state from refund where payment_id = ${paymentId} order by requested_at`,
    )
  ).map(({ state }) => state);

describe('a refund that comes back', () => {
  test.each([
    ['failed', ['refund.failed', 'refund.updated', 'charge.refund.updated', 'charge.refunded']],
    ['failed', ['charge.refunded', 'charge.refund.updated', 'refund.failed']],
    ['canceled', ['charge.refund.updated']],
  ] as const)('as %s is taken back once, in any order of %j', async (status, kinds) => {
    const refund = await refunded();
    await kit.endRefund(refund.gatewayRefundId, status);
    await sendAll(refund.gatewayPaymentId, kinds);
    await sendAll(refund.gatewayPaymentId, kinds);
    const { paymentId } = refund;
    expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', refundedMinor: 0 });
    expect(await refundStates(paymentId)).toEqual(['failed']);
    expect(await entries(paymentId)).toEqual(['capture', 'refund', 'refund_reversal']);
    expect(await kit.events(paymentId)).toEqual(['payment.taken_back']);
    expect(await kit.reviews(paymentId)).toEqual([]);
    await kit.expectBalanced();
  });

  test('is taken back where only the gateway’s book says so', async () => {
    const refund = await refunded();
    await kit.endRefund(refund.gatewayRefundId, 'failed');
    await sendAll(refund.gatewayPaymentId, ['charge.refunded']);
    const { paymentId } = refund;
    const hint = await kit.report('charge.failed', { payment_intent: refund.gatewayPaymentId });
    expect(hint).toBeDefined();
    await sendAll(refund.gatewayPaymentId, ['charge.failed']);
    expect((await kit.now(paymentId)).refundedMinor).toBe(0);
    await kit.expectBalanced();
  });

  test('that failed here and went through at the gateway is learned, once', async () => {
    const { paymentId, gatewayPaymentId } = await kit.captured();
    const refundId = newId();
    await kit.database.query(sql`
      insert into refund (refund_id, payment_id, order_id, origin, state, amount_minor, currency,
        reason, key_attempt, refusal_code)
      select ${refundId}::uuid, payment_id, order_id, 'shop', 'failed', 700, currency, 'damaged', 1,
        'refused' from payment where payment_id = ${paymentId}`);
    const asked = { payment_intent: gatewayPaymentId!, amount: '700' };
    await kit.gateway('refunds', { ...asked, 'metadata[reference]': refundId });
    await sendAll(gatewayPaymentId!, ['charge.refunded']);
    await kit.gateway('refunds', { ...asked, amount: '1' });
    await sendAll(gatewayPaymentId!, ['charge.refunded']);
    expect((await kit.now(paymentId)).refundedMinor).toBe(701);
    expect((await refundStates(paymentId)).toSorted()).toEqual(['failed', 'refunded', 'refunded']);
    await kit.expectBalanced();
  });

  test('can be refunded again', async () => {
    const refund = await refunded('pm_card_visa', 5_000);
    await kit.endRefund(refund.gatewayRefundId, 'failed');
    await sendAll(refund.gatewayPaymentId, ['refund.failed']);
    const { paymentId } = refund;
    const again = { paymentId, refundId: newId(), amountMinor: 5_000, reason: 'once more' };
    const reply = must(await kit.payments.refundPayment(again, kit.invocation()), 'again');
    expect(reply.payment.refundedMinor).toBe(5_000);
    await kit.expectBalanced();
  });

  test('by hand is learned and taken back', async () => {
    const { paymentId, gatewayPaymentId } = await kit.captured();
    await kit.gateway('refunds', { payment_intent: gatewayPaymentId!, amount: '900' });
    await sendAll(gatewayPaymentId!, ['charge.refunded']);
    expect((await kit.now(paymentId)).refundedMinor).toBe(900);
    const [refund] = (await kit.book<{ id: string; paymentId: string }>('refunds')).filter(
      (one) => one.paymentId === gatewayPaymentId,
    );
    await kit.endRefund(refund!.id, 'failed');
    await sendAll(gatewayPaymentId!, ['refund.failed']);
    expect((await kit.now(paymentId)).refundedMinor).toBe(0);
    await kit.expectBalanced();
  });
});

describe('a capture that fails later', () => {
  test.each([
    ['failed', 'payment_intent.payment_failed'],
    ['canceled', 'payment_intent.canceled'],
  ] as const)('as %s is taken back once', async (status, kind) => {
    const { paymentId, gatewayPaymentId } = await kit.captured();
    await kit.failCapture(gatewayPaymentId!, status);
    await sendAll(gatewayPaymentId!, [kind]);
    await sendAll(gatewayPaymentId!, [kind, 'payment_intent.succeeded']);
    expect(await kit.now(paymentId)).toMatchObject({
      state: 'voided',
      capturedMinor: 0,
      declineCode: 'capture_taken_back',
    });
    expect(await entries(paymentId)).toEqual(['capture', 'capture_reversal']);
    expect(await kit.events(paymentId)).toEqual(['payment.taken_back']);
    expect(await kit.reviews(paymentId)).toEqual([]);
    const refund = { paymentId, refundId: newId(), amountMinor: 100, reason: 'damaged' };
    const refused = await kit.payments.refundPayment(refund, kit.invocation());
    expect(refused).toMatchObject({ ok: false });
    await kit.expectBalanced();
  });

  test('is taken back as far as it was not refunded', async () => {
    const { paymentId, gatewayPaymentId } = await refunded();
    await kit.failCapture(gatewayPaymentId, 'failed');
    await sendAll(gatewayPaymentId, ['payment_intent.payment_failed']);
    expect(await kit.now(paymentId)).toMatchObject({
      state: 'voided',
      capturedMinor: 1_200,
      refundedMinor: 1_200,
    });
    await kit.expectBalanced();
  });

  test('is believed of the gateway’s book alone, not of an event that comes late', async () => {
    const { paymentId, gatewayPaymentId } = await kit.captured();
    const [reported] = await kit.webhooksOf(gatewayPaymentId!);
    const { data } = JSON.parse(reported!.body) as { data: { object: object } };
    await kit.report('payment_intent.payment_failed', data.object);
    await sendAll(gatewayPaymentId!, ['payment_intent.payment_failed']);
    expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 5_000 });
    expect(await kit.events(paymentId)).toEqual([]);
  });
});

describe('a refund that is pending', () => {
  test.each([
    ['failed', 0],
    ['succeeded', 1_200],
  ] as const)('is not done before it ends, here as %s', async (status, refundedMinor) => {
    const refund = await refunded('pm_card_pendingRefund');
    const { paymentId } = refund;
    expect(refund.reply.status).toBe('pending');
    for (const one of await kit.webhooksOf(refund.gatewayPaymentId)) await kit.deliver(one);
    await kit.shop.kontor.sweep();
    expect(await kit.now(paymentId)).toMatchObject({ refundedMinor: 0 });
    expect(await refundStates(paymentId)).toEqual(['accepted']);
    await kit.endRefund(refund.gatewayRefundId, status);
    await sendAll(refund.gatewayPaymentId, ['charge.refund.updated']);
    expect((await kit.now(paymentId)).refundedMinor).toBe(refundedMinor);
    await kit.expectBalanced();
  });
});

const disputeKinds = [
  'charge.dispute.created',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.updated',
  'charge.dispute.funds_reinstated',
  'charge.dispute.closed',
];

describe('a dispute', () => {
  test.each([
    ['won', disputeKinds, ['capture', 'dispute', 'dispute_reinstated']],
    ['won', disputeKinds.toReversed(), ['capture', 'dispute', 'dispute_reinstated']],
    ['lost', disputeKinds, ['capture', 'dispute', 'dispute_lost']],
    ['lost', disputeKinds.toReversed(), ['capture', 'dispute', 'dispute_lost']],
    ['lost', ['charge.dispute.closed'], ['capture', 'dispute', 'dispute_lost']],
  ] as const)('that is %s moves state and ledger, told as %j', async (status, kinds, posted) => {
    const { paymentId, gatewayPaymentId } = await kit.captured();
    const disputeId = await kit.dispute(gatewayPaymentId!, { tellsWithdrawal: true });
    await kit.endDispute(disputeId, 'under_review');
    await kit.endDispute(disputeId, status);
    await sendAll(gatewayPaymentId!, kinds);
    await sendAll(gatewayPaymentId!, kinds.toReversed());
    expect(await kit.now(paymentId)).toMatchObject({
      state: 'captured',
      disputeState: status,
      disputedMinor: status === 'won' ? 0 : 5_000,
    });
    expect(await entries(paymentId)).toEqual(posted);
    await kit.expectBalanced();
  });

  test('keeps what is disputed from being refunded, until it is won', async () => {
    const { paymentId, gatewayPaymentId } = await kit.captured();
    const disputeId = await kit.dispute(gatewayPaymentId!, { amount: 4_000 });
    await sendAll(gatewayPaymentId!, ['charge.dispute.created']);
    const ask = (amountMinor: number) =>
      kit.payments.refundPayment(
        { paymentId, refundId: newId(), amountMinor, reason: 'asked for' },
        kit.invocation(),
      );
    expect(await ask(1_001)).toMatchObject({
      ok: false,
      failure: { code: 'payment_disputed', detail: { refundableMinor: 1_000 } },
    });
    expect(must(await ask(1_000), 'the rest').status).toBe('refunded');
    await kit.endDispute(disputeId, 'won');
    await sendAll(gatewayPaymentId!, ['charge.dispute.closed']);
    expect(must(await ask(4_000), 'what was won').status).toBe('refunded');
    await kit.expectBalanced();
  });

  test('that is an inquiry moves no money and holds nothing', async () => {
    const { paymentId, gatewayPaymentId } = await kit.captured();
    const disputeId = await kit.dispute(gatewayPaymentId!, { inquiry: true });
    await kit.endDispute(disputeId, 'warning_closed');
    await sendAll(gatewayPaymentId!, ['charge.dispute.created', 'charge.dispute.closed']);
    expect(await kit.now(paymentId)).toMatchObject({ disputedMinor: 0, disputeState: null });
    expect(await entries(paymentId)).toEqual(['capture']);
    await kit.expectBalanced();
  });
});

test('an event of a kind that nobody understands is kept word for word and listed', async () => {
  const { paymentId, gatewayPaymentId } = await kit.captured();
  await kit.report('review.opened', { id: 'prv_1', payment_intent: gatewayPaymentId });
  await kit.report('topup.failed', { id: 'tu_1', amount: 10 });
  const reported = (await kit.webhooks()).filter(({ type }) => /review|topup/.test(type));
  for (const one of [...reported, ...reported]) must(await kit.deliver(one), 'deliver');
  const input = { limit: 10 };
  const { items } = must(await kit.payments.listPaymentReviews(input, kit.invocation()), 'list');
  const unknown = items.filter(({ reason }) => reason === 'webhook_unknown');
  expect(unknown).toMatchObject([
    { paymentId: null, detail: { type: 'topup.failed', object: { id: 'tu_1', amount: 10 } } },
    { paymentId, detail: { type: 'review.opened' } },
  ]);
});

describe('what is kept of an event, whatever it holds', () => {
  const letters = (length: number) =>
    Array.from({ length }, (_, at) => ((at * 7_919 + 13) % 1_000_003).toString(36)).join('');

  const stored = async (eventId: string) => {
    const input = { limit: 100 };
    const { items } = must(await kit.payments.listPaymentReviews(input, kit.invocation()), 'list');
    return items.find(({ detail }) => detail['event'] === eventId);
  };

  async function reported(type: string, object: string): Promise<string> {
    const id = `evt_${newId()}`;
    const head = { id, object: 'event', type, created: 1_700_000_000 };
    const body = JSON.stringify({ ...head, data: { object: 0 } }).replace('0}}', `${object}}}`);
    expect(must(await kit.deliver({ body }), type).outcome).toBe('held_for_review');
    expect(must(await kit.deliver({ body }), 'again').outcome).toBe('duplicate');
    return id;
  }

  test.each([
    ['long', (payment: string) => JSON.stringify({ payment, of: letters(2_000) })],
    [
      'too long to be kept whole',
      (payment: string) => JSON.stringify({ payment, of: letters(9_000) }),
    ],
    [
      'cut within a letter',
      (payment: string) => JSON.stringify({ payment, of: `a${'😀'.repeat(9_000)}` }),
    ],
    ['and cut beside it', (payment: string) => JSON.stringify({ payment, of: '😀'.repeat(9_000) })],
    [
      'with NUL and half a letter',
      (payment: string) => `{"payment":"${payment}","a\\u0000":"\\u0000\\ud83d"}`,
    ],
  ])('%s: of a payment that we know', async (_what, objectOf) => {
    const { paymentId, gatewayPaymentId } = await kit.captured();
    const object = objectOf(gatewayPaymentId!).replace('"payment"', '"payment_intent"');
    const review = await stored(await reported('review.opened', object));
    expect(review).toMatchObject({ paymentId, reason: 'webhook_unknown' });
    expect(JSON.stringify(review!.detail['object'])).toContain(gatewayPaymentId!);
  });

  test.each([
    ['refund.updated', { object: 'refund', id: 're_1', amount: 5, currency: 'eur', status: 'new' }],
    ['charge.dispute.updated', { object: 'dispute', id: 'dp_1' }],
    ['charge.refunded', { currency: 'isk', amount_refunded: 150 }],
  ])('%s that cannot be read is kept', async (type, object) => {
    const review = await stored(await reported(type, JSON.stringify(object)));
    expect(review).toMatchObject({ reason: 'webhook_unreadable', detail: { type, object } });
  });
});
