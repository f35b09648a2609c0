import { fromStripeAmount, stripeStepOf, toStripeAmount } from './stripe-amount.ts';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { certificateOf } from '../../exchange/certificate-for-tests.ts';
import { openSandbox, type Json, type OpenSandbox } from '../../sandbox/sandbox-for-tests.ts';
import type { AuthorizeRequest, PaymentGateway } from '../port.ts';
import { stripe } from './index.ts';
import { StripePaymentGateway } from './stripe.ts';

let sandbox: OpenSandbox;
let gateway: PaymentGateway;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());
afterEach(async () => {
  await sandbox.clearFaults();
  await gateway.close();
});

const open = (timeoutMs = 2_000): PaymentGateway =>
  (gateway = stripe.inSandbox(sandbox, timeoutMs));

function order(paymentMethodToken = 'pm_card_visa'): AuthorizeRequest {
  return {
    reference: randomUUID(),
    amountMinor: 2_500,
    currency: 'EUR',
    paymentMethodToken,
    captureMethod: 'manual',
    forceChallenge: false,
    returnUrl: 'http://127.0.0.1:3000/back',
    idempotencyKey: randomUUID(),
  };
}

const paymentsOf = async (reference: string): Promise<Json[]> =>
  (await sandbox.book('payments')).filter((entry: Json) => entry.metadata.reference === reference);

test.each([
  ['pm_card_visa_chargeDeclined', 'generic_decline'],
  ['pm_card_visa_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
  ['pm_card_nonsense', 'resource_missing'],
  ['pm_card_constructor', 'resource_missing'],
])('%s is declined with %s', async (token, declineCode) => {
  const result = await open().authorize(order(token));
  expect(result).toMatchObject({ status: 'declined', declineCode });
});

test.each([
  ['ISK', 1_200, 120_000],
  ['UGX', 1_200, 120_000],
  ['HUF', 1_990, 199_000],
  ['IDR', 15_000, 1_500_000],
  ['MGA', 1_200, 1_200],
  ['JPY', 1_200, 1_200],
  ['KWD', 1_230, 1_230],
  ['EUR', 1_999, 1_999],
])('%s %i is sent in the unit Stripe counts in', async (currency, amountMinor, amount) => {
  const request = { ...order(), currency, amountMinor };
  expect(await open().authorize(request)).toMatchObject({ authorizedMinor: amountMinor });
  expect(await paymentsOf(request.reference)).toMatchObject([{ amount }]);
});

test.each(['KWD', 'BHD', 'JOD', 'OMR', 'TND'])(
  'an amount of %s that does not end in 0 is declined and never sent',
  async (currency) => {
    const request = { ...order(), currency, amountMinor: 1_234 };
    const gateway = open();
    expect(gateway.amounts.stepOf(currency)).toBe(10);
    expect(await gateway.authorize(request)).toMatchObject({ declineCode: 'amount_not_supported' });
    expect(await paymentsOf(request.reference)).toEqual([]);
  },
);

test('every currency goes to Stripe in its own unit and comes back the same', () => {
  for (const currency of Intl.supportedValuesOf('currency')) {
    const amountMinor = 7_000 * stripeStepOf(currency);
    const amount = toStripeAmount(amountMinor, currency)!;
    expect([currency, fromStripeAmount(amount, currency)]).toEqual([currency, amountMinor]);
    const { maximumFractionDigits } = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
    }).resolvedOptions();
    const shown = amountMinor / 10 ** maximumFractionDigits!;
    expect([currency, amount / 10 ** decimalsAtStripe(currency)]).toEqual([currency, shown]);
  }
});

/** As its page on currencies says. */
function decimalsAtStripe(currency: string): number {
  if (/BHD|IQD|JOD|KWD|LYD|OMR|TND/.test(currency)) return 3;
  return /BIF|CLP|DJF|GNF|JPY|KMF|KRW|MGA|PYG|RWF|VND|VUV|XAF|XOF|XPF/.test(currency) ? 0 : 2;
}

