import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Buyer } from '#proofs/model/buyer.ts';
import {
  casesOf,
  expectAgreement,
  sameFields,
  type Case,
  type Seen,
} from '#proofs/model/conformance.ts';
import { Exploration } from '#proofs/model/explore.ts';
import {
  keyOfReply,
  unrollPayments,
  type PaymentOperation,
} from '#proofs/model/payment/payment.ts';
import { rules } from '#proofs/model/rules.ts';
import type { Effects } from '#proofs/model/told.ts';
import { openPayments, type OpenPayments } from './payments-for-tests.ts';

/** What payment is asked for in the model, it does over PostgreSQL and the sandbox's gateway from the same state. */
let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments();
});
afterEach(() => armFailpoints(undefined));
afterAll(() => kit.close());

const amountMinor = 100;
const tokens = {
  authorized: 'pm_card_visa',
  declined: 'pm_card_chargeDeclined',
  requires_action: 'pm_card_threeDSecureRequired',
} as const;
const asksGateway = 'external:payment>payment-gateway.authorize';
const asksRefund = 'external:payment>payment-gateway.refund';
const holding: readonly Buyer['payment'][] = ['authorized', 'capturing', 'captured'];

type Before = Partial<Buyer>;

/** A payment and the gateway's, put where a step of the model finds them; its story sleeps. */
async function planted({
  payment = 'none',
  gateway,
  firstReply = 'none',
  refund,
  age = 0,
  ...before
}: Before) {
  const token = tokens[firstReply === 'none' ? 'authorized' : firstReply];
  const asked = kit.request({ amountMinor, token });
  const { paymentId } = asked;
  const refundId = newId();
  if (payment === 'none') return { asked, refundId };
  armFailpoints(`${asksGateway}:${gateway === 'none' ? 'before' : 'after'}=throw`);
  await kit.payments.authorizePayment(asked, kit.invocation()).catch(() => undefined);
  armFailpoints(undefined);
  const [held] = await kit.bookOf(paymentId);
  if (held) await bringTo(held.id, gateway ?? 'none', firstReply);
  const isKnown = payment === 'requires_action' || holding.includes(payment);
  const captureMinor = payment === 'capturing' || payment === 'captured' ? amountMinor : null;
  await kit.database.query(sql`
    update payment set state = ${payment}, version = version + 1,
      gateway_payment_id = ${isKnown ? (held?.id ?? null) : null}::text,
      next_action_url = ${payment === 'requires_action' ? 'https://bank.example' : null}::text,
      authorized_minor = ${holding.includes(payment) ? amountMinor : 0}::bigint,
      capture_minor = ${captureMinor}::bigint, capture_attempt = ${captureMinor === null ? 0 : 1}::int,
      captured_minor = ${payment === 'captured' ? amountMinor : 0}::bigint,
      created_at = kontor_now() - ${[0, 50, 130][age]!}::int * interval '1 second'
    where payment_id = ${paymentId}`);
  if (refund !== undefined && refund !== 'none') {
    if (refund === 'requested') {
      armFailpoints(`${asksRefund}:${before.refundedAtGateway ? 'after' : 'before'}=throw`);
    }
    await operations.refundPayment(asked, refundId).catch(() => undefined);
    armFailpoints(undefined);
  }
  await kit.database.query(sql`
    update story set next_attempt_at = 'infinity' where id = ${paymentId}`);
  return { asked, refundId };
}

/** From what the gateway first answered to where its book is by now. */
async function bringTo(id: string, state: Buyer['gateway'], first: Buyer['firstReply']) {
  const isPassed = state === 'authorized' || state === 'captured';
  if (first === 'requires_action' && isPassed) await kit.challenge(id, 'complete');
  if (first === 'requires_action' && state === 'declined') await kit.challenge(id, 'fail');
  if (state === 'captured') await kit.gateway(`payment_intents/${id}/capture`, {});
  if (state === 'voided') await kit.gateway(`payment_intents/${id}/cancel`, {});
}

const gatewayStates: Readonly<Record<string, Buyer['gateway']>> = {
  requires_action: 'requires_action',
  requires_capture: 'authorized',
  succeeded: 'captured',
  canceled: 'voided',
  requires_payment_method: 'declined',
};

async function seenOf(paymentId: string): Promise<object> {
  const row = await kit.database.first<{ payment: string; refund: string }>(sql`
    select state as payment, coalesce((select state from refund r
      where r.payment_id = p.payment_id), 'none') as refund
    from payment p where payment_id = ${paymentId}`);
  const [held] = await kit.bookOf(paymentId);
  const gateway = held ? gatewayStates[held.status] : 'none';
  return { payment: 'none', refund: 'none', ...row, gateway };
}

const operations = {
  authorizePayment: (asked) => kit.payments.authorizePayment(asked, kit.invocation()),
  'getPayment refreshed': ({ paymentId }) =>
    kit.payments.getPayment({ paymentId, refresh: true }, kit.invocation()),
  capturePayment: ({ paymentId }) =>
    kit.payments.capturePayment({ paymentId, amountMinor }, kit.invocation()),
  voidPayment: ({ paymentId, checkoutId, orderId, orderNumber, currency, method }) => {
    const unbegun = { checkoutId, orderId, orderNumber, currency, method, amountMinor };
    return kit.payments.voidPayment({ paymentId, unbegun }, kit.invocation());
  },
  refundPayment: ({ paymentId }, refundId) =>
    kit.payments.refundPayment(
      { paymentId, refundId, amountMinor, reason: 'damaged' },
      kit.invocation(),
    ),
} satisfies Partial<
  Record<
    PaymentOperation,
    (asked: ReturnType<OpenPayments['request']>, refundId: string) => Promise<unknown>
  >
>;

/** The model forgets the gateway's first answer where nobody asks again; its book was made by one. */
function remembered(buyer: Buyer): Buyer {
  const { gateway, firstReply, payment } = buyer;
  const isOpen = gateway === 'declined' || gateway === 'requires_action';
  const first = firstReply === 'authorized' && isOpen ? gateway : firstReply;
  const isOfAge = payment === 'authorizing' || payment === 'voiding';
  return { ...buyer, firstReply: first, age: isOfAge ? buyer.age : 0 };
}

test('what payment is asked for', async ({ annotate }) => {
  const payments = await unrollPayments(rules.plots.payment);
  const of = ['payment', 'gateway', 'firstReply', 'refund', 'refundedAtGateway', 'age'] as const;
  const effects: Effects = Object.fromEntries(
    Object.keys(operations).map((name) => {
      const does = payments[name as PaymentOperation];
      return [name, { answers: does.answers, of, does }];
    }),
  );
  const exploration = await Exploration.of(rules, 0);
  exploration.runBeside();
  const buyers = exploration
    .reached()
    .filter(({ inFlight }) => !inFlight)
    .map(remembered);
  const cases = casesOf({ rules, effects, buyers, answerOf: keyOfReply });
  expect(cases.length).toBeGreaterThan(50);
  await annotate(`${cases.length} steps`);
  await expectAgreement(cases, async ({ what, before }: Case): Promise<Seen> => {
    const { asked, refundId } = await planted(before);
    const answer = keyOfReply(await operations[what as keyof typeof operations](asked, refundId));
    const { payment, gateway, refund } = before;
    const now = await seenOf(asked.paymentId);
    return { answer, after: sameFields({ payment, gateway, refund }, now) };
  });
});
