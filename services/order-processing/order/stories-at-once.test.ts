import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createHmac } from 'node:crypto';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from './ordering-for-tests.ts';

/**
 * Two stories of one order: the first stands still at a place of its own, the second runs as far as
 * it can, then the first goes on. Whoever loses finds what the other did: at the end money, units,
 * parcels and documents say the same, and nothing is left open.
 */
const limitMs = 60_000;
let kits: Record<'order' | 'shipment', Ordering>;
beforeAll(async () => {
  kits = {
    order: await openOrdering(),
    shipment: await openOrdering({ settings: { captureAt: 'shipment' } }),
  };
}, 120_000);
afterEach(() => {
  armFailpoints(undefined);
  letGo();
});
afterAll(async () => {
  await kits.order.close();
  await kits.shipment.close();
});

type Sold = Awaited<ReturnType<Ordering['placed']>>;

interface Race extends Sold {
  readonly kit: Ordering;
  readonly fulfillmentId: string;
}

const codeOf = (reply: { ok: boolean; failure?: { code: string } }) => reply.failure?.code ?? 'ok';
const asStaff = ({ kit }: Race) => kit.shop.invocation({ actor: kit.staff });

/** What is begun, and the code that its caller is told. */
const deeds = {
  cancel: async ({ kit, orderId }: Race) => codeOf(await kit.cancel(orderId)),
  refund: async ({ kit, orderId }: Race) =>
    codeOf(await kit.refund(orderId, { amountMinor: 1_000 })),
  'refund all': async ({ kit, orderId, totals }: Race) =>
    codeOf(await kit.refund(orderId, { amountMinor: totals.totalMinor })),
  ship: async (race: Race) => {
    const { fulfillmentId } = race;
    const input = { fulfillmentId };
    return codeOf(await race.kit.shop.client('fulfillment').shipFulfillment(input, asStaff(race)));
  },
  dispute: async (race: Race) => {
    const { kit, orderId, paymentId, totals } = race;
    const { gatewayPaymentId } = await kit.payment(paymentId);
    const seconds = Math.floor(Date.now() / 1_000);
    const object = {
      id: `dp_${orderId}`,
      object: 'dispute',
      amount: totals.totalMinor,
      currency: 'eur',
      payment_intent: gatewayPaymentId,
      reason: 'fraudulent',
      status: 'needs_response',
    };
    const body = JSON.stringify({
      id: `evt_${newId()}`,
      object: 'event',
      type: 'charge.dispute.created',
      created: seconds,
      data: { object },
    });
    const hmac = createHmac('sha256', kit.shop.sandboxKeys.paymentWebhookSecret);
    const signature = hmac.update(`${seconds}.${body}`).digest('hex');
    const webhook = {
      rawBodyBase64: Buffer.from(body).toString('base64'),
      headers: { 'stripe-signature': `t=${seconds},v1=${signature}` },
      clientAddress: '127.0.0.1',
    };
    return codeOf(await kit.orders.receivePaymentWebhook(webhook, kit.shop.invocation()));
  },
  credit: async (race: Race) => {
    const input = { orderId: race.orderId, amountMinor: 1_000, reason: 'came back' };
    return codeOf(await race.kit.orders.creditOrder(input, asStaff(race)));
  },
  receipt: async (race: Race) => {
    const { orderId, totals } = race;
    const receivedAt = '2026-11-20T10:00:00Z';
    const money = { amountMinor: totals.totalMinor, currency: 'EUR', receivedAt };
    const input = { orderId, ...money, reference: newId(), source: 'bank' as const };
    return codeOf(await race.kit.orders.recordReceipt(input, asStaff(race)));
  },
} as const;
type Deed = keyof typeof deeds;

