import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  asStaff,
  deeds,
  openPayOuts,
  paidOut,
  partMinor,
  receive,
  type Deed,
  type Race,
} from './deeds-for-tests.ts';
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
}, 300_000);
afterEach(() => {
  armFailpoints(undefined);
  letGo();
});
afterAll(async () => {
  await kits.order.close();
  await kits.shipment.close();
});

/** Where each may stand still: before what it does for good, and before it says that it is done. */
const places = {
  cancel: {
    early: 'call:order>fulfillment.cancelFulfillmentOfOrder:before',
    paying: 'call:order>payment.voidPayment:before',
    binding: 'call:order>payment.bindPayOuts:before',
    bound: 'commit:order.claim_rest:before',
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
  comeBack: {
    early: 'call:order>invoice.cancelCreditNote:before',
    late: 'commit:order.end_cancel_credit_note:before',
  },
  giveUp: {
    early: 'call:fulfillment>inventory-sync.releaseReservation:before',
    late: 'commit:fulfillment.end_release:before',
  },
  capture: {
    early: 'call:order>payment.capturePayment:before',
    late: 'commit:order.capture_at_shipment:before',
  },
  credit: {
    early: 'call:order>payment.creditPayment:before',
    late: 'commit:order.complete_credit:before',
  },
  receipt: {
    early: 'call:order>payment.recordReceipt:before',
    late: 'commit:payment.recordReceipt:before',
  },
  writeOff: { late: 'commit:payment.writeOffPayment:before' },
  payOut: {
    paid: 'commit:payment.settlePayOut:before',
    cancelled: 'commit:payment.cancelPayOut:before',
  },
} as const;

/** `by hand`: paid later, and a part is about to be paid out. `back`: a part was given back. */
type Pays = 'at once' | 'at shipment' | 'later' | 'by hand' | 'back';
/** Who began first, where it stood still, who came then; what both are told, and the end of it. */
type Case = readonly [
  first: Deed,
  at: string,
  second: Deed,
  reported: string,
  end: string,
  pays?: Pays,
];

const { cancel, refund, ship, dispute, comeBack, giveUp, capture } = places;
const { credit, receipt, writeOff, payOut } = places;
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
  [
    'receipt',
    receipt.late,
    'write-off',
    'ok, payment_state_conflict',
    'confirmed captured',
    'later',
  ],
  ['write-off', writeOff.late, 'receipt', 'ok, ok', 'confirmed written_off', 'later'],
  ['receipt', receipt.late, 'receipt', 'ok, receipt_reference_used', 'confirmed captured', 'later'],
  // A pay-out that is cancelled before the order’s money is claimed goes back with the rest.
  ['cancel', cancel.binding, 'cancel pay-out', 'ok, ok', 'cancelled refunded', 'by hand'],
  [
    'cancel',
    cancel.bound,
    'cancel pay-out',
    'ok, order_was_cancelled',
    'cancelled refunded',
    'by hand',
  ],
  [
    'cancel',
    cancel.late,
    'cancel pay-out',
    'ok, order_was_cancelled',
    'cancelled refunded',
    'by hand',
  ],
  ['cancel pay-out', payOut.cancelled, 'cancel', 'ok, ok', 'cancelled refunded', 'by hand'],
  ['cancel', cancel.binding, 'pay out', 'ok, ok', 'cancelled refunded', 'by hand'],
  ['cancel', cancel.bound, 'pay out', 'ok, ok', 'cancelled refunded', 'by hand'],
  ['pay out', payOut.paid, 'cancel', 'ok, ok', 'cancelled refunded', 'by hand'],
  // The capture is taken back by the gateway: what is not there is not given back.
  ['take back', dispute.early, 'cancel', 'ok, ok', 'cancelled voided'],
  ['take back', dispute.late, 'cancel', 'ok, ok', 'cancelled voided'],
  ['cancel', cancel.early, 'take back', 'ok, ok', 'cancelled voided'],
  ['cancel', cancel.paying, 'take back', 'ok, ok', 'cancelled voided'],
  ['cancel', cancel.bound, 'take back', 'ok, ok', 'cancelled voided'],
  ['cancel', refund.early, 'take back', 'ok, ok', 'cancelled voided'],
  ['take back', dispute.late, 'cancel', 'ok, ok', 'cancelled voided', 'back'],
  ['refund', refund.early, 'take back', 'ok, ok', 'confirmed voided'],
  ['refund', refund.late, 'take back', 'ok, ok', 'confirmed voided'],
  ['take back', dispute.early, 'refund', 'ok, refund_exceeds_captured', 'confirmed voided'],
  ['ship', ship.leaving, 'take back', 'ok, ok', 'shipped voided'],
  ['take back', dispute.late, 'ship', 'ok, fulfillment_state_conflict', 'confirmed voided'],
  // A refund comes back from the bank: it goes with the rest, or stays for staff to give again.
  ['come back', comeBack.early, 'cancel', 'ok, ok', 'cancelled refunded', 'back'],
  ['come back', comeBack.late, 'cancel', 'ok, ok', 'cancelled refunded', 'back'],
  ['cancel', cancel.early, 'come back', 'ok, ok', 'cancelled refunded', 'back'],
  ['cancel', cancel.bound, 'come back', 'ok, ok', 'cancelled partially_refunded', 'back'],
  ['cancel', cancel.late, 'come back', 'ok, ok', 'cancelled partially_refunded', 'back'],
  ['come back', comeBack.early, 'refund all', 'ok, ok', 'confirmed refunded', 'back'],
  ['refund', refund.early, 'come back', 'ok, ok', 'confirmed partially_refunded', 'back'],
  // The warehouse gives the goods up.
  ['give up', giveUp.early, 'cancel', 'ok, ok', 'cancelled refunded'],
  ['give up', giveUp.late, 'cancel', 'ok, ok', 'cancelled refunded'],
  ['cancel', cancel.early, 'give up', 'ok, ok', 'cancelled refunded'],
  ['ship', ship.early, 'give up', 'fulfillment_state_conflict, ok', 'confirmed captured'],
  ['ship', ship.leaving, 'give up', 'ok, fulfillment_state_conflict', 'shipped captured'],
  ['give up', giveUp.early, 'ship', 'ok, fulfillment_state_conflict', 'confirmed captured'],
  ['give up', giveUp.early, 'cancel', 'ok, ok', 'cancelled voided', 'at shipment'],
  ['dispute', dispute.early, 'give up', 'ok, ok', 'confirmed disputed'],
];

