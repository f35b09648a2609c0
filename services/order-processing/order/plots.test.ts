import { afterAll, beforeAll, expect, test } from 'vitest';
import { contracts } from '#contracts/index.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { noting } from '#platform/test-kit/noted-steps.ts';
import { testSettings } from '#platform/test-kit/testing.ts';
import {
  creditNoteEffectsOf,
  creditNotePlot,
  type CreditNoteEffects,
} from './cancelling/cancel-credit-note.ts';
import { cancellingEffectsOf, type CancellingEffects } from './cancelling/cancelling-effects.ts';
import { cancellingPlot } from './cancelling/cancel-order-process.ts';
import { orderById, type OrderRow } from './orders/order-store.ts';
import { deeds } from './deeds-for-tests.ts';
import { openOrdering, type Ordering } from './ordering-for-tests.ts';
import {
  shipmentCaptureEffectsOf,
  shipmentCapturePlot,
  type ShipmentCaptureEffects,
} from './paying/capture-at-shipment.ts';
import {
  disputingEffectsOf,
  disputingPlot,
  type DisputingEffects,
} from './paying/dispute-order.ts';
import type { DueForShipped } from './paying/due-for-shipped.ts';
import { placingPlot } from './placing/order-process.ts';
import { placingEffectsOf, type PlacingEffects } from './placing/placing-effects.ts';
import { refundingPlot } from './refunding/refund-order-process.ts';
import { refundById, type RefundRow } from './refunding/refund-store.ts';
import { refundingEffectsOf, type RefundingEffects } from './refunding/refunding-effects.ts';

/** Each plot is told over a shop and over a model of it: the steps are the same. */
let kit: Ordering;
let context: ServiceContext<'order'>;
beforeAll(async () => {
  kit = await openOrdering();
  context = {
    database: kit.shop.database('order'),
    call: kit.shop.kontor.dispatcher.connect('order', contracts),
    settings: testSettings(),
    log: openLogger('fatal'),
  } as unknown as ServiceContext<'order'>;
});
afterAll(() => kit.close());

async function stepsOf<E extends Parameters<typeof noting>[0]>(
  effects: E,
  plot: (e: E) => Promise<void>,
) {
  const steps: string[] = [];
  await plot(noting(effects, steps));
  return steps;
}

const nothing = async () => {};
const entry = { key: 'step', kind: 'step', message: 'done' };
const sums = { capturedMinor: 100, refundedMinor: 0, disputedMinor: 0, version: 1 };
const orderNow = (id: string) => context.database.first<OrderRow>(orderById(id));

const placing = (captured: Awaited<ReturnType<PlacingEffects['call']['capture']>>) =>
  ({
    call: {
      capture: async () => captured,
      issueInvoice: async () => entry,
      requestFulfillment: async () => entry,
      notifyCustomer: async () => [entry],
    },
    move: {
      confirm: async () => true,
      handOverToCancelling: nothing,
      refusePayment: nothing,
      holdForReview: nothing,
    },
  }) satisfies PlacingEffects;

const done = { outcome: 'done', paid: sums, entries: [entry] } as const;
const placed = ['capture', 'issueInvoice', 'requestFulfillment', 'notifyCustomer', 'confirm'];

test('an order is placed by the same steps in a shop and in a model', async () => {
  const plot = (effects: PlacingEffects) => placingPlot(effects, { state: 'placed' });
  expect(await stepsOf(placing({ ...done, entries: [entry] }), plot)).toEqual(placed);

  const { orderId } = await kit.placed();
  // As its process found it: what it asked for is done, and is told again.
  await context.database.query(
    sql`update orders set state = 'placed', confirmed_at = null where id = ${orderId}`,
  );
  const order = (await orderNow(orderId))!;
  const effects = placingEffectsOf(context, order, kit.shop.invocation());
  expect(await stepsOf(effects, plot)).toEqual(placed);
  expect(await kit.order(orderId)).toMatchObject({ state: 'confirmed' });
  expect(await kit.documents(orderId)).toHaveLength(1);
});

test.each([
  [{ outcome: 'refused', reason: 'voided' }, 'refusePayment'],
  [{ outcome: 'review' }, 'holdForReview'],
] as const)('a model in which the capture is %o', async (captured, step) => {
  const steps = await stepsOf(placing(captured), (effects) =>
    placingPlot(effects, { state: 'placed' }),
  );
  expect(steps).toEqual(['capture', step]);
});

