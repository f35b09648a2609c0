import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';
import { onPaymentChanged } from './on-payment-changed.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
});
afterAll(() => kit.close());

type Sold = Awaited<ReturnType<Ordering['placed']>>;

/** The gateway tells something, as it signs it. */
async function report(type: string, object: object) {
  const seconds = Math.floor(Date.now() / 1_000);
  const body = JSON.stringify({
    id: `evt_${newId()}`,
    object: 'event',
    type,
    created: seconds,
    data: { object },
  });
  const hmac = createHmac('sha256', kit.shop.sandboxKeys.paymentWebhookSecret);
  const signature = hmac.update(`${seconds}.${body}`).digest('hex');
  const webhook = {
    rawBodyBase64: Buffer.from(body).toString('base64'),
    headers: { 'stripe-signature': `t=${seconds},v1=${signature}` },
    clientAddress: '127.0.0.1',
    provider: 'stripe',
  };
  must(await kit.orders.receivePaymentWebhook(webhook, kit.shop.invocation()), type);
  await kit.shop.settle();
}

async function dispute(
  sold: Sold,
  status: string,
  kind = status === 'needs_response' ? 'created' : 'closed',
  amount = sold.totals.totalMinor,
) {
  const { gatewayPaymentId } = await kit.payment(sold.paymentId);
  await report(`charge.dispute.${kind}`, {
    id: `dp_${sold.orderId}`,
    object: 'dispute',
    amount,
    currency: 'eur',
    payment_intent: gatewayPaymentId,
    reason: 'fraudulent',
    status,
  });
}

const fulfillmentsOf = async (orderId: string) =>
  kit.shop
    .database('fulfillment')
    .query<{ state: string; reason: string | null }>(
      sql`select state, hold_reason as reason from fulfillment where order_id = ${orderId}`,
    );

async function comeBack(sold: Sold, refundId: string) {
  const { gatewayPaymentId } = await kit.payment(sold.paymentId);
  const row = await kit.shop.database('payment').first<{ id: string; amount: number }>(sql`
    select gateway_refund_id as id, amount_minor as amount from refund
    where refund_id = ${refundId}`);
  await kit.shop.sandbox.control('refunds', { refundId: row!.id, status: 'failed' });
  await report('refund.failed', {
    id: row!.id,
    object: 'refund',
    amount: row!.amount,
    currency: 'eur',
    payment_intent: gatewayPaymentId,
    status: 'failed',
    metadata: {},
  });
}

