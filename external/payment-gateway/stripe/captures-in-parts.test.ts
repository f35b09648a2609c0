import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSandbox, type OpenSandbox } from '../../sandbox/sandbox-for-tests.ts';
import { findResultSchema, type AuthorizeRequest, type PaymentGateway } from '../port.ts';
import { stripe } from './index.ts';
import { verifyStripeWebhook } from './stripe-webhook.ts';

let sandbox: OpenSandbox;
let gateway: PaymentGateway;
beforeAll(async () => {
  sandbox = await openSandbox();
  gateway = stripe.inSandbox(sandbox, 10_000);
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});

async function held(changes: Partial<AuthorizeRequest> = {}) {
  const result = await gateway.authorize({
    reference: randomUUID(),
    amountMinor: 4_490,
    currency: 'EUR',
    paymentMethodToken: 'pm_card_visa',
    captureMethod: 'manual',
    inParts: true,
    forceChallenge: false,
    returnUrl: 'http://127.0.0.1:3000/back',
    idempotencyKey: randomUUID(),
    ...changes,
  });
  if (result.status !== 'authorized') throw new Error(JSON.stringify(result));
  return result;
}

const capture = (gatewayPaymentId: string, amountMinor: number, before: number, isPart = true) =>
  gateway.capture({
    gatewayPaymentId,
    amountMinor,
    capturedBeforeMinor: before,
    isPart,
    currency: 'EUR',
    idempotencyKey: randomUUID(),
  });
const release = (gatewayPaymentId: string, amountMinor: number) =>
  gateway.void({
    gatewayPaymentId,
    capturedBefore: { amountMinor, currency: 'EUR' },
    idempotencyKey: randomUUID(),
  });

async function found(gatewayPaymentId: string) {
  const result = findResultSchema.parse(await gateway.find({ gatewayPaymentId }));
  if (result.status !== 'found') throw new Error(result.status);
  return result.payment;
}

test('a payment says whether it can be captured in parts', async () => {
  expect(await held()).toMatchObject({ inParts: true });
  expect(await held({ inParts: false })).not.toHaveProperty('inParts');
  expect(await held({ paymentMethodToken: 'pm_card_jcb' })).not.toHaveProperty('inParts');
});

test('parts are captured one after the other, and the last one ends it', async () => {
  const { gatewayPaymentId } = await held();
  expect(await capture(gatewayPaymentId, 2_490, 0)).toMatchObject({ capturedMinor: 2_490 });
  expect(await found(gatewayPaymentId)).toMatchObject({
    state: 'authorized',
    inParts: true,
    authorizedMinor: 4_490,
    capturedMinor: 2_490,
  });
  expect(await capture(gatewayPaymentId, 2_001, 2_490)).toMatchObject({
    status: 'refused',
    code: 'amount_too_large',
  });
  expect(await capture(gatewayPaymentId, 1_000, 2_490, false)).toMatchObject({
    capturedMinor: 1_000,
  });
  expect(await found(gatewayPaymentId)).toMatchObject({ state: 'captured', capturedMinor: 3_490 });
  expect(await capture(gatewayPaymentId, 1_000, 3_490)).toMatchObject({ status: 'refused' });
});

test('another sum than was captured before is not believed', async () => {
  const { gatewayPaymentId } = await held();
  expect(await capture(gatewayPaymentId, 1_000, 500)).toMatchObject({
    status: 'unknown',
    reason: 'amount_mismatch',
  });
});

test('the rest is released, and what was captured stays and can be refunded', async () => {
  const { gatewayPaymentId } = await held();
  await capture(gatewayPaymentId, 2_490, 0);
  const refund = { gatewayPaymentId, currency: 'EUR', reason: 'requested_by_customer' as const };
  const back = (amountMinor: number) =>
    gateway.refund({ ...refund, amountMinor, idempotencyKey: randomUUID() });
  expect(await back(490)).toMatchObject({ status: 'refunded' });
  expect(await release(gatewayPaymentId, 2_490)).toMatchObject({ status: 'voided' });
  expect(await release(gatewayPaymentId, 2_490)).toMatchObject({ status: 'voided' });
  expect(await release(gatewayPaymentId, 2_400)).toMatchObject({ code: 'already_captured' });
  expect(await found(gatewayPaymentId)).toMatchObject({
    state: 'captured',
    capturedMinor: 2_490,
    refundedMinor: 490,
  });
  expect(await back(2_001)).toMatchObject({ status: 'refused' });
  expect(await back(2_000)).toMatchObject({ status: 'refunded' });
});

test('what was captured without our knowing is not void', async () => {
  const whole = await held();
  await capture(whole.gatewayPaymentId, 4_490, 0, false);
  const { gatewayPaymentId } = whole;
  expect(await gateway.void({ gatewayPaymentId, idempotencyKey: randomUUID() })).toMatchObject({
    status: 'refused',
    code: 'already_captured',
  });
  const part = await held();
  await capture(part.gatewayPaymentId, 1_000, 0);
  const asked = { gatewayPaymentId: part.gatewayPaymentId, idempotencyKey: randomUUID() };
  expect(await gateway.void(asked)).toMatchObject({ status: 'unknown' });
});

test('a part of what can be captured once is refused, and so is one too many', async () => {
  const once = await held({ paymentMethodToken: 'pm_card_jcb' });
  expect(await capture(once.gatewayPaymentId, 1_000, 0)).toMatchObject({ status: 'refused' });
  expect(await capture(once.gatewayPaymentId, 1_000, 0, false)).toMatchObject({
    status: 'captured',
  });

  const { gatewayPaymentId } = await held();
  for (let before = 0; before < gateway.capturesAtMost; before += 1) {
    expect(await capture(gatewayPaymentId, 1, before)).toMatchObject({ status: 'captured' });
  }
  const more = await capture(gatewayPaymentId, 1, gateway.capturesAtMost);
  expect(more).toMatchObject({ status: 'refused' });
});

test('of a part the webhook is a hint, and of the end it says the sum', async () => {
  const { gatewayPaymentId } = await held();
  await capture(gatewayPaymentId, 2_490, 0);
  await capture(gatewayPaymentId, 2_000, 2_490, false);
  const common = { toleranceSeconds: 300, secrets: [sandbox.keys.paymentWebhookSecret] };
  const events = await sandbox.until(() => {
    const ours = sandbox.received.filter(({ rawBody }) => rawBody.includes(gatewayPaymentId));
    return ours.length >= 3
      ? ours.map((one) => verifyStripeWebhook({ ...common, ...one }))
      : undefined;
  });
  const reported = events.map((one) => one.ok && `${one.event.type} ${one.event.amountMinor}`);
  expect(reported.map(String).toSorted((one, other) => one.localeCompare(other))).toEqual([
    'payment.authorized 4490',
    'payment.captured 4490',
    'payment.hinted 2000',
  ]);
});