/** Where each may stand still: before what it does for good, and before it says that it is done. */
const places = {
  cancel: {
    early: 'call:order>fulfillment.cancelFulfillmentOfOrder:before',
    paying: 'call:order>payment.voidPayment:before',
    late: 'commit:order.finish_cancelling:before',
  },
  refund: {
    early: 'call:order>payment.refundPayment:before',
    late: 'commit:order.complete_refund:before',
  },
  ship: {
    early: 'call:fulfillment>shipment.purchaseLabel:after',
    leaving: 'commit:fulfillment.win_departure:before',
    late: 'commit:fulfillment.finish_shipping:before',
  },
  dispute: {
    early: 'call:order>fulfillment.holdFulfillmentsOfOrder:before',
    late: 'commit:order.end_dispute_order:before',
  },
  capture: {
    early: 'call:order>payment.capturePayment:before',
    late: 'commit:order.capture_at_shipment:before',
  },
  credit: {
    early: 'call:order>payment.creditPayment:before',
    late: 'commit:order.complete_credit:before',
  },
  receipt: { early: 'call:order>payment.recordReceipt:before' },
} as const;

type Pays = 'at once' | 'at shipment' | 'later';
/** Who began first, where it stood still, who came then; what both are told, and the end of it. */
type Case = readonly [
  first: Deed,
  at: string,
  second: Deed,
  told: string,
  end: string,
  pays?: Pays,
];

const { cancel, refund, ship, dispute, capture, credit, receipt } = places;
const cases: readonly Case[] = [
  ['cancel', cancel.early, 'refund', 'ok, order_state_conflict', 'cancelled refunded'],
  ['cancel', cancel.paying, 'refund', 'ok, order_state_conflict', 'cancelled refunded'],
  ['cancel', cancel.late, 'refund', 'ok, refund_exceeds_captured', 'cancelled refunded'],
  ['refund', refund.early, 'cancel', 'ok, ok', 'cancelled refunded'],
  ['refund', refund.late, 'cancel', 'ok, ok', 'cancelled refunded'],
  [
    'refund',
    refund.early,
    'refund all',
    'ok, refund_exceeds_captured',
    'confirmed partially_refunded',
  ],
  [
    'refund',
    refund.late,
    'refund all',
    'ok, refund_exceeds_captured',
    'confirmed partially_refunded',
  ],
  // Who cancels is told that it was asked for; the timeline says that it came too late.
  ['cancel', cancel.early, 'ship', 'ok, ok', 'shipped captured'],
  ['cancel', cancel.paying, 'ship', 'ok, fulfillment_state_conflict', 'cancelled refunded'],
  ['ship', ship.early, 'cancel', 'fulfillment_state_conflict, ok', 'cancelled refunded'],
  ['ship', ship.leaving, 'cancel', 'ok, ok', 'shipped captured'],
  ['ship', ship.late, 'cancel', 'ok, ok', 'shipped captured'],
  ['cancel', cancel.early, 'dispute', 'ok, ok', 'cancelled disputed'],
  ['cancel', cancel.paying, 'dispute', 'ok, ok', 'cancelled disputed'],
  ['dispute', dispute.early, 'cancel', 'ok, ok', 'cancelled disputed'],
  ['dispute', dispute.late, 'cancel', 'ok, ok', 'cancelled disputed'],
  ['refund', refund.early, 'ship', 'ok, ok', 'shipped partially_refunded'],
  ['ship', ship.early, 'refund', 'ok, ok', 'shipped partially_refunded'],
  ['refund', refund.early, 'dispute', 'ok, ok', 'confirmed disputed'],
  ['refund', refund.late, 'dispute', 'ok, ok', 'confirmed disputed'],
  ['dispute', dispute.early, 'refund', 'ok, payment_disputed', 'confirmed disputed'],
  ['dispute', dispute.late, 'refund', 'ok, payment_disputed', 'confirmed disputed'],
  ['ship', ship.early, 'dispute', 'ok, ok', 'shipped disputed'],
  ['dispute', dispute.early, 'ship', 'ok, ok', 'shipped disputed'],
  ['dispute', dispute.late, 'ship', 'ok, fulfillment_state_conflict', 'confirmed disputed'],
  ['cancel', cancel.early, 'ship', 'ok, ok', 'shipped captured', 'at shipment'],
  [
    'cancel',
    cancel.paying,
    'ship',
    'ok, fulfillment_state_conflict',
    'cancelled voided',
    'at shipment',
  ],
  [
    'ship',
    ship.early,
    'cancel',
    'fulfillment_state_conflict, ok',
    'cancelled voided',
    'at shipment',
  ],
  ['ship', capture.early, 'cancel', 'ok, order_state_conflict', 'shipped captured', 'at shipment'],
  ['ship', capture.late, 'cancel', 'ok, order_state_conflict', 'shipped captured', 'at shipment'],
  ['credit', credit.early, 'receipt', 'ok, ok', 'confirmed captured', 'later'],
  ['credit', credit.late, 'receipt', 'ok, ok', 'confirmed captured', 'later'],
  ['receipt', receipt.early, 'credit', 'ok, ok', 'confirmed captured', 'later'],
  ['credit', credit.early, 'cancel', 'ok, ok', 'cancelled voided', 'later'],
  ['credit', credit.late, 'cancel', 'ok, ok', 'cancelled voided', 'later'],
  ['cancel', cancel.paying, 'credit', 'ok, order_state_conflict', 'cancelled voided', 'later'],
  ['receipt', receipt.early, 'cancel', 'ok, ok', 'cancelled voided', 'later'],
  ['cancel', cancel.paying, 'receipt', 'ok, ok', 'cancelled refunded', 'later'],
];

