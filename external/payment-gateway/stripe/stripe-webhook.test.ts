import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync, existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  openSandbox,
  type OpenSandbox,
  type ReceivedWebhook,
} from '../../sandbox/sandbox-for-tests.ts';
import type { PaymentGateway } from '../port.ts';
import { stripe } from './index.ts';
import { paymentIntentSchema } from './stripe-answers.ts';
import { stripeWebhookTypes, verifyStripeWebhook } from './stripe-webhook.ts';

/** Vendors' own files are not part of the project: where they are not there, these tests do not exist. */
const testWhere = (there: boolean) => (there ? test : () => {});

let secret: string;
let common: { toleranceSeconds: number; secrets: string[] };
let sandbox: OpenSandbox;
let gateway: PaymentGateway;
beforeAll(async () => {
  sandbox = await openSandbox();
  secret = sandbox.keys.paymentWebhookSecret;
  common = { toleranceSeconds: 300, secrets: [secret] };
  gateway = stripe.inSandbox(sandbox, 2_000);
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});

const eventsOf = (reference: string) =>
  sandbox.received
    .filter(
      ({ path, rawBody }) =>
        path === '/v1/webhooks/payment-gateway/stripe' && rawBody.includes(reference),
    )
    .map((webhook) => verifyStripeWebhook({ ...common, ...webhook }))
    .flatMap((result) => (result.ok ? [result.event] : []));

test('the life of a payment is told in signed webhooks', async () => {
  const reference = randomUUID();
  const authorized = await gateway.authorize({
    reference,
    amountMinor: 2_500,
    currency: 'EUR',
    paymentMethodToken: 'pm_card_visa',
    captureMethod: 'manual',
    forceChallenge: false,
    returnUrl: 'http://127.0.0.1:3000/back',
    idempotencyKey: randomUUID(),
  });
  const { gatewayPaymentId } = authorized as { gatewayPaymentId: string };
  const money = { gatewayPaymentId, currency: 'EUR' };
  await gateway.capture({ ...money, amountMinor: 2_400, idempotencyKey: randomUUID() });
  for (const amountMinor of [100, 200]) {
    const idempotencyKey = randomUUID();
    await gateway.refund({ ...money, amountMinor, idempotencyKey, reason: 'duplicate' });
  }
  const events = await sandbox.until(() => {
    const reported = eventsOf(reference);
    return reported.length === 4 ? reported : undefined;
  });
  const reported = events.map((event) => `${event.type} ${event.amountMinor}`);
  expect(reported.toSorted((a, b) => a.localeCompare(b))).toEqual([
    'payment.authorized 2500',
    'payment.captured 2400',
    'payment.refunded 100',
    'payment.refunded 300',
  ]);
  for (const event of events) {
    expect(event).toMatchObject({ gatewayPaymentId, reference, currency: 'EUR' });
  }
  await sandbox.send('POST', '/sandbox/control/disputes', { gatewayPaymentId });
  const disputed = await sandbox.until(() =>
    eventsOf(gatewayPaymentId).find((event) => event.type === 'payment.disputed'),
  );
  expect(disputed).toMatchObject({ gatewayPaymentId, amountMinor: 2_400 });
});

test('only of what the endpoint is subscribed to is told', async () => {
  const reference = randomUUID();
  const asked = await gateway.authorize({
    reference,
    amountMinor: 2_500,
    currency: 'EUR',
    paymentMethodToken: 'pm_card_visa',
    captureMethod: 'manual',
    forceChallenge: true,
    returnUrl: 'http://127.0.0.1:3000/back',
    idempotencyKey: randomUUID(),
  });
  expect(asked.status).toBe('requires_action');
  const { gatewayPaymentId } = asked as { gatewayPaymentId: string };
  await sandbox.send('POST', `/payment/challenge/${gatewayPaymentId}`, { outcome: 'complete' });
  const reported = (await sandbox.book('webhooks')).filter((entry: { body: string }) =>
    entry.body.includes(reference),
  );
  expect(reported.map((entry: { type: string }) => entry.type)).toEqual([
    'payment_intent.amount_capturable_updated',
  ]);
  expect(stripeWebhookTypes).toContain(reported[0].type);
});

