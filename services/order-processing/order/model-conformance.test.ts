import { afterAll, beforeAll, expect, test } from 'vitest';
import { contracts } from '#contracts/index.ts';
import type { OrderSnapshot } from '#contracts/shapes.ts';
import { newId } from '#kernel/ids.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { testSettings } from '#platform/test-kit/testing.ts';
import { completedBuyer, type Buyer } from '#proofs/model/buyer.ts';
import {
  casesOf,
  expectAgreement,
  sameFields,
  toldApart,
  type Seen,
} from '#proofs/model/conformance.ts';
import { Exploration } from '#proofs/model/explore.ts';
import { invoiceCalls, warehouseCalls } from '#proofs/model/order/order-calls.ts';
import { cancelling, placing } from '#proofs/model/order/order-plots.ts';
import { rules } from '#proofs/model/rules.ts';
import type { Effects } from '#proofs/model/told.ts';
import { cancellingEffectsOf } from './cancelling/cancelling-effects.ts';
import { openOrdering, type Ordering } from './ordering-for-tests.ts';
import { orderById, type OrderRow } from './orders/order-store.ts';
import { placingEffectsOf } from './placing/placing-effects.ts';
import type { RefundRow } from './refunding/refund-store.ts';

/** What the model does at each step of an order and of its cancellation, the services do from the same state. */
let kit: Ordering;
let context: ServiceContext<'order'>;
beforeAll(async () => {
  kit = await openOrdering();
  const own = {
    database: kit.shop.database('order'),
    call: kit.shop.kontor.dispatcher.connect('order', contracts),
    settings: testSettings(),
    log: openLogger('fatal'),
  };
  context = own as unknown as ServiceContext<'order'>;
});
afterAll(() => kit.close());

const stories = { process: 'order_process', cancellation: 'cancel_order' } as const;

async function plantStory(orderId: string, name: string, state: Buyer['process']) {
  await context.database.query(sql`delete from story where name = ${name} and id = ${orderId}`);
  if (state === 'none') return;
  await context.database.query(sql`
    insert into story (name, id, state, channel, locale, traceparent, next_attempt_at)
    values (${name}, ${orderId}, ${state}, 'default', 'en',
      '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'infinity')`);
}

/** A confirmed order, put where a step of the model finds it. */
async function planted(snapshot: OrderSnapshot, before: Partial<Buyer>): Promise<void> {
  const { orderId, lines, totals } = snapshot;
  const { order = 'confirmed', confirmed = order === 'confirmed', shippedEvent, rest } = before;
  const hasLeft = shippedEvent === 'heard';
  const { database } = context;
  await database.query(sql`delete from refund where order_id = ${orderId}`);
  await database.query(sql`delete from order_line where order_id = ${orderId}`);
  await database.query(sql`delete from order_parcel where order_id = ${orderId}`);
  await database.query(sql`
    update orders set state = ${order}, progressed = ${hasLeft}, refund_claimed_minor = 0,
      confirmed_at = case when ${confirmed} then kontor_now() end, cancel_reason = 'test',
      captured_minor = ${totals.totalMinor}::bigint, refunded_minor = 0
    where id = ${orderId}`);
  for (const { lineId, quantity } of hasLeft ? lines : []) {
    await database.query(sql`
      insert into order_line (order_id, line_id, ordered_quantity, shipped_quantity)
      values (${orderId}, ${lineId}, ${quantity}, ${quantity})`);
  }
  if (hasLeft) {
    await database.query(sql`
      insert into order_parcel (order_id, fulfillment_id, carrier_code, tracking_number, status)
      values (${orderId}, ${newId()}, 'dhl', 'T-1', 'in_transit')`);
  }
  for (const story of ['process', 'cancellation'] as const) {
    await plantStory(orderId, stories[story], before[story] ?? 'none');
  }
  if (rest === undefined || rest === 'none') return;
  const { move } = cancellingEffectsOf(context, await orderNow(orderId), kit.shop.invocation());
  await move.claimRest();
  await database.query(sql`update refund set state = ${rest} where order_id = ${orderId}`);
}

const orderNow = async (orderId: string) =>
  (await context.database.first<OrderRow>(orderById(orderId)))!;

async function seenOf(orderId: string): Promise<object> {
  const found = await context.database.first<object>(sql`
    select o.state as "order", o.confirmed_at is not null as confirmed,
      case when o.progressed then 'heard' else 'none' end as shipped_event,
      coalesce((select state from story where name = ${stories.process} and id = ${orderId}),
        'none') as process,
      coalesce((select state from story where name = ${stories.cancellation} and id = ${orderId}),
        'none') as cancellation,
      coalesce((select state from refund where order_id = ${orderId}), 'none') as rest
    from orders o where o.id = ${orderId}`);
  return found!;
}