async function open(pays: Pays): Promise<Race> {
  const kit = pays === 'at shipment' ? kits.shipment : kits.order;
  const sold = await kit.placed(pays === 'later' ? { method: 'invoice' } : {});
  const fulfillment = kit.shop.client('fulfillment');
  const row = await kit.shop
    .database('fulfillment')
    .first<{ id: string }>(sql`select id from fulfillment where order_id = ${sold.orderId}`);
  const fulfillmentId = row!.id;
  const race = { ...sold, kit, fulfillmentId };
  for (const step of ['pickFulfillment', 'packFulfillment'] as const)
    must(await fulfillment[step]({ fulfillmentId }, asStaff(race)), step);
  return race;
}

/** Until nothing is at work but what is held, and what waits for a row that this holds. */
async function untilOthersStand({ kit }: Race, isStory: boolean): Promise<void> {
  const services = ['order', 'fulfillment', 'payment'] as const;
  await vi.waitUntil(
    async () => {
      const rows = await Promise.all(
        services.map((name) =>
          kit.shop.database(name).first<{ open: number; waiting: number }>(sql`
            select (select count(*)::int from story where state = 'open' and last_error is null
                and next_attempt_at > kontor_now()) as open,
              (select count(*)::int from pg_stat_activity where usename = current_user
                and wait_event_type = 'Lock') as waiting`),
        ),
      );
      const sum = (what: 'open' | 'waiting') => rows.reduce((total, row) => total + row![what], 0);
      return sum('waiting') > 0 || sum('open') <= (isStory ? 1 : 0);
    },
    { timeout: limitMs, interval: 20 },
  );
}

/** Until the caller has an answer, or waits for a row of order that is held. */
async function untilToldOrWaiting({ kit }: Race, telling: Promise<string>): Promise<void> {
  let told = false;
  const tell = () => (told = true);
  telling.then(tell, tell);
  const orders = kit.shop.database('order');
  const waiting = sql`
    select from pg_stat_activity where usename = current_user and wait_event_type = 'Lock'`;
  const isOver = async () => told || (await orders.query(waiting)).length > 0;
  await vi.waitUntil(isOver, { timeout: limitMs, interval: 20 });
}

async function untilAtRest({ kit }: Race): Promise<void> {
  for (const endMs = Date.now() + limitMs; Date.now() < endMs;) {
    await kit.shop.settle();
    if ((await kit.openStories()).length === 0) return;
    await kit.shop.moveClock(5_000);
  }
}