const refund = { id: 'r', state: 'pending', amountMinor: 100, cause: 'cancellation' } as RefundRow;
const refunded = { outcome: 'refunded', sums } as const;
const cancelling = (payment: 'voided' | 'captured', stops = true) =>
  ({
    call: {
      stopWarehouse: async () => stops,
      withholdInvoice: async () => ({ invoiced: true }),
      voidPayment: async () => payment,
      creditInvoice: nothing,
      creditRest: async () => ({ creditedMinor: 0, isPaid: payment === 'captured' }),
      creditNoteOfRest: nothing,
      payOut: async () => refunded,
      issueCreditNote: async () => 'CN-1',
      notifyCustomer: nothing,
    },
    move: {
      end: nothing,
      resume: nothing,
      claimRest: async () => ({ refund, refundedMinor: 0, pendingMinor: 0 }),
      failRefund: nothing,
      followRefund: nothing,
      completeRefund: nothing,
      finish: nothing,
    },
  }) satisfies CancellingEffects;

const from = { state: 'cancelling', processIsOpen: false } as const;
const cancelled = [
  'stopWarehouse',
  'withholdInvoice',
  'voidPayment',
  'creditRest',
  'claimRest',
  'payOut',
  'issueCreditNote',
  'completeRefund',
  'notifyCustomer',
  'finish',
];

test('an order that was paid is cancelled by the same steps in a shop and in a model', async () => {
  const plot = (effects: CancellingEffects) => cancellingPlot(effects, from);
  expect(await stepsOf(cancelling('captured'), plot)).toEqual(cancelled);

  const { orderId } = await kit.placed();
  await context.database.query(sql`
    update orders set state = 'cancelling', cancel_reason = 'test' where id = ${orderId}`);
  const order = (await orderNow(orderId))!;
  const effects = cancellingEffectsOf(context, order, kit.shop.invocation());
  expect(await stepsOf(effects, plot)).toEqual(cancelled);
  expect(await kit.order(orderId)).toMatchObject({ state: 'cancelled', paymentState: 'refunded' });
  expect((await kit.documents(orderId)).map(({ kind }) => kind).toSorted()).toEqual([
    'credit_note',
    'invoice',
  ]);
});

test('a model in which the warehouse does not stop, or the process is at work still', async () => {
  const of = (effects: CancellingEffects, at: Parameters<typeof cancellingPlot>[1]) =>
    stepsOf(effects, (noted) => cancellingPlot(noted, at));
  expect(await of(cancelling('captured', false), from)).toEqual(['stopWarehouse', 'resume']);
  expect(await of(cancelling('captured'), { ...from, processIsOpen: true })).toEqual([]);
  expect(await of(cancelling('captured'), { ...from, state: 'shipped' })).toEqual(['end']);
  const voided = ['stopWarehouse', 'withholdInvoice', 'voidPayment', 'creditInvoice'];
  expect(await of(cancelling('voided'), from)).toEqual([...voided, 'notifyCustomer', 'finish']);
});

const refunding = (paid: Awaited<ReturnType<RefundingEffects['call']['payOut']>>) =>
  ({
    call: {
      payOut: async () => paid,
      creditReceivable: async () => ({ outcome: 'credited' }) as const,
      issueCreditNote: async () => 'CN-1',
      notifyOfRefund: nothing,
      notifyOfCredit: nothing,
    },
    move: {
      end: nothing,
      restUntilPaid: nothing,
      fail: nothing,
      complete: nothing,
      completeCredit: nothing,
      completeUnpaid: nothing,
    },
  }) satisfies RefundingEffects;

test('a refund is paid out by the same steps in a shop and in a model', async () => {
  const at = { state: 'pending', cause: 'request' } as unknown as RefundRow;
  const plot = (effects: RefundingEffects) => refundingPlot(effects, at);
  const steps = ['payOut', 'issueCreditNote', 'notifyOfRefund', 'complete'];
  expect(await stepsOf(refunding(refunded), plot)).toEqual(steps);

  const { orderId } = await kit.placed();
  expect(await kit.refund(orderId, { amountMinor: 100 })).toMatchObject({ ok: true });
  await kit.shop.settle();
  const state = sql`select id from refund where order_id = ${orderId} and state = 'refunded'`;
  const { id } = (await context.database.first<{ id: string }>(state))!;
  await context.database.query(sql`update refund set state = 'pending' where id = ${id}`);
  const row = (await context.database.first<RefundRow>(refundById(id)))!;
  const effects = refundingEffectsOf(context, row, undefined, kit.shop.invocation());
  expect(await stepsOf(effects, plot)).toEqual(steps);
  const again = (await context.database.first<RefundRow>(refundById(id)))!;
  expect(again).toMatchObject({ state: 'refunded' });
  expect(await kit.documents(orderId)).toHaveLength(2);
});