describe('an attacker', () => {
  let genuine: ReceivedWebhook;
  let signedAtMs: number;
  beforeAll(async () => {
    genuine = await sandbox.until(() =>
      sandbox.received.find(({ path }) => path === '/v1/webhooks/payment-gateway/stripe'),
    );
    signedAtMs = Number(/t=(\d+)/.exec(String(genuine.headers['stripe-signature']))?.[1]) * 1_000;
  });
  const verify = (changes: object) => verifyStripeWebhook({ ...common, ...genuine, ...changes });
  const header = (value: string | string[] | undefined) => ({
    headers: { 'stripe-signature': value },
  });
  const sign = (time: number | string, body: Buffer, key = secret) => {
    const hmac = createHmac('sha256', key).update(`${time}.`).update(body);
    return `t=${time},v1=${hmac.digest('hex')}`;
  };

  test('is told apart from the genuine sender', () => {
    expect(verify({})).toMatchObject({ ok: true });
  });

  test.each<[string, () => object, string]>([
    ['sends no signature', () => header(undefined), 'signature_missing'],
    ['sends an empty one', () => header(''), 'signature_missing'],
    ['sends two', () => header(['t=1,v1=a', 't=1,v1=b']), 'signature_malformed'],
    ['sends no time', () => header(`v1=${'a'.repeat(64)}`), 'signature_malformed'],
    ['sends half of one', () => header('t=1,v1=abcd'), 'signature_malformed'],
    [
      'uses a scheme we do not know',
      () => header(`t=1,v0=${'a'.repeat(64)}`),
      'signature_malformed',
    ],
    [
      'signs with another secret',
      () => header(sign(Math.floor(Date.now() / 1_000), genuine.rawBody, 'other')),
      'signature_mismatch',
    ],
    [
      'changes one byte of the body',
      () => ({ rawBody: Buffer.from(genuine.rawBody.toString().replace('2500', '9500')) }),
      'signature_mismatch',
    ],
    [
      'moves the time',
      () => header(String(genuine.headers['stripe-signature']).replace(/t=\d+/, 't=9999999999')),
      'signature_mismatch',
    ],
    ['replays it later', () => ({ nowMs: signedAtMs + 301_000 }), 'timestamp_outside_tolerance'],
    ['sends it from ahead', () => ({ nowMs: signedAtMs - 301_000 }), 'timestamp_outside_tolerance'],
    ['meets no configured secret', () => ({ secrets: [] }), 'signature_mismatch'],
    ['meets an empty secret', () => ({ secrets: [''] }), 'signature_mismatch'],
  ])('who %s is refused', (_what, changes, reason) => {
    expect(verify(changes())).toEqual({ ok: false, reason });
  });

  test('is not helped by an empty configured secret', () => {
    const rawBody = Buffer.from('{}');
    const time = Math.floor(Date.now() / 1_000);
    const { headers } = header(sign(time, rawBody, ''));
    expect(verify({ rawBody, headers, secrets: [''] })).toMatchObject({
      reason: 'signature_mismatch',
    });
  });

  test.each(['', 'null', '[]', '{"id":1}', 'not json'])('cannot sign %j into an event', (body) => {
    const rawBody = Buffer.from(body);
    const { headers } = header(sign(Math.floor(Date.now() / 1_000), rawBody));
    expect(verify({ rawBody, headers })).toEqual({ ok: false, reason: 'body_malformed' });
  });

  test('does not lock out during a rotation: any active secret counts', () => {
    expect(verify({ secrets: ['new', secret] })).toMatchObject({ ok: true });
  });
});

const fixtures = new URL(
  '../../../../shared/specs/stripe/fixtures3-2026-08-21.json',
  import.meta.url,
);
testWhere(existsSync(fixtures))("reads Stripe's own sample of a payment intent", () => {
  const { resources } = JSON.parse(readFileSync(fixtures, 'utf8'));
  expect(paymentIntentSchema.safeParse(resources.payment_intent).error).toBeUndefined();
});