describe('3-D Secure', () => {
  const challenge = async (request: AuthorizeRequest) => {
    const result = await open().authorize(request);
    if (result.status !== 'requires_action') throw new Error(JSON.stringify(result));
    return result;
  };
  const answer = (url: string, outcome: string) =>
    sandbox.send('POST', new URL(url).pathname, { outcome });

  test.each(['pm_card_authenticationRequired', 'pm_card_threeDSecure2Required'])(
    '%s asks for it, and is authorized when completed',
    async (token) => {
      const request = order(token);
      const { gatewayPaymentId, nextAction } = await challenge(request);
      expect(await gateway.authorize(request)).toMatchObject({ status: 'requires_action' });
      const { json } = await answer(nextAction.url, 'complete');
      expect(json.returnUrl).toContain('redirect_status=succeeded');
      const found = await gateway.find({ gatewayPaymentId });
      expect(found).toMatchObject({ payment: { state: 'authorized', authorizedMinor: 2_500 } });
    },
  );

  test('is forced when asked for, and fails when the person fails', async () => {
    const { gatewayPaymentId, nextAction } = await challenge({ ...order(), forceChallenge: true });
    await answer(nextAction.url, 'fail');
    expect(await gateway.find({ gatewayPaymentId })).toMatchObject({
      payment: { state: 'declined', declineCode: 'payment_intent_authentication_failure' },
    });
    expect((await answer(nextAction.url, 'complete')).statusCode).toBe(409);
  });

  test('can be voided while it waits, and is over then', async () => {
    const { gatewayPaymentId, nextAction } = await challenge({ ...order(), forceChallenge: true });
    const voided = await gateway.void({ gatewayPaymentId, idempotencyKey: randomUUID() });
    expect(voided.status).toBe('voided');
    expect((await answer(nextAction.url, 'complete')).statusCode).toBe(409);
  });
});

describe('idempotency', () => {
  test('a key with another body is a conflict, and nothing is charged', async () => {
    const request = order();
    await open().authorize(request);
    const result = await gateway.authorize({ ...request, amountMinor: 2_600 });
    expect(result).toMatchObject({ status: 'unknown', reason: 'idempotency_conflict' });
    expect(await paymentsOf(request.reference)).toHaveLength(1);
  });

  test('a key in flight is still processing; many at once make one payment', async () => {
    await sandbox.fault({ system: 'payment', operation: 'authorize', kind: 'delay', delayMs: 300 });
    const request = order();
    open();
    const results = await Promise.all(Array.from({ length: 5 }, () => gateway.authorize(request)));
    const reasons = results.map((result) =>
      result.status === 'unknown' ? result.reason : result.status,
    );
    expect(reasons.filter((reason) => reason === 'authorized')).toHaveLength(1);
    expect(reasons.filter((reason) => reason === 'still_processing')).toHaveLength(4);
    expect(await paymentsOf(request.reference)).toHaveLength(1);
  });

  test('a decline is replayed as the same decline', async () => {
    const request = order('pm_card_visa_chargeDeclined');
    expect(await open().authorize(request)).toEqual(await gateway.authorize(request));
    expect(await paymentsOf(request.reference)).toHaveLength(1);
  });
});