async function open(pays: Pays): Promise<Race> {
  const kit = pays === 'at shipment' ? kits.shipment : kits.order;
  const sold = await kit.placed(isPromise(pays) ? { method: 'invoice' } : {});
  const fulfillment = kit.shop.client('fulfillment');
  const row = await kit.shop
    .database('fulfillment')
    .first<{ id: string }>(sql`select id from fulfillment where order_id = ${sold.orderId}`);
  const fulfillmentId = row!.id;
  const race = { ...sold, kit, fulfillmentId };
  for (const step of ['pickFulfillment', 'packFulfillment'] as const)
    must(await fulfillment[step]({ fulfillmentId }, asStaff(race)), step);
  if (pays !== 'by hand' && pays !== 'back') return race;
  if (pays === 'by hand') must(await receive(race), 'paid');
  await kit.shop.settle();
  expect(await deeds.refund(race)).toBe('ok');
  await kit.shop.settle();
  return race;
}

const isPromise = (pays: Pays) => pays === 'later' || pays === 'by hand';
/** What no story carries on. */
const isAtOnce = (deed: Deed) =>
  ['receipt', 'write-off', 'pay out', 'cancel pay-out'].includes(deed);

/** Whose rows the stories change. */
const callees = ['order', 'fulfillment', 'payment'] as const;

/** Until nothing is at work but what is held, and what waits for a row that this holds. */
async function untilOthersStand({ kit }: Race, isStory: boolean): Promise<void> {
  await vi.waitUntil(
    async () => {
      const rows = await Promise.all(
        callees.map((name) =>
          kit.shop.database(name).first<{ open: number; waiting: number }>(sql`
            select (select count(*)::int from story where state = 'open' and last_error is null
                and next_attempt_at > kontor_now()) as open,
              (select count(*)::int from pg_stat_activity where datname = current_database()
                and usename = current_user and wait_event_type = 'Lock') as waiting`),
        ),
      );
      const sum = (what: 'open' | 'waiting') => rows.reduce((total, row) => total + row![what], 0);
      return sum('waiting') > 0 || sum('open') <= (isStory ? 1 : 0);
    },
    { timeout: limitMs, interval: 20 },
  );
}