/** What came in by hand is refunded once a person has paid it out. */
async function payOutAll(race: Race) {
  const { kit, orderId } = race;
  const as = () => kit.shop.invocation({ actor: kit.staff });
  const asked = { limit: 100, state: 'to_pay_out' as const };
  const { items } = must(await kit.orders.listPayOuts(asked, as()), 'pay-outs');
  const paid = { paidAt: '2026-11-21T10:00:00Z', reference: 'transfer 1' };
  for (const payOut of items) {
    if (payOut.orderId !== orderId) continue;
    const { payOutId } = payOut;
    must(await kit.orders.settlePayOut({ payOutId, ...paid }, as()), 'paid');
  }
  await untilAtRest(race);
}

const named = cases.map(([first, at, second, told, end, pays = 'at once']) => {
  return { first, at, second, told, end, pays };
});

test.each(named)(
  '$first at $at, then $second: $told; $end',
  { timeout: 300_000 },
  async ({ first, at, second, told, end, pays }) => {
    const race = await open(pays);
    armFailpoints(`${at}=hold`);
    const firstTold = deeds[first](race);
    await vi.waitUntil(() => isHeld(at), { timeout: limitMs });
    const secondTold = deeds[second](race);
    await untilToldOrWaiting(race, secondTold);
    await untilOthersStand(race, first !== 'receipt');
    armFailpoints(undefined);
    letGo();
    const codes = `${await firstTold}, ${await secondTold}`;
    await untilAtRest(race);
    if (pays === 'later') await payOutAll(race);
    const { state, paymentState } = await race.kit.order(race.orderId);
    expect([codes, `${state} ${paymentState}`]).toEqual([told, end]);
    await expectWhole(race, pays);
  },
);

/** Order, payment, parcels, stock and documents say the same. */
async function expectWhole(race: Race, pays: Pays) {
  const { kit, orderId, paymentId, reservationId, totals } = race;
  const order = await kit.order(orderId);
  const payment = await kit.payment(paymentId);
  const documents = await kit.documents(orderId);
  const reservation = await kit.reservation(reservationId);
  const refunds = await kit.shop
    .database('order')
    .query<{ state: string; amountMinor: number; cause: string }>(
      sql`select state, cause, amount_minor as "amountMinor" from refund where order_id = ${orderId}`,
    );
  const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
  const documentsOf = (kind: string) =>
    sumOf(documents.filter((one) => one.kind === kind).map(({ totalMinor }) => totalMinor));
  const made = refunds.filter(({ state }) => state === 'refunded');
  const paidOut = made.filter(({ cause }) => cause !== 'credit');
  expect(await kit.openStories()).toEqual([]);
  expect(refunds.filter(({ state }) => state === 'pending')).toEqual([]);
  expect(order.refundedMinor).toBe(payment.refundedMinor);
  expect(sumOf(paidOut.map(({ amountMinor }) => amountMinor))).toBe(payment.refundedMinor);
  expect(payment.refundedMinor).toBeLessThanOrEqual(payment.capturedMinor);
  const parcel = await kit.shop
    .database('fulfillment')
    .first<{ state: string }>(sql`select state from fulfillment where order_id = ${orderId}`);
  const left = { cancelled: 'released', shipped: 'departed' }[order.state as string];
  expect(reservation.state).toBe(left ?? 'confirmed');
  if (left) expect(parcel!.state).toBe(order.state);
  const credited = documentsOf('credit_note');
  const isDisputed = order.paymentState === 'disputed';
  if (order.state === 'cancelled' && !isDisputed) {
    expect(payment.capturedMinor).toBe(payment.refundedMinor);
    expect(credited).toBe(documentsOf('invoice'));
  } else expect(credited).toBe(sumOf(made.map(({ amountMinor }) => amountMinor)));
  if (pays !== 'later') return;
  const rows = await kit.shop.database('payment').query<{ account: string; balance: number }>(sql`
    select account, sum(case direction when 'debit' then amount_minor else -amount_minor end)::bigint
      as balance
    from ledger_posting join ledger_entry using (entry_id) where order_id = ${orderId}
    group by account`);
  const owed = rows.find(({ account }) => account === 'accounts_receivable')!.balance;
  expect(owed).toBe(
    order.state === 'cancelled' ? 0 : totals.totalMinor - credited - payment.capturedMinor,
  );
}