describe('a gateway that lies or fails', () => {
  test.each([
    ['html', 'invalid_answer'],
    ['truncated', 'invalid_answer'],
    ['other_amount', 'amount_mismatch'],
    ['other_currency', 'currency_mismatch'],
    ['unknown_status', 'invalid_answer'],
  ] as const)('%s is unknown for %s, on every operation', async (kind, reason) => {
    const { gatewayPaymentId } = (await open().authorize(order())) as { gatewayPaymentId: string };
    const money = { gatewayPaymentId, amountMinor: 2_500, currency: 'EUR' };
    await sandbox.fault({ system: 'payment', kind });
    const lies = [
      await gateway.authorize(order()),
      await gateway.capture({ ...money, idempotencyKey: randomUUID() }),
      await gateway.refund({ ...money, idempotencyKey: randomUUID(), reason: 'duplicate' }),
    ];
    for (const lie of lies) {
      expect(lie).toMatchObject({ status: 'unknown', reason, executed: 'maybe' });
    }
  });

  test('an answer lost after executing is retried with the key, and charged once', async () => {
    await sandbox.fault({
      system: 'payment',
      operation: 'authorize',
      kind: 'lost_answer',
      times: 1,
    });
    const request = order();
    expect(await open().authorize(request)).toMatchObject({ status: 'authorized' });
    expect(await paymentsOf(request.reference)).toHaveLength(1);
  });

  test('an answer that stays lost is unknown, and found by reference in list and search', async () => {
    await sandbox.fault({ system: 'payment', operation: 'authorize', kind: 'lost_answer' });
    const request = order();
    const result = await open().authorize(request);
    expect(result).toMatchObject({ reason: 'connection_lost', executed: 'maybe' });
    const { reference } = request;
    for (const query of [{ reference }, { reference, attemptedAtMs: Date.now() }]) {
      const found = await gateway.find(query);
      expect(found).toMatchObject({ status: 'found', payment: { reference, state: 'authorized' } });
    }
  });

  test('the deadline holds over all retries', async () => {
    await sandbox.fault({ system: 'payment', kind: 'delay', delayMs: 60_000 });
    const startMs = performance.now();
    const result = await open(300).authorize(order());
    expect(result).toMatchObject({ status: 'unknown', reason: 'timeout', executed: 'maybe' });
    expect(performance.now() - startMs).toBeLessThan(30_000);
  });

  test('a burst of 429 is retried after what Retry-After says, not before', async () => {
    const status = { kind: 'status', statusCode: 429, retryAfterSeconds: 1, times: 1 } as const;
    await sandbox.fault({ system: 'payment', operation: 'authorize', ...status });
    const startMs = performance.now();
    expect(await open(4_000).authorize(order())).toMatchObject({ status: 'authorized' });
    expect(performance.now() - startMs).toBeGreaterThan(1_000);
  });

  test('a rest longer than the deadline is not waited for', async () => {
    const status = { kind: 'status', statusCode: 429, retryAfterSeconds: 30, times: 1 } as const;
    await sandbox.fault({ system: 'payment', operation: 'authorize', ...status });
    const startMs = performance.now();
    const result = await open(25_000).authorize(order());
    expect(result).toMatchObject({ reason: 'rate_limited', executed: 'no', retryAfterMs: 30_000 });
    expect(performance.now() - startMs).toBeLessThan(20_000);
  });

  test('while the provider asks for a rest, nothing else is sent to it either', async () => {
    const status = { kind: 'status', statusCode: 429, retryAfterSeconds: 2, times: 1 } as const;
    await sandbox.fault({ system: 'payment', operation: 'authorize', ...status });
    open(1_000);
    await gateway.authorize(order());
    const sent = async () => (await sandbox.calls())['payment.authorize'];
    const before = await sent();
    for (let time = 0; time < 10; time += 1) {
      expect(await gateway.authorize(order())).toMatchObject({
        reason: 'rate_limited',
        executed: 'no',
      });
    }
    expect(await sent()).toBe(before);
    await sandbox.until(async () =>
      (await gateway.authorize(order())).status === 'authorized' ? true : undefined,
    );
  });

  test('nobody is asked longer than the caller itself has time', async () => {
    await sandbox.fault({ system: 'payment', kind: 'delay', delayMs: 60_000 });
    const startMs = performance.now();
    const deadlineMs = Date.now() + 300;
    const result = await open(50_000).authorize(order(), { deadlineMs });
    expect(result).toMatchObject({ status: 'unknown', reason: 'timeout', executed: 'maybe' });
    expect(performance.now() - startMs).toBeLessThan(30_000);
    const late = await gateway.authorize(order(), { deadlineMs: Date.now() - 1 });
    expect(late).toMatchObject({ reason: 'timeout', executed: 'no' });
  });

  test('500s open the breaker, and retries add little', async () => {
    await sandbox.fault({ system: 'payment', operation: 'find', kind: 'status', statusCode: 500 });
    const before = (await sandbox.calls())['payment.find'] ?? 0;
    open();
    const reasons = [];
    for (let call = 0; call < 30; call += 1) {
      const result = await gateway.find({ gatewayPaymentId: 'pi_x' });
      reasons.push(result.status === 'unknown' && result.reason);
    }
    expect(reasons[0]).toBe('server_error');
    expect(reasons).toContain('breaker_open');
    expect((await sandbox.calls())['payment.find'] - before).toBeLessThan(20);
  });

  test('while one call finds out whether a silent provider is back, nobody waits behind it', async () => {
    await sandbox.fault({ system: 'payment', operation: 'find', kind: 'half_open' });
    open(1_000);
    const ask = () => gateway.find({ gatewayPaymentId: 'pi_x' });
    await Promise.all(Array.from({ length: 8 }, ask));
    expect(await ask()).toMatchObject({ reason: 'breaker_open' });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    let probed = false;
    const probe = ask().finally(() => {
      probed = true;
    });
    expect(await ask()).toMatchObject({ reason: 'breaker_open', executed: 'no' });
    expect(probed).toBe(false);
    expect(await probe).toMatchObject({ reason: 'timeout' });
  });

  test('nobody there is certainly not executed', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    gateway = stripe.inSandbox({ ...sandbox, httpUrl: `http://127.0.0.1:${port}` }, 1_000);
    expect(await gateway.authorize(order())).toMatchObject({
      reason: 'connection_failed',
      executed: 'no',
    });
  });

  test('a certificate that ran out is said as such, and nothing was executed', async () => {
    const server = createTlsServer(certificateOf('127.0.0.1', '230101000000Z'));
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    gateway = stripe.inSandbox({ ...sandbox, httpUrl: `https://127.0.0.1:${port}` }, 10_000);
    expect(await gateway.authorize(order())).toMatchObject({
      reason: 'untrusted',
      executed: 'no',
      detail: expect.stringMatching(/CERT/),
    });
    await new Promise((resolve) => server.close(resolve));
  });

  test('a wrong key and an aborted call are said as such', async () => {
    gateway = new StripePaymentGateway({
      baseUrl: sandbox.httpUrl,
      secretKey: `not-${sandbox.keys.paymentSecretKey}`,
      timeoutMs: 1_000,
    });
    expect(await gateway.authorize(order())).toMatchObject({ reason: 'unauthorized' });
    const signal = AbortSignal.abort();
    expect(await gateway.authorize(order(), { signal })).toMatchObject({ reason: 'aborted' });
  });
});