/** Its database makes this one move alone, and notes what came of it; every other is lost. */
function making(name: string) {
  let made: unknown;
  const move =
    (of: 'move' | 'transaction') =>
    async (asked: string, ...given: unknown[]): Promise<unknown> => {
      if (asked !== name) return undefined;
      const make = context.database[of] as (...all: unknown[]) => Promise<unknown>;
      return (made = await make.call(context.database, asked, ...given));
    };
  const { database } = context;
  const reads = { query: database.query.bind(database), first: database.first.bind(database) };
  const own = { ...reads, move: move('move'), transaction: move('transaction') };
  return { context: { ...context, database: own } as unknown as typeof context, made: () => made };
}

async function movedOf(snapshot: OrderSnapshot, what: string): Promise<unknown> {
  const order = await orderNow(snapshot.orderId);
  const { context: own, made } = making(what);
  const by = kit.shop.invocation();
  const { move: placed } = placingEffectsOf(own, order, by);
  const { move } = cancellingEffectsOf(own, order, by);
  const { id: orderId, totalMinor: amountMinor, currency } = order;
  const rest = sql`select * from refund where order_id = ${orderId}`;
  const id = newId();
  const none = { id, orderId, cause: 'cancellation', amountMinor, currency, reason: 'test' };
  const refund = { ...none, lines: null, ...(await context.database.first<object>(rest)) };
  const of = refund as unknown as RefundRow;
  const sums = { capturedMinor: amountMinor, refundedMinor: 0, disputedMinor: 0, version: 1 };
  const confirming = () => placed.confirm(sums, [], false);
  const steps: Record<string, () => Promise<unknown>> = {
    confirm_order: confirming,
    confirm_progressed: confirming,
    hand_over: () => placed.handOverToCancelling(),
    refuse_payment: () => placed.refusePayment('voided'),
    hold_for_review: () => placed.holdForReview(),
    end_cancel_order: () => move.end(),
    resume_order: () => move.resume(),
    claim_rest: () => move.claimRest(),
    fail_refund: () => move.failRefund(of, 'refund_refused'),
    follow_refund: () => move.followRefund(of),
    complete_refund: () => move.completeRefund(of, { outcome: 'refunded', sums }, null),
    finish_cancelling: () => move.finish({ kind: 'refunded', amountMinor, backMinor: amountMinor }),
  };
  await steps[what]!();
  return made();
}

const isMove = ([, { moves }]: [string, Effects[string]]) => moves === true;
const movesIn = (effects: Effects): Effects =>
  Object.fromEntries(Object.entries(effects).filter(isMove));

/** What has been told of counts once it is heard. */
const heard = (buyers: readonly Buyer[]) =>
  buyers
    .filter(({ order }) => order !== 'none')
    .map((buyer): Buyer => {
      return buyer.shippedEvent === 'told' ? { ...buyer, shippedEvent: 'none' } : buyer;
    });

/** What has left does not depart any more, which the model does not forget. */
const departingNow = (buyers: readonly Buyer[]) =>
  buyers.map((buyer): Buyer => {
    return { ...buyer, departing: buyer.departing && buyer.fulfillment === 'shipping' };
  });

let buyers: readonly Buyer[];
beforeAll(async () => {
  const exploration = await Exploration.of(rules, 1, completedBuyer);
  exploration.runBeside();
  buyers = exploration.reached();
});

test('the moves of an order and of its cancellation', async ({ annotate }) => {
  const effects = movesIn({ ...placing, ...cancelling });
  const cases = casesOf({ rules, effects, buyers: heard(buyers) });
  expect(new Set(cases.map(({ what }) => what)).size).toBe(12);
  await annotate(`${cases.length} steps`);
  const snapshot = await kit.placed();
  await expectAgreement(cases, async ({ what, before }): Promise<Seen> => {
    await planted(snapshot, before);
    const answer = toldApart(await movedOf(snapshot, what));
    return { answer, after: sameFields(before, await seenOf(snapshot.orderId)) };
  });
});

/** Calls others as order does, and notes what they answer. */
function answered(): { context: typeof context; last: () => unknown } {
  let last: unknown;
  const noted = (of: object) =>
    new Proxy(of, {
      get: (target, name) => {
        const ask = target[name as never] as (...given: unknown[]) => Promise<unknown>;
        return async (...given: unknown[]) => (last = await ask(...given));
      },
    });
  const { invoice, fulfillment } = context.call;
  const call = { ...context.call, invoice: noted(invoice), fulfillment: noted(fulfillment) };
  return { context: { ...context, call } as typeof context, last: () => last };
}