test.each([
  [{ outcome: 'pending', isByHand: true }, ['payOut', 'restUntilPaid']],
  [{ outcome: 'pending', isByHand: false }, ['payOut']],
  [{ outcome: 'refused', reason: 'refund_refused' }, ['payOut', 'fail']],
] as const)('a model in which the pay-out is %o', async (paid, steps) => {
  const at = { state: 'pending', cause: 'request' } as unknown as RefundRow;
  expect(await stepsOf(refunding(paid), (effects) => refundingPlot(effects, at))).toEqual(steps);
});

test('a model in which units come back for nothing asks nobody to pay', async () => {
  const at = { state: 'pending', cause: 'staff', amountMinor: 0 } as const;
  const steps = await stepsOf(refunding(refunded), (effects) => refundingPlot(effects, at));
  expect(steps).toEqual(['completeUnpaid']);
});

const allDue: DueForShipped = { dueMinor: 5_000, isLast: true, hasLeft: true, unsent: [] };
const capturing = (
  captured: Awaited<ReturnType<ShipmentCaptureEffects['call']['capture']>>,
  due: Partial<DueForShipped> = {},
) =>
  ({
    read: { due: async () => ({ ...allDue, ...due }) },
    call: {
      capture: async () => captured,
      release: async () => captured,
      holdParcels: nothing,
      creditUnsent: async () => 'C-1',
    },
    move: { end: nothing },
  }) satisfies ShipmentCaptureEffects;
const shipmentCapture = (effects: ShipmentCaptureEffects) =>
  shipmentCapturePlot(effects, { totalMinor: 5_000 });

test('what is captured at shipment is captured by the same steps in a shop and in a model', async () => {
  const steps = ['capture', 'end'];
  const paid = { ...sums, capturedMinor: 5_000 };
  const model = capturing({ outcome: 'done', paid, entries: [entry] });
  expect(await stepsOf(model, shipmentCapture)).toEqual(steps);

  const { orderId, totals, lines } = await kit.placed();
  for (const { lineId, quantity } of lines) {
    await context.database.query(sql`
      insert into order_line (order_id, line_id, ordered_quantity, shipped_quantity)
      values (${orderId}, ${lineId}, ${quantity}, ${quantity})`);
  }
  // As its story found it: what was captured is asked for again, and is learned once more.
  await context.database.query(
    sql`update orders set captured_minor = 0, payment_version = 0 where id = ${orderId}`,
  );
  const order = (await orderNow(orderId))!;
  const effects = shipmentCaptureEffectsOf(context, order, kit.shop.invocation());
  const plot = (noted: ShipmentCaptureEffects) => shipmentCapturePlot(noted, order);
  expect(await stepsOf(effects, plot)).toEqual(steps);
  expect(await orderNow(orderId)).toMatchObject({ capturedMinor: totals.totalMinor });
});

test('a model in which nothing can be captured at shipment, or is held for review', async () => {
  const ended: unknown[] = [];
  const refused = capturing({ outcome: 'refused', reason: 'voided' });
  const end = async (given: unknown) => void ended.push(given);
  await shipmentCapture({ ...refused, move: { end } });
  const entries = [{ key: 'capture_refused:5000' }];
  expect(ended).toMatchObject([{ paid: { capturedMinor: 0 }, entries }]);
  const held = stepsOf(capturing({ outcome: 'review' }), shipmentCapture);
  await expect(held).rejects.toThrow('held for review');
});

type Outcome = Awaited<ReturnType<ShipmentCaptureEffects['call']['capture']>>;
const took = (capturedMinor: number): Outcome => ({
  outcome: 'done',
  paid: { ...sums, capturedMinor },
  entries: [entry],
});
const isRefused: Outcome = { outcome: 'refused', reason: 'capture_refused' };
test.each([
  ['nothing has left', took(0), { dueMinor: 0, isLast: false }, ['end']],
  ['nothing left, and nothing will', took(0), { dueMinor: 0, hasLeft: false }, ['end']],
  ['all that left is free', took(0), { dueMinor: 0 }, ['release', 'creditUnsent', 'end']],
  ['a part has left', took(2_000), { dueMinor: 2_000, isLast: false }, ['capture', 'end']],
  [
    'a part has left and all is captured at once',
    took(5_000),
    { dueMinor: 2_000, isLast: false },
    ['capture', 'end'],
  ],
  [
    'the rest was given up',
    took(2_000),
    { dueMinor: 2_000, isLast: true },
    ['capture', 'creditUnsent', 'end'],
  ],
  [
    'less is held than has left',
    took(2_000),
    { dueMinor: 3_000, isLast: false },
    ['capture', 'holdParcels', 'end'],
  ],
  [
    'a part is refused',
    isRefused,
    { dueMinor: 3_000, isLast: false },
    ['capture', 'holdParcels', 'end'],
  ],
])('a model of an order of which %s', async (_what, captured, due, steps) => {
  expect(await stepsOf(capturing(captured, due), shipmentCapture)).toEqual(steps);
});