describe('a refund that comes back from the bank', () => {
  test('is open again, with its sums, units and credit note', async () => {
    const sold = await kit.placed({ lines: [{ quantity: 2, totalMinor: 2_000 }] });
    const { orderId } = sold;
    const lines = [{ lineId: sold.lines[0]!.lineId, quantity: 1 }];
    const { refundId } = must(await kit.refund(orderId, { lines }), 'refund');
    await kit.shop.settle();
    expect(await kit.order(orderId)).toMatchObject({ paymentState: 'partially_refunded' });
    await comeBack(sold, refundId);
    expect(await kit.order(orderId)).toMatchObject({
      paymentState: 'captured',
      refundedMinor: 0,
      lines: [{ refundedQuantity: 0 }],
    });
    expect(await kit.documents(orderId)).toMatchObject([
      { kind: 'invoice' },
      { kind: 'credit_note', totalMinor: 1_000 },
      { kind: 'credit_note_cancellation', totalMinor: 1_000, number: /^CNC-\d{4}-000001$/ },
    ]);
    expect(await kit.timeline(orderId)).toEqual(
      expect.arrayContaining(['refund_completed', 'refund_failed', 'credit_note_cancelled']),
    );
    const listed = await kit.orders.listRefunds(
      { orderId },
      kit.shop.invocation({ actor: kit.staff }),
    );
    expect(must(listed, 'list').items).toMatchObject([{ refundId, state: 'failed' }]);
    // All of it can be refunded and credited anew.
    const { totalMinor } = sold.totals;
    must(await kit.refund(orderId, { amountMinor: totalMinor }), 'again');
    await kit.shop.settle();
    expect(await kit.order(orderId)).toMatchObject({
      paymentState: 'refunded',
      refundedMinor: totalMinor,
    });
    expect(await kit.openStories()).toEqual([]);
  });

  test('prints its cancellation', async () => {
    const sold = await kit.placed();
    const { orderId } = sold;
    const { refundId } = must(await kit.refund(orderId, { amountMinor: 500 }), 'refund');
    await kit.shop.settle();
    await comeBack(sold, refundId);
    const { documentId } = (await kit.documents(orderId)).at(-1)!;
    const reply = await kit.orders.getDocumentPdf(
      { orderId, documentId },
      kit.shop.invocation({ actor: kit.staff }),
    );
    const pdf = Buffer.from(must(reply, 'pdf').pdfBase64, 'base64');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('counts no second time what payment tells again of it', async () => {
    const sold = await kit.placed();
    const { orderId, paymentId } = sold;
    must(await kit.refund(orderId, { amountMinor: 700 }), 'refund');
    await kit.shop.settle();
    const { capturedMinor, refundedMinor, version } = await kit.payment(paymentId);
    const sums = { capturedMinor, refundedMinor, paymentVersion: version };
    const data = { paymentId, orderId, currency: 'EUR', amountMinor: 700, ...sums };
    for (let times = 0; times < 2; times += 1) {
      await kit.shop.deliver('payment.changed', newId(), 9, { ...data, change: 'refunded' });
    }
    expect(await kit.order(orderId)).toMatchObject({ refundedMinor: 700 });
    // What is older than what is known changes nothing either.
    const older = { ...data, refundedMinor: 0, paymentVersion: version - 1 };
    await kit.shop.deliver('payment.changed', newId(), 9, { ...older, change: 'captured' });
    expect(await kit.order(orderId)).toMatchObject({ refundedMinor: 700 });
    const left = sold.totals.totalMinor - 700;
    expect(await kit.refund(orderId, { amountMinor: left + 1 })).toMatchObject({ ok: false });
  });
});

/** As if payment had told just this, and nothing after it. */
function heard(
  { orderId, paymentId, totals }: Sold,
  told: Partial<ReceivedEvent<'payment.changed'>['data']> & { readonly paymentVersion: number },
): Promise<void> {
  const event: ReceivedEvent<'payment.changed'> = {
    ...kit.shop.invocation(),
    id: newId(),
    type: 'payment.changed',
    schemaVersion: 1,
    aggregateId: paymentId,
    aggregateVersion: told.paymentVersion,
    occurredAt: new Date().toISOString(),
    data: {
      paymentId,
      orderId,
      change: 'disputed',
      amountMinor: totals.totalMinor,
      currency: totals.currency,
      capturedMinor: totals.totalMinor,
      refundedMinor: 0,
      ...told,
    },
  };
  return kit.shop
    .database('order')
    .transaction('hear', kit.shop.invocation(), (tx) => onPaymentChanged([event], tx));
}

describe('a payment that is disputed', () => {
  test('cannot be refunded, and its parcels wait until the dispute is won', async () => {
    const sold = await kit.placed();
    const { orderId } = sold;
    const { totalMinor } = sold.totals;
    await dispute(sold, 'needs_response');
    expect(await kit.order(orderId)).toMatchObject({ paymentState: 'disputed' });
    expect(await kit.refund(orderId, { amountMinor: totalMinor })).toMatchObject({
      ok: false,
      failure: { code: 'payment_disputed', detail: { refundableMinor: 0 } },
    });
    expect(await fulfillmentsOf(orderId)).toEqual([
      { state: 'on_hold', reason: 'payment_disputed' },
    ]);
    await dispute(sold, 'won');
    expect(await kit.order(orderId)).toMatchObject({ paymentState: 'captured' });
    expect(await fulfillmentsOf(orderId)).toEqual([{ state: 'open', reason: null }]);
    expect(await kit.timeline(orderId)).toEqual(
      expect.arrayContaining(['payment_dispute_opened', 'payment_dispute_won']),
    );
    must(await kit.refund(orderId, { amountMinor: totalMinor }), 'refund');
    await kit.shop.settle();
    expect(await kit.order(orderId)).toMatchObject({ paymentState: 'refunded' });
    expect(await kit.openStories()).toEqual([]);
  });

  test('cannot be refunded from the first word of it on, whatever else comes late', async () => {
    const sold = await kit.placed();
    const { orderId } = sold;
    const hear = (paymentVersion: number, change: 'disputed' | 'captured') =>
      heard(sold, { paymentVersion, change });
    await hear(98, 'captured');
    await hear(97, 'disputed');
    expect(await kit.order(orderId)).toMatchObject({ paymentState: 'captured' });
    await hear(99, 'disputed');
    expect(await kit.order(orderId)).toMatchObject({ paymentState: 'disputed' });
    expect(await kit.refund(orderId, { amountMinor: 1 })).toMatchObject({
      failure: { code: 'payment_disputed', detail: { refundableMinor: 0 } },
    });
  });

  test('twice holds back the sum of both from the first word of the second on', async () => {
    const sold = await kit.placed();
    const { orderId } = sold;
    const { totalMinor } = sold.totals;
    await heard(sold, { paymentVersion: 90, amountMinor: 500, disputedMinor: 500 });
    await heard(sold, { paymentVersion: 92, amountMinor: 300, disputedMinor: 800 });
    const most = totalMinor - 800;
    expect(await kit.refund(orderId, { amountMinor: most + 1 })).toMatchObject({
      failure: { code: 'payment_disputed', detail: { refundableMinor: most } },
    });
    // What comes late changes nothing; whatever is told next has the sum of then.
    await heard(sold, { paymentVersion: 91, amountMinor: 500, disputedMinor: 500 });
    expect(await kit.refund(orderId, { amountMinor: most + 1 })).toMatchObject({
      failure: { detail: { refundableMinor: most } },
    });
    await heard(sold, { paymentVersion: 95, change: 'captured', disputedMinor: 300 });
    expect(await kit.refund(orderId, { amountMinor: totalMinor })).toMatchObject({
      failure: { detail: { refundableMinor: totalMinor - 300 } },
    });
    expect(await kit.order(orderId)).toMatchObject({ paymentState: 'disputed' });
  });

  test('and lost stays so: cancelled, nothing is given back a second time', async () => {
    const sold = await kit.placed();
    const { orderId, paymentId } = sold;
    await dispute(sold, 'lost');
    expect(await fulfillmentsOf(orderId)).toEqual([
      { state: 'on_hold', reason: 'payment_disputed' },
    ]);
    must(await kit.cancel(orderId), 'cancel');
    await kit.shop.settle();
    expect(await kit.order(orderId)).toMatchObject({
      state: 'cancelled',
      paymentState: 'disputed',
      refundedMinor: 0,
    });
    expect(await kit.payment(paymentId)).toMatchObject({
      refundedMinor: 0,
      disputeState: 'lost',
      disputedMinor: sold.totals.totalMinor,
    });
    const ledger = await kit.orders.listLedgerEntries(
      { orderId },
      kit.shop.invocation({ actor: kit.staff }),
    );
    const { items: entries } = must(ledger, 'ledger');
    expect(entries.map(({ kind }) => kind)).toEqual(['capture', 'dispute', 'dispute_lost']);
    expect(await kit.openStories()).toEqual([]);
  });

  test('in part leaves the rest to be refunded', async () => {
    const sold = await kit.placed();
    const { orderId } = sold;
    const { totalMinor } = sold.totals;
    await dispute(sold, 'needs_response', 'created', totalMinor - 300);
    expect(await kit.refund(orderId, { amountMinor: 301 })).toMatchObject({
      failure: { code: 'payment_disputed', detail: { refundableMinor: 300 } },
    });
    must(await kit.refund(orderId, { amountMinor: 300 }), 'the rest');
  });
});

describe('a payment that the gateway takes back', () => {
  /** The gateway's book says so. */
  async function takeBackInBook({ paymentId }: Sold) {
    const { gatewayPaymentId } = await kit.payment(paymentId);
    await kit.shop.sandbox.control('captures', { gatewayPaymentId, status: 'failed' });
  }

  /** And an event of it comes. */
  async function takeBack(sold: Sold) {
    await takeBackInBook(sold);
    await tellTakenBack(sold);
  }

  async function tellTakenBack({ paymentId, totals }: Sold) {
    const { gatewayPaymentId } = await kit.payment(paymentId);
    await report('payment_intent.payment_failed', {
      id: gatewayPaymentId,
      object: 'payment_intent',
      amount: totals.totalMinor,
      amount_capturable: 0,
      amount_received: 0,
      currency: 'eur',
      status: 'requires_payment_method',
      metadata: { reference: paymentId },
    });
  }

  test('and tells of it after the order was cancelled: the invoice is credited then', async () => {
    const sold = await kit.placed();
    const { orderId } = sold;
    await takeBackInBook(sold);
    must(await kit.cancel(orderId), 'cancel');
    await kit.shop.settle();
    // The gateway gives nothing back of what it does not have, and nobody knows why.
    expect(await kit.order(orderId)).toMatchObject({ state: 'cancelled', refundedMinor: 0 });
    expect(await kit.documents(orderId)).toMatchObject([{ kind: 'invoice' }]);
    await tellTakenBack(sold);
    await tellTakenBack(sold);
    await kit.shop.settle();
    expect(await kit.order(orderId)).toMatchObject({ state: 'cancelled', paymentState: 'voided' });
    expect(await kit.documents(orderId)).toMatchObject([
      { kind: 'invoice' },
      { kind: 'credit_note', totalMinor: sold.totals.totalMinor },
    ]);
    expect(await kit.openStories()).toEqual([]);
  });

  test('holds the parcels; cancelled, the invoice is credited and nothing is given back', async () => {
    const sold = await kit.placed();
    const { orderId, paymentId } = sold;
    await takeBack(sold);
    expect(await kit.payment(paymentId)).toMatchObject({ state: 'voided', capturedMinor: 0 });
    expect(await kit.order(orderId)).toMatchObject({ state: 'confirmed', paymentState: 'voided' });
    expect(await fulfillmentsOf(orderId)).toEqual([
      { state: 'on_hold', reason: 'payment_taken_back' },
    ]);
    expect(await kit.timeline(orderId)).toContain('payment_capture_failed');
    expect(await kit.refund(orderId, { amountMinor: 100 })).toMatchObject({ ok: false });
    must(await kit.cancel(orderId), 'cancel');
    await kit.shop.settle();
    expect(await kit.order(orderId)).toMatchObject({ state: 'cancelled', paymentState: 'voided' });
    expect(await kit.documents(orderId)).toMatchObject([
      { kind: 'invoice' },
      { kind: 'credit_note', totalMinor: sold.totals.totalMinor },
    ]);
    const ledger = await kit.orders.listLedgerEntries(
      { orderId },
      kit.shop.invocation({ actor: kit.staff }),
    );
    const { items: entries } = must(ledger, 'ledger');
    expect(entries.map(({ kind }) => kind)).toEqual(['capture', 'capture_reversal']);
    expect(await kit.openStories()).toEqual([]);
  });
});

test('what the gateway told and nobody understands is shown to staff of all channels', async () => {
  await report('topup.failed', { id: 'tu_1', object: 'topup' });
  const list = (channels: '*' | string[]) =>
    kit.orders.listPaymentReviews(
      { limit: 5 },
      kit.shop.invocation({ actor: { ...kit.staff, channels } }),
    );
  expect(must(await list('*'), 'list').items).toMatchObject([
    { reason: 'webhook_unknown', detail: { type: 'topup.failed' } },
  ]);
  expect(await list(['default'])).toMatchObject({
    ok: false,
    failure: { code: 'all_channels_needed' },
  });
});
