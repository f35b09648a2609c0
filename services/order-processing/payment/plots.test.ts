import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { noting } from '#platform/test-kit/noted-steps.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import {
  authorizingEffectsOf,
  authorizingPlot,
  type AuthorizingEffects,
} from './authorizing/authorize-payment.ts';
import { settleAuthorization } from './authorizing/settle-authorization.ts';
import {
  capturingEffectsOf,
  capturingPlot,
  type CapturingEffects,
} from './capturing/capture-payment.ts';
import { defaultCard, MethodBook, newMethod } from './methods/payment-method.ts';
import { readPayment, type Context, type PaymentRow } from './payments/payment-store.ts';
import {
  payingBackEffectsOf,
  payingBackPlot,
  type PayingBackEffects,
} from './refunding/refund-payment.ts';
import type { RefundRow } from './refunding/refund-store.ts';
import { paymentService } from './service.ts';
import { voidingEffectsOf, voidingPlot, type VoidingEffects } from './voiding/void-payment.ts';

/** What is asked of a payment is told over a gateway and a database, and over a model of both. */
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

interface Told {
  readonly steps: readonly string[];
  /** What the caller is told: a status, or the code of a refusal. */
  readonly answer: string;
}
type Reply = { ok: true; value: { status: string } } | { ok: false; failure: { code: string } };

/** The calls and recorded moves of a plot in their order, and its answer. */
async function told<E extends Parameters<typeof noting>[0]>(
  effects: E,
  plot: (effects: E) => Promise<unknown>,
): Promise<Told> {
  const steps: string[] = [];
  const reply = (await plot(noting(effects, steps))) as Reply;
  return { steps, answer: reply.ok ? reply.value.status : reply.failure.code };
}

const asked = (change: object = {}) => ({
  paymentId: newId(),
  checkoutId: newId(),
  orderId: newId(),
  orderNumber: 'K-1',
  amountMinor: 5_000,
  currency: 'EUR',
  method: 'card' as const,
  token: 'pm_card_visa',
  forceChallenge: false,
  returnUrl: 'http://127.0.0.1:1/back',
  ...change,
});
type Asked = ReturnType<typeof asked>;

const rowOf = (state: PaymentRow['state'], change: Partial<PaymentRow> = {}) =>
  ({
    ...asked({ paymentId: 'p', checkoutId: 'c' }),
    methodCode: 'card',
    authorizationKind: 'card',
    authorizedMinor: 5_000,
    capturedMinor: 0,
    refundedMinor: 0,
    refundPendingMinor: 0,
    disputedMinor: 0,
    state,
    ...change,
  }) as unknown as PaymentRow;

const nothing = async () => {};
const now = async (paymentId: string) =>
  (await context.database.first<PaymentRow>(readPayment(paymentId)))!;

const authorizing = (
  after: PaymentRow['state'],
  change: Partial<AuthorizingEffects['read'] & AuthorizingEffects['move']> = {},
) =>
  ({
    read: {
      methods: change.methods ?? (async () => [defaultCard('default')]),
      payment: change.payment ?? (async () => undefined),
      needsToken: change.needsToken ?? (() => true),
      hasPage: () => true,
    },
    move: { begin: change.begin ?? (async () => rowOf('authorizing')), settleLater: nothing },
    call: { authorize: async () => rowOf(after) },
  }) satisfies AuthorizingEffects;

const authorize = (input: Asked) => (effects: AuthorizingEffects) =>
  authorizingPlot(effects, input);
const same = asked({ paymentId: 'p', checkoutId: 'c' });

test.each([
  ['pm_card_visa', 'authorized', 'authorized'],
  ['pm_card_visa_chargeDeclined', 'failed', 'declined'],
] as const)('%s is authorized by the same steps in a shop and in a model', async (...of) => {
  const [token, state, answer] = of;
  const steps = ['begin', 'authorize'];
  expect(await told(authorizing(state), authorize(same))).toEqual({ steps, answer });

  const input = asked({ token });
  const book = new MethodBook(context.database);
  const by = shop.invocation();
  const effects = authorizingEffectsOf(context, book, input, settleAuthorization, by);
  expect(await told(effects, authorize(input))).toEqual({ steps, answer });
  expect(await now(input.paymentId)).toMatchObject({ state });
  // Asked for again it is what it was, and the gateway hears nothing.
  expect(await told(effects, authorize(input))).toEqual({ steps: ['begin'], answer });
});