const disputing = (leftAlready = 0) => {
  const ended: object[] = [];
  const call = { holdParcels: async () => leftAlready, creditInvoice: nothing };
  const move = { end: async (told: object) => void ended.push(told) };
  return { effects: { call, move } satisfies DisputingEffects, ended };
};

test('a disputed order is held by the same steps in a shop and in a model', async () => {
  const at = { state: 'confirmed', paymentState: 'disputed' } as const;
  const model = disputing(2);
  const steps = ['holdParcels', 'end'];
  expect(await stepsOf(model.effects, (noted) => disputingPlot(noted, at))).toEqual(steps);
  expect(model.ended).toEqual([{ why: 'payment_disputed', leftAlready: 2 }]);

  const sold = await kit.placed();
  await deeds.dispute({ ...sold, kit, fulfillmentId: '' });
  await kit.shop.settle();
  const order = (await orderNow(sold.orderId))!;
  expect(order).toMatchObject(at);
  const effects = disputingEffectsOf(context, order, kit.shop.invocation());
  expect(await stepsOf(effects, (noted) => disputingPlot(noted, order))).toEqual(steps);
  const held = await kit.shop
    .database('fulfillment')
    .query(sql`select hold_reason from fulfillment where order_id = ${sold.orderId}`);
  expect(held).toEqual([{ holdReason: 'payment_disputed' }]);
  // What was looked at has changed since: the warehouse is told again.
  const before = { ...order, paymentState: 'captured' } as const;
  await expect(disputingPlot(effects, before)).rejects.toThrow('changed meanwhile');
  await disputingPlot(effects, order);
});

test.each([
  ['captured', 'confirmed', ['holdParcels', 'end'], undefined],
  ['voided', 'confirmed', ['holdParcels', 'end'], 'payment_taken_back'],
  ['disputed', 'cancelled', ['end'], 'payment_disputed'],
  ['voided', 'cancelled', ['creditInvoice', 'end'], 'payment_taken_back'],
] as const)('a model of a %s payment of a %s order', async (paymentState, state, steps, why) => {
  const { effects, ended } = disputing();
  const told = stepsOf(effects, (noted) => disputingPlot(noted, { state, paymentState }));
  expect(await told).toEqual(steps);
  expect(ended).toEqual([{ why, leftAlready: 0 }]);
});

test('a model of a disputed order of which the warehouse does not know yet', async () => {
  const { effects, ended } = disputing();
  const placed = disputingPlot(effects, { state: 'placed', paymentState: 'disputed' });
  await expect(placed).rejects.toThrow('still placed');
  expect(ended).toEqual([]);
});

const creditNote = (number: string | undefined) =>
  ({
    call: { cancelCreditNote: async () => number },
    move: { end: nothing },
  }) satisfies CreditNoteEffects;

test('a credit note is cancelled by the same steps in a shop and in a model', async () => {
  const steps = ['cancelCreditNote', 'end'];
  const at = (state: RefundRow['state']) => (effects: CreditNoteEffects) =>
    creditNotePlot(effects, { state });
  expect(await stepsOf(creditNote('CNC-1'), at('failed'))).toEqual(steps);
  expect(await stepsOf(creditNote(undefined), at('failed'))).toEqual(steps);
  await expect(stepsOf(creditNote('CNC-1'), at('pending'))).rejects.toThrow('still under way');

  const { orderId } = await kit.placed();
  expect(await kit.refund(orderId, { amountMinor: 100 })).toMatchObject({ ok: true });
  await kit.shop.settle();
  const refunded = sql`select id from refund where order_id = ${orderId} and state = 'refunded'`;
  const { id } = (await context.database.first<{ id: string }>(refunded))!;
  const row = (await context.database.first<RefundRow>(refundById(id)))!;
  const effects = creditNoteEffectsOf(context, row, kit.shop.invocation());
  expect(await stepsOf(effects, at(row.state))).toEqual(steps);
  expect((await kit.documents(orderId)).map(({ kind }) => kind)).toEqual([
    'invoice',
    'credit_note',
    'credit_note_cancellation',
  ]);
  expect(await kit.timeline(orderId)).toContain('credit_note_cancelled');
});
