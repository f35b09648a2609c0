import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { noting } from '#platform/test-kit/noted-steps.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { readPayment, type Context, type PaymentRow } from '../payments/payment-store.ts';
import { paymentService } from '../service.ts';
import { settlingEffectsOf, type SettlingEffects } from './settling-effects.ts';
import { settlingPlot } from './settle-payment.ts';

/** The plot is told over a gateway and a database, and over a model of both: the steps are the same. */
let shop: TestKontor;
let context: Context;
beforeAll(async () => {
  const service = {
    ...paymentService,
    open(given: Context) {
      context = given;
      return paymentService.open(given);
    },
  };
  shop = await openTestKontor({ services: [service], sandbox: true });
});
afterAll(() => shop.close());

async function stepsOf(effects: SettlingEffects): Promise<string[]> {
  const steps: string[] = [];
  await settlingPlot(noting(effects, steps)).catch((error: Error) => steps.push(error.message));
  return steps;
}

/** A payment that becomes `after` when the gateway is asked. */
function model(
  before: PaymentRow['state'],
  after = before,
  { hasKeys = true } = {},
): SettlingEffects {
  const rowIn = (state: PaymentRow['state'], version: number) =>
    ({ paymentId: 'p', state, version }) as PaymentRow;
  const asked = async () => rowIn(after, before === after ? 1 : 2);
  const same = async (row: PaymentRow) => row;
  return {
    read: {
      payment: async () => rowIn(before, 1),
      isUnsettled: async ({ state }) => state.endsWith('ing'),
    },
    call: {
      settleAuthorization: asked,
      settleAuthorized: asked,
      settleCapture: asked,
      settlePart: asked,
      settleBetweenParts: asked,
      askRelease: asked,
      settleRefunds: same,
      takeBackCapture: same,
      settleReview: asked,
      askVoid: asked,
      settleOrphan: same,
    },
    move: {
      holdWithoutKeys: async () => !hasKeys,
      lookLater: async () => {},
      end: async () => {},
    },
  };
}

async function paid(until: 'authorized' | 'captured' | 'voided'): Promise<SettlingEffects> {
  const payments = shop.client('payment');
  const paymentId = newId();
  const asked = {
    paymentId,
    checkoutId: newId(),
    orderId: newId(),
    orderNumber: 'K-1',
    amountMinor: 5_000,
    currency: 'EUR',
    method: 'card' as const,
    token: 'pm_card_visa',
    forceChallenge: false,
    returnUrl: 'http://127.0.0.1:1/back',
  };
  must(await payments.authorizePayment(asked, shop.invocation()), 'authorize');
  if (until === 'captured') {
    const all = { paymentId, amountMinor: 5_000 };
    must(await payments.capturePayment(all, shop.invocation()), 'capture');
  }
  if (until === 'voided')
    must(await payments.voidPayment({ paymentId }, shop.invocation()), 'void');
  const row = await context.database.first<PaymentRow>(readPayment(paymentId));
  expect(row).toMatchObject({ state: until });
  return settlingEffectsOf(context, paymentId, undefined, shop.invocation());
}

test.each([
  ['authorized', ['holdWithoutKeys', 'settleAuthorized', 'end']],
  ['captured', ['holdWithoutKeys', 'settleRefunds', 'takeBackCapture', 'end']],
  ['voided', ['holdWithoutKeys', 'settleOrphan', 'end']],
] as const)(
  'what is %s is looked at by the same steps in a shop and in a model',
  async (state, steps) => {
    expect(await stepsOf(model(state))).toEqual(steps);
    expect(await stepsOf(await paid(state))).toEqual(steps);
  },
);

const still = 'payment p is still capturing at the gateway';
test.each([
  ['an answer that was lost', model('authorizing', 'authorized'), ['settleAuthorization', 'end']],
  [
    'a capture before its refunds',
    model('authorizing', 'captured'),
    ['settleAuthorization', 'settleRefunds', 'end'],
  ],
  ['one that ended meanwhile', model('voiding', 'voided'), ['askVoid', 'settleOrphan', 'end']],
  ['one that nobody knows', model('capturing'), ['settleCapture', still]],
  ['one that a person holds', model('review'), ['settleReview', 'lookLater']],
  ['one without keys', model('capturing', 'captured', { hasKeys: false }), ['lookLater']],
] as const)('a model of %s', async (_what, effects, steps) => {
  expect(await stepsOf(effects)).toEqual(['holdWithoutKeys', ...steps]);
});