const closed = async () => [newMethod('default', 'card', 'card')];
const lost = async () => undefined;
test.each([
  [
    'whose answer is lost',
    authorizing('authorizing'),
    ['begin', 'authorize', 'settleLater'],
    'unknown',
  ],
  [
    'that asks for proof',
    authorizing('requires_action'),
    ['begin', 'authorize'],
    'requires_action',
  ],
  [
    'by a closed method',
    authorizing('authorized', { methods: closed }),
    [],
    'payment_method_unavailable',
  ],
  [
    'begun before its method was closed',
    authorizing('authorized', { methods: closed, payment: async () => rowOf('authorizing') }),
    ['authorize'],
    'authorized',
  ],
  [
    'whose method changes whenever it is looked at',
    authorizing('authorized', { begin: lost }),
    ['begin', 'begin', 'begin'],
    'payment_method_unavailable',
  ],
  [
    'that somebody else began',
    authorizing('authorized', { begin: lost, payment: async () => rowOf('authorized') }),
    ['begin'],
    'authorized',
  ],
] as const)('a model of a payment %s', async (_what, effects, steps, answer) => {
  expect(await told<AuthorizingEffects>(effects, authorize(same))).toEqual({ steps, answer });
});

test('a model of a payment without its token, and of one that was begun with another amount', async () => {
  const without = { ...same, token: '' };
  const missing = { steps: [], answer: 'payment_token_missing' };
  expect(await told(authorizing('authorized'), authorize(without))).toEqual(missing);
  const dearer = { ...same, amountMinor: 6_000 };
  const refused = told(authorizing('authorized'), authorize(dearer));
  await expect(refused).rejects.toThrow('begun with another amount');
});

async function authorized(): Promise<string> {
  const input = asked();
  must(await shop.client('payment').authorizePayment(input, shop.invocation()), 'authorize');
  return input.paymentId;
}

const capturing = (
  before: PaymentRow,
  after: PaymentRow['state'] = 'captured',
): CapturingEffects => ({
  read: { payment: async () => before },
  move: {
    start: async () => (before.state === 'authorized' ? rowOf('capturing') : undefined),
    settleLater: nothing,
  },
  call: { capture: async () => rowOf(after, { capturedMinor: 5_000 }) },
});
const capture = (effects: CapturingEffects) => capturingPlot(effects, 5_000);

test('a payment is captured by the same steps in a shop and in a model', async () => {
  const steps = ['start', 'capture'];
  const model = capturing(rowOf('authorized'));
  expect(await told(model, capture)).toEqual({ steps, answer: 'captured' });

  const paymentId = await authorized();
  const input = { paymentId, amountMinor: 5_000 };
  const effects = capturingEffectsOf(context, input, shop.invocation());
  expect(await told(effects, capture)).toEqual({ steps, answer: 'captured' });
  expect(await now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 5_000 });
  expect(await told(effects, capture)).toEqual({ steps: ['start'], answer: 'captured' });
});

const atWork = rowOf('capturing', { captureMinor: 5_000 });
test.each([
  [
    'whose answer is lost',
    capturing(rowOf('authorized'), 'capturing'),
    ['start', 'capture', 'settleLater'],
    'unknown',
  ],
  [
    'that is refused',
    capturing(rowOf('authorized'), 'authorized'),
    ['start', 'capture'],
    'capture_refused',
  ],
  ['that somebody else began', capturing(atWork), ['start', 'capture'], 'captured'],
  [
    'that was captured before',
    capturing(rowOf('captured', { capturedMinor: 5_000 })),
    ['start'],
    'captured',
  ],
  [
    'of which another sum was captured',
    capturing(rowOf('captured', { capturedMinor: 1 })),
    ['start'],
    'payment_state_conflict',
  ],
  ['that is void', capturing(rowOf('voided')), ['start'], 'payment_state_conflict'],
] as const)('a model of a capture %s', async (_what, effects, steps, answer) => {
  expect(await told(effects, capture)).toEqual({ steps, answer });
});

const voiding = (
  begun: PaymentRow | undefined,
  after: PaymentRow['state'] = 'voided',
): VoidingEffects => ({
  move: {
    start: async () => begun,
    endUnbegun: async () => rowOf('voided'),
    settleLater: nothing,
  },
  call: { giveBack: async () => rowOf(after), releaseRest: async () => rowOf(after) },
});
const unbegun = {
  checkoutId: newId(),
  orderId: newId(),
  orderNumber: 'K-2',
  method: 'card' as const,
  currency: 'EUR',
  amountMinor: 5_000,
};

test('a payment is voided by the same steps in a shop and in a model', async () => {
  const done = { steps: ['start', 'giveBack'], answer: 'voided' };
  expect(await told(voiding(rowOf('voiding')), (effects) => voidingPlot(effects))).toEqual(done);
  const paymentId = await authorized();
  const effects = voidingEffectsOf(context, paymentId, shop.invocation());
  expect(await told(effects, (noted) => voidingPlot(noted))).toEqual(done);
  expect(await now(paymentId)).toMatchObject({ state: 'voided' });
});

