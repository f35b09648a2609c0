import { afterAll, beforeAll, expect, test } from 'vitest';
import { contracts } from '#contracts/index.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { testSettings } from '#platform/test-kit/testing.ts';
import { cancellingEffectsOf, type CancellingEffects } from './cancelling/cancelling-effects.ts';
import { cancellingPlot } from './cancelling/cancel-order-process.ts';
import { orderById, type OrderRow } from './orders/order-store.ts';
import { openOrdering, type Ordering } from './ordering-for-tests.ts';
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

interface Effects {
  readonly call: object;
  readonly move: object;
}

/** Notes each step as it begins. */
function noting<E extends Effects>(effects: E, steps: string[]): E {
  const noted = (kind: object) =>
    Object.fromEntries(
      Object.entries(kind as Record<string, (...given: unknown[]) => Promise<unknown>>).map(
        ([name, step]) => [
          name,
          (...given: unknown[]) => {
            steps.push(name);
            return step(...given);
          },
        ],
      ),
    );
  return { ...effects, call: noted(effects.call), move: noted(effects.move) };
}

async function stepsOf<E extends Effects>(effects: E, plot: (e: E) => Promise<void>) {
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
      creditRest: async () => ({ creditedMinor: 0, isPaid: false }),
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