async function called({ orderId }: OrderSnapshot, what: string): Promise<unknown> {
  const { context: own, last } = answered();
  const order = await orderNow(orderId);
  const by = kit.shop.invocation();
  const { call: placed } = placingEffectsOf(own, order, by);
  const { call } = cancellingEffectsOf(own, order, by);
  const steps: Record<string, () => Promise<unknown>> = {
    'invoice.issueInvoice': () => placed.issueInvoice(),
    'invoice.withholdInvoice': () => call.withholdInvoice(),
    'invoice.issueCreditNote': () => call.creditInvoice(),
    'fulfillment.requestFulfillment': () => placed.requestFulfillment(),
    'fulfillment.cancelFulfillmentOfOrder': () => call.stopWarehouse(),
  };
  // What is refused is thrown on, and has been noted.
  await steps[what]!().catch(() => undefined);
  return last();
}

/** An order with which its stories do not go on. */
async function asleep(): Promise<OrderSnapshot> {
  const snapshot = await kit.reserved();
  armFailpoints('call:order>payment.capturePayment:before=throw');
  await kit.report(snapshot);
  await kit.shop.settle();
  await context.database.query(sql`
    update story set state = 'held' where id = ${snapshot.orderId}`);
  armFailpoints(undefined);
  return snapshot;
}

test('what is asked of the invoice', async ({ annotate }) => {
  const cases = casesOf({ rules, effects: invoiceCalls, buyers });
  await annotate(`${cases.length} steps`);
  await expectAgreement(cases, async ({ what, before }): Promise<Seen> => {
    const snapshot = await asleep();
    const { orderId } = snapshot;
    const { invoice } = before;
    if (invoice === 'withheld') await called(snapshot, 'invoice.withholdInvoice');
    if (invoice === 'issued' || invoice === 'credited')
      await called(snapshot, 'invoice.issueInvoice');
    if (invoice === 'credited') await called(snapshot, 'invoice.issueCreditNote');
    const answer = toldApart(await called(snapshot, what));
    const kinds = (await kit.documents(orderId)).map(({ kind }) => kind);
    const [claim] = await kit.shop
      .database('invoice')
      .query<{ claim: string }>(sql`select claim from invoice_claim where order_id = ${orderId}`);
    const issued = kinds.includes('credit_note') ? 'credited' : 'issued';
    const now = kinds.includes('invoice')
      ? issued
      : claim?.claim === 'withheld'
        ? 'withheld'
        : 'none';
    return { answer, after: sameFields(before, { invoice: now }) };
  });
});

test('what is asked of the warehouse', async ({ annotate }) => {
  const cases = casesOf({ rules, effects: warehouseCalls, buyers: departingNow(buyers) });
  await annotate(`${cases.length} steps`);
  const { shop } = kit;
  await expectAgreement(cases, async ({ what, before }): Promise<Seen> => {
    const snapshot = await asleep();
    const { orderId, reservationId } = snapshot;
    const { warehouse, fulfillment, departing, reservation } = before;
    if (warehouse === 'cancelled' && fulfillment === 'none') {
      await shop.database('fulfillment').query(sql`
        insert into fulfillment_request (order_id, state) values (${orderId}, 'cancelled')`);
    }
    if (fulfillment !== 'none') {
      await called(snapshot, 'fulfillment.requestFulfillment');
      await shop.database('fulfillment').query(sql`
        update fulfillment set state = ${fulfillment}, departing = ${departing ?? false}
        where order_id = ${orderId}`);
      await shop.database('fulfillment').query(sql`
        update fulfillment_request set state = ${warehouse} where order_id = ${orderId}`);
    }
    if (reservation !== undefined) {
      await shop.database('inventory').query(sql`
        update reservation set state = ${reservation} where id = ${reservationId}`);
    }
    const answer = toldApart(await called(snapshot, what));
    const request = await shop.database('fulfillment').first<object>(sql`
      select state as warehouse from fulfillment_request where order_id = ${orderId}`);
    const made = await shop.database('fulfillment').first<object>(sql`
      select state as fulfillment, departing from fulfillment where order_id = ${orderId}`);
    const held = await shop.database('inventory').first<object>(sql`
      select state as reservation from reservation where id = ${reservationId}`);
    const none = { warehouse: 'none', fulfillment: 'none', departing: false };
    return { answer, after: sameFields(before, { ...none, ...request, ...made, ...held }) };
  });
});