test('what was never begun is kept out by the same steps in a shop and in a model', async () => {
  const done = { steps: ['start', 'endUnbegun'], answer: 'voided' };
  const plot = (effects: VoidingEffects) => voidingPlot(effects, unbegun);
  expect(await told(voiding(undefined), plot)).toEqual(done);
  const paymentId = newId();
  const effects = voidingEffectsOf(context, paymentId, shop.invocation());
  expect(await told(effects, plot)).toEqual(done);
  expect(await now(paymentId)).toMatchObject({ state: 'voided' });
});

test.each([
  [
    'whose answer is lost',
    voiding(rowOf('voiding'), 'voiding'),
    ['start', 'giveBack', 'settleLater'],
    'unknown',
  ],
  [
    'that the gateway had captured',
    voiding(rowOf('voiding'), 'captured'),
    ['start', 'giveBack'],
    'payment_state_conflict',
  ],
  [
    'that was begun between',
    voiding(rowOf('authorized')),
    ['start', 'start'],
    'payment_state_conflict',
  ],
  ['of nothing', voiding(undefined), ['start'], 'payment_not_found'],
] as const)('a model of a void %s', async (_what, effects, steps, answer) => {
  expect(await told(effects, (noted) => voidingPlot(noted))).toEqual({ steps, answer });
});

const refundOf = (state: RefundRow['state'], change: Partial<RefundRow> = {}) =>
  ({ refundId: 'r', paymentId: 'p', amountMinor: 2_000, state, ...change }) as RefundRow;

const payingBack = (
  refund: RefundRow | undefined,
  after: RefundRow['state'] = 'refunded',
  row = rowOf('captured', { capturedMinor: 5_000 }),
): PayingBackEffects => ({
  read: { payment: async () => row, refund: async () => refund },
  move: { request: async () => row, settleLater: nothing },
  call: { refund: async () => ({ state: after, row }) },
});
const back = { paymentId: 'p', refundId: 'r', amountMinor: 2_000, reason: 'damaged' };

test('a payment is refunded by the same steps in a shop and in a model', async () => {
  const steps = ['request', 'refund'];
  const plot = (effects: PayingBackEffects) => payingBackPlot(effects, back);
  const done = { steps, answer: 'refunded' };
  expect(await told(payingBack(refundOf('requested')), plot)).toEqual(done);

  const paymentId = await authorized();
  const captured = { paymentId, amountMinor: 5_000 };
  must(await shop.client('payment').capturePayment(captured, shop.invocation()), 'capture');
  const input = { ...back, paymentId, refundId: newId() };
  const effects = payingBackEffectsOf(context, input, shop.invocation());
  expect(await told(effects, (noted) => payingBackPlot(noted, input))).toEqual(done);
  expect(await now(paymentId)).toMatchObject({ state: 'captured', refundedMinor: 2_000 });
  // Asked for again it is done, and the gateway hears nothing.
  const again = { steps: ['request'], answer: 'refunded' };
  expect(await told(effects, (noted) => payingBackPlot(noted, input))).toEqual(again);
  // No more than there is.
  const dear = { ...input, refundId: newId(), amountMinor: 3_001 };
  const more = payingBackEffectsOf(context, dear, shop.invocation());
  const refused = { steps: ['request'], answer: 'refund_exceeds_captured' };
  expect(await told(more, (noted) => payingBackPlot(noted, dear))).toEqual(refused);
});

const promised = rowOf('captured', { capturedMinor: 5_000, authorizationKind: 'promise' });
test.each([
  [
    'whose answer is lost',
    payingBack(refundOf('requested'), 'requested'),
    ['request', 'refund', 'settleLater'],
    'unknown',
  ],
  [
    'that the bank takes its time for',
    payingBack(refundOf('requested'), 'accepted'),
    ['request', 'refund', 'settleLater'],
    'pending',
  ],
  [
    'that a person pays out',
    payingBack(refundOf('requested'), 'accepted', promised),
    ['request', 'refund'],
    'pending',
  ],
  [
    'that is refused',
    payingBack(refundOf('requested'), 'failed'),
    ['request', 'refund'],
    'refund_refused',
  ],
  ['that was refused before', payingBack(refundOf('failed')), ['request'], 'refund_refused'],
  [
    'under the id of another',
    payingBack(refundOf('refunded', { amountMinor: 1 })),
    ['request'],
    'refund_refused',
  ],
  [
    'of what is not captured',
    payingBack(undefined, 'refunded', rowOf('authorized')),
    ['request'],
    'payment_state_conflict',
  ],
  [
    'of what the buyer disputes',
    payingBack(
      undefined,
      'refunded',
      rowOf('captured', { capturedMinor: 5_000, disputedMinor: 5_000 }),
    ),
    ['request'],
    'payment_disputed',
  ],
] as const)('a model of a refund %s', async (_what, effects, steps, answer) => {
  expect(await told(effects, (noted) => payingBackPlot(noted, back))).toEqual({ steps, answer });
});
