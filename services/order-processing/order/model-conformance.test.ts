import { afterAll, beforeAll, test } from 'vitest';
import { contracts } from '#contracts/index.ts';
import type { OrderSnapshot } from '#contracts/shapes.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { testSettings } from '#platform/test-kit/testing.ts';
import { completedBuyer, type Buyer } from '#proofs/plots/buyer.ts';
import {
  casesOf,
  expectAgreement,
  sameFields,
  toldApart,
  type Seen,
} from '#proofs/plots/conformance.ts';
import { Exploration } from '#proofs/plots/explore.ts';
import { invoiceCalls } from '#proofs/plots/order/order-calls.ts';
import { rules } from '#proofs/plots/rules.ts';
import { cancellingEffectsOf } from './cancelling/cancelling-effects.ts';
import { openOrdering, type Ordering } from './ordering-for-tests.ts';
import { orderById, type OrderRow } from './orders/order-store.ts';
import { placingEffectsOf } from './placing/placing-effects.ts';

/** What an order and its cancellation ask of the invoice in the model, the service does from the same state. */
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

const orderNow = async (orderId: string) =>
  (await context.database.first<OrderRow>(orderById(orderId)))!;

let buyers: readonly Buyer[];
beforeAll(async () => {
  const exploration = await Exploration.of(rules, 0, completedBuyer);
  exploration.runBeside();
  buyers = exploration.reached();
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
  const call = { ...context.call, invoice: noted(context.call.invoice) };
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