/** Until the caller has an answer, or waits for a row that is held. */
async function untilReportedOrWaiting({ kit }: Race, reporting: Promise<string>): Promise<void> {
  let reported = false;
  const report = () => (reported = true);
  reporting.then(report, report);
  const waiting = sql`
    select from pg_stat_activity
    where datname = current_database() and usename = current_user and wait_event_type = 'Lock'`;
  const waits = async (service: (typeof callees)[number]) =>
    (await kit.shop.database(service).query(waiting)).length > 0;
  const isOver = async () =>
    reported || (await Promise.all(callees.map(waits))).some((isWaiting) => isWaiting);
  await vi.waitUntil(isOver, { timeout: limitMs, interval: 20 });
}

async function untilAtRest({ kit }: Race): Promise<void> {
  for (const endMs = Date.now() + limitMs; Date.now() < endMs;) {
    await kit.shop.settle();
    if ((await kit.openStories()).length === 0 && (await untold({ kit })) === 0) return;
    await kit.shop.moveClock(5_000);
  }
}

/** Events that one of these has still to hear: where its row was held they are told again. */
async function untold({ kit }: Pick<Race, 'kit'>): Promise<number> {
  const owed = sql`select from outbox where pending && ${[...callees]}::text[]`;
  const rows = await Promise.all(callees.map((name) => kit.shop.database(name).query(owed)));
  return rows.flat().length;
}

/** What came in by hand is refunded once a person has paid it out. */
async function payOutAll(race: Race) {
  for (const { payOutId } of await openPayOuts(race)) {
    must(await race.kit.orders.settlePayOut({ payOutId, ...paidOut }, asStaff(race)), 'paid');
  }
  await untilAtRest(race);
}

const named = cases.map(([first, at, second, reported, end, pays = 'at once']) => {
  return { first, at, second, reported, end, pays };
});

test.each(named)(
  '$first at $at, then $second: $reported; $end',
  { timeout: 300_000 },
  async ({ first, at, second, reported, end, pays }) => {
    const race = await open(pays);
    armFailpoints(`${at}=hold`);
    const firstReported = deeds[first](race);
    await vi.waitUntil(() => isHeld(at), { timeout: limitMs });
    const secondReported = deeds[second](race);
    await untilReportedOrWaiting(race, secondReported);
    await untilOthersStand(race, !isAtOnce(first));
    armFailpoints(undefined);
    letGo();
    const codes = `${await firstReported}, ${await secondReported}`;
    await untilAtRest(race);
    if (isPromise(pays)) await payOutAll(race);
    const { state, paymentState } = await race.kit.order(race.orderId);
    // The webhook is answered before the order hears of it: the parcel leaves first, or is held first.
    const held = ['fulfillment_state_conflict, ok', 'confirmed disputed'];
    const isEither = first === 'ship' && at === ship.early && second === 'dispute';
    const outcomes = [[reported, end], ...(isEither ? [held] : [])];
    expect(outcomes).toContainEqual([codes, `${state} ${paymentState}`]);
    await expectWhole(race, pays);
    if (end !== 'cancelled partially_refunded') return;
    expect(await deeds.refund(race)).toBe('ok');
    await untilAtRest(race);
    expect(await race.kit.order(race.orderId)).toMatchObject({ paymentState: 'refunded' });
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
      sql`select state, cause, amount_minor from refund where order_id = ${orderId}`,
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
  const ends: Readonly<Record<string, string>> = { cancelled: 'released', shipped: 'departed' };
  expect(reservation.state).toBe(ends[parcel!.state] ?? 'confirmed');
  if (ends[order.state as string]) expect(parcel!.state).toBe(order.state);
  const credited = documentsOf('credit_note') - documentsOf('credit_note_cancellation');
  const isDisputed = order.paymentState === 'disputed';
  if (order.state === 'cancelled' && !isDisputed) {
    // What came back once the rest was claimed is given again by staff.
    const open = order.paymentState === 'partially_refunded' ? partMinor : 0;
    expect(payment.capturedMinor - payment.refundedMinor).toBe(open);
    expect(credited).toBe(documentsOf('invoice') - open);
  } else expect(credited).toBe(sumOf(made.map(({ amountMinor }) => amountMinor)));
  if (!isPromise(pays)) return;
  const rows = await kit.shop.database('payment').query<{ account: string; balance: number }>(sql`
    select account, sum(case direction when 'debit' then amount_minor else -amount_minor end)::bigint
      as balance
    from ledger_posting join ledger_entry using (entry_id) where order_id = ${orderId}
    group by account`);
  const owed = rows.find(({ account }) => account === 'accounts_receivable')!.balance;
  const isOver = order.state === 'cancelled' || order.paymentState === 'written_off';
  expect(owed).toBe(isOver ? 0 : totals.totalMinor - credited - payment.capturedMinor);
}
