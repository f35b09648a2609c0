import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSandbox, type OpenSandbox } from '../sandbox/sandbox-for-tests.ts';
import { PayLaterGateway } from './shop/pay-later.ts';
import {
  authorizeResultSchema,
  captureResultSchema,
  findResultSchema,
  refundResultSchema,
  voidResultSchema,
  type AuthorizeRequest,
  type PaymentGateway,
} from './port.ts';
import { stripe } from './stripe/index.ts';

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

function order(changes: Partial<AuthorizeRequest> = {}): AuthorizeRequest {
  return {
    reference: randomUUID(),
    amountMinor: 4_990,
    currency: 'EUR',
    paymentMethodToken: 'pm_card_visa',
    captureMethod: 'manual',
    forceChallenge: false,
    returnUrl: 'http://127.0.0.1:3000/back',
    idempotencyKey: randomUUID(),
    ...changes,
  };
}

const implementations: [string, () => PaymentGateway][] = [
  ['stripe', () => stripe.inSandbox(sandbox, 3_000)],
  ['the shop’s own', () => new PayLaterGateway()],
];

describe.each(implementations)('%s', (_name, open) => {
  let gateway: PaymentGateway;
  beforeAll(() => {
    gateway = open();
  });
  afterAll(() => gateway.close());

  const authorized = async (request: AuthorizeRequest) => {
    const result = authorizeResultSchema.parse(await gateway.authorize(request));
    if (result.status !== 'authorized') throw new Error(JSON.stringify(result));
    return result;
  };

  test.each([
    ['EUR', 4_990],
    ['JPY', 5_000],
    ['ISK', 1_200],
    ['KWD', 12_340],
  ])('authorizes, captures a part and refunds in %s', async (currency, amountMinor) => {
    const held = await authorized(order({ currency, amountMinor }));
    expect(held).toMatchObject({ authorizedMinor: amountMinor, currency });
    const { gatewayPaymentId } = held;
    const part = amountMinor - 100;
    const captured = await gateway.capture({
      gatewayPaymentId,
      amountMinor: part,
      currency,
      idempotencyKey: randomUUID(),
    });
    expect(captureResultSchema.parse(captured)).toEqual({
      status: 'captured',
      gatewayPaymentId,
      capturedMinor: part,
      currency,
    });
    const refunded = await gateway.refund({
      gatewayPaymentId,
      amountMinor: 100,
      currency,
      idempotencyKey: randomUUID(),
      reason: 'requested_by_customer',
    });
    expect(refundResultSchema.parse(refunded)).toMatchObject({
      status: gateway.authorizationKind === 'promise' ? 'pending' : 'refunded',
      gatewayPaymentId,
      refundedMinor: 100,
      currency,
    });
  });

  test('gives the same answer to the same key and body', async () => {
    const request = order();
    expect(await gateway.authorize(request)).toEqual(await gateway.authorize(request));
    const { gatewayPaymentId } = await authorized(request);
    const refund = {
      gatewayPaymentId,
      amountMinor: 10,
      currency: 'EUR',
      idempotencyKey: randomUUID(),
      reason: 'duplicate' as const,
    };
    const capture = { ...refund, amountMinor: 4_990, idempotencyKey: randomUUID() };
    expect(await gateway.capture(capture)).toEqual(await gateway.capture(capture));
    expect(await gateway.refund(refund)).toEqual(await gateway.refund(refund));
  });

  test('refuses to capture more than was authorized', async () => {
    const { gatewayPaymentId } = await authorized(order());
    const result = await gateway.capture({
      gatewayPaymentId,
      amountMinor: 4_991,
      currency: 'EUR',
      idempotencyKey: randomUUID(),
    });
    expect(result).toMatchObject({ status: 'refused', code: 'amount_too_large' });
  });

  test('voids, also twice', async () => {
    const { gatewayPaymentId } = await authorized(order());
    for (const idempotencyKey of [randomUUID(), randomUUID()]) {
      const result = await gateway.void({ gatewayPaymentId, idempotencyKey });
      expect(voidResultSchema.parse(result)).toEqual({ status: 'voided', gatewayPaymentId });
    }
  });

  test('finds by id, and does not find what is not there', async () => {
    const request = order();
    const { gatewayPaymentId } = await authorized(request);
    const found = findResultSchema.parse(await gateway.find({ gatewayPaymentId }));
    expect(found).toMatchObject({
      status: 'found',
      payment: {
        state: 'authorized',
        reference: request.reference,
        authorizedMinor: 4_990,
        capturedMinor: 0,
        refundedMinor: 0,
        currency: 'EUR',
      },
    });
    for (const missing of [{ reference: randomUUID() }, { gatewayPaymentId: 'pi_missing' }]) {
      expect(await gateway.find(missing)).toEqual({ status: 'not_found' });
    }
  });

  test('answers for an unknown id with a refusal', async () => {
    const common = { gatewayPaymentId: 'pi_missing', idempotencyKey: randomUUID() };
    expect(await gateway.void(common)).toMatchObject({ code: 'resource_missing' });
    const money = { ...common, amountMinor: 1, currency: 'EUR' };
    expect(await gateway.capture({ ...money, idempotencyKey: randomUUID() })).toMatchObject({
      status: 'refused',
      code: 'resource_missing',
    });
  });
});
