import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { minFraud } from './fraud-detection/minfraud/index.ts';
import { assessResultSchema } from './fraud-detection/port.ts';
import * as payments from './payment-gateway/port.ts';
import { stripe } from './payment-gateway/stripe/index.ts';
import type { SandboxAddress } from './exchange/sandbox-keys.ts';
import * as parcels from './shipping-provider/port.ts';
import { shipEngine } from './shipping-provider/shipengine/index.ts';
import { findSmsResultSchema, sendSmsResultSchema } from './sms/port.ts';
import { twilio } from './sms/twilio/index.ts';
import { calculateTaxResultSchema } from './tax-calculation/port.ts';
import { stripeTax } from './tax-calculation/stripe-tax/index.ts';

export interface Reported {
  readonly status: string;
  readonly executed?: string;
}

/** A question to a vendor by its production adapter, about something that the sandbox has. */
export interface VendorCall {
  /** Makes in the sandbox what is asked about. */
  readonly prepare: (sandbox: SandboxAddress) => Promise<(at: SandboxAddress) => Asked>;
  readonly schema: z.ZodType;
  /** An answer of 200 that is not understood may be of something that was done. */
  readonly writes: boolean;
  /** How the vendor itself says no, and what is then told. */
  readonly ownNo: string;
  readonly refused: string;
  /** Of the result, as `a.b`: what may be missing, since the vendor need not say it. */
  readonly mayBeMissing?: RegExp;
  /** Of the answer: what must be as it was asked for, or else nothing of it is believed. */
  readonly mustAgree?: RegExp;
  /** Of the answer: with another word here it speaks of something else, or says something else. */
  readonly saysOther?: RegExp;
}

export interface Asked {
  ask(): Promise<Reported>;
  close(): Promise<void>;
}

const stripeNo = JSON.stringify({ error: { type: 'invalid_request_error', message: 'no' } });
const carrierNo = JSON.stringify({ errors: [{ error_code: 'unspecified', message: 'no' }] });
const timeoutMs = 20_000;
const money = { amountMinor: 1_000, currency: 'EUR' };
const address = { name: 'Ana', line1: 'Weg 1', city: 'Ort', postalCode: '10115', country: 'DE' };

type Open<Port> = (at: SandboxAddress, timeoutMs: number) => Port;

/** How a call of this port is prepared and asked. */
function asked<Port extends { close(): Promise<void> }, Request>(
  open: Open<Port>,
  make: (port: Port) => Promise<Request>,
  ask: (port: Port, request: Request) => Promise<Reported>,
): VendorCall['prepare'] {
  return async (sandbox) => {
    const own = open(sandbox, timeoutMs);
    const request = await make(own);
    await own.close();
    return (at) => {
      const port = open(at, timeoutMs);
      return { ask: () => ask(port, request), close: () => port.close() };
    };
  };
}

type Gateway = payments.PaymentGateway;
type Carrier = parcels.ShippingProvider;

function authorization(): payments.AuthorizeRequest {
  return {
    ...money,
    reference: randomUUID(),
    captureMethod: 'manual',
    paymentMethodToken: 'pm_card_visa',
    returnUrl: 'http://127.0.0.1/back',
    forceChallenge: false,
    idempotencyKey: randomUUID(),
    metadata: {},
  };
}

async function authorized(gateway: Gateway) {
  const request = authorization();
  const held = await gateway.authorize(request);
  if (held.status !== 'authorized') throw new Error(JSON.stringify(held));
  const { gatewayPaymentId } = held;
  return { reference: request.reference, gatewayPaymentId, ...money, idempotencyKey: randomUUID() };
}

async function captured(gateway: Gateway) {
  const request = await authorized(gateway);
  const { status } = await gateway.capture(request);
  if (status !== 'captured') throw new Error(status);
  return { ...request, idempotencyKey: randomUUID(), reason: 'requested_by_customer' as const };
}

async function refunded(gateway: Gateway) {
  const request = await captured(gateway);
  const { status } = await gateway.refund({ ...request, amountMinor: 400, reference: 'r' });
  if (status !== 'refunded') throw new Error(status);
  return request;
}

function payment<Request>(
  schema: z.ZodType,
  [writes, refused]: [writes: boolean, refused: string],
  make: (gateway: Gateway) => Promise<Request>,
  ask: (gateway: Gateway, request: Request) => Promise<Reported>,
): VendorCall {
  const prepare = asked<Gateway, Request>(stripe.inSandbox, make, ask);
  const mayBeMissing = /^expiresAt$|reference$|declineCode$/;
  const saysOther = /^data\.\d+\.metadata/;
  return { prepare, schema, writes, ownNo: stripeNo, refused, mayBeMissing, saysOther };
}

function label(): parcels.PurchaseLabelRequest {
  return {
    externalShipmentId: randomUUID(),
    serviceCode: 'sandbox_standard',
    shipFrom: { ...address, phone: '+4930123456' },
    shipTo: address,
    parcels: [{ weightGrams: 1_250 }],
    idempotencyKey: randomUUID(),
  };
}

async function purchased(carrier: Carrier) {
  const request = label();
  const bought = await carrier.purchaseLabel(request);
  if (bought.status !== 'purchased') throw new Error(JSON.stringify(bought));
  return { ...request, ...bought.label, externalShipmentId: request.externalShipmentId };
}

function parcel<Request>(
  schema: z.ZodType,
  [writes, refused]: [writes: boolean, refused: string],
  make: (carrier: Carrier) => Promise<Request>,
  ask: (carrier: Carrier, request: Request) => Promise<Reported>,
): VendorCall {
  const prepare = asked<Carrier, Request>(shipEngine.inSandbox, make, ask);
  const mayBeMissing = /Url$|At$|Days$|city$|country$|description$|tracking.carrierCode$/;
  const saysOther = /status_code$|status_detail_code$|error_code$/;
  return { prepare, schema, writes, ownNo: carrierNo, refused, mayBeMissing, saysOther };
}

const text = { to: '+4915112345678', from: '+4930123456', body: 'a text' };

/** What must be as it was asked for. */
const agreeing = (mustAgree: RegExp, call: VendorCall): VendorCall => ({ ...call, mustAgree });

export const vendorCalls: Readonly<Record<string, VendorCall>> = {
  authorize: agreeing(
    /^amount$|^amount_capturable$|^currency$|^metadata\.reference$/,
    payment(
      payments.authorizeResultSchema,
      [true, 'declined'],
      async () => authorization(),
      (gateway, request) => gateway.authorize(request),
    ),
  ),
  'authorize with a challenge': agreeing(
    /^amount$|^currency$|^metadata\.reference$/,
    payment(
      payments.authorizeResultSchema,
      [true, 'declined'],
      async () => ({ ...authorization(), forceChallenge: true }),
      (gateway, request) => gateway.authorize(request),
    ),
  ),
  capture: agreeing(
    /^id$|^amount_received$|^currency$|^status$/,
    payment(payments.captureResultSchema, [true, 'refused'], authorized, (gateway, request) =>
      gateway.capture(request),
    ),
  ),
  void: agreeing(
    /^id$|^status$/,
    payment(payments.voidResultSchema, [true, 'refused'], authorized, (gateway, request) =>
      gateway.void(request),
    ),
  ),
  refund: agreeing(
    /^payment_intent$|^amount$|^currency$/,
    payment(payments.refundResultSchema, [true, 'refused'], captured, (gateway, request) =>
      gateway.refund(request),
    ),
  ),
  find: agreeing(
    /^id$/,
    payment(
      payments.findResultSchema,
      [false, 'unknown'],
      refunded,
      (gateway, { gatewayPaymentId }) => gateway.find({ gatewayPaymentId }),
    ),
  ),
  'find in the list': payment(
    payments.findResultSchema,
    [false, 'unknown'],
    async (gateway) => ({ ...(await refunded(gateway)), attemptedAtMs: Date.now() }),
    (gateway, { reference, attemptedAtMs }) => gateway.find({ reference, attemptedAtMs }),
  ),
  'find by search': payment(
    payments.findResultSchema,
    [false, 'unknown'],
    refunded,
    (gateway, { reference }) => gateway.find({ reference }),
  ),
  listRefunds: agreeing(
    /^data\.\d+\.payment_intent$/,
    payment(payments.listRefundsResultSchema, [false, 'unknown'], refunded, (gateway, request) =>
      gateway.listRefunds(request),
    ),
  ),
  quoteRates: parcel(
    parcels.quoteRatesResultSchema,
    [false, 'refused'],
    async () => ({ ...label(), currency: 'EUR' }),
    (carrier, request) => carrier.quoteRates(request),
  ),
  purchaseLabel: agreeing(
    /^external_shipment_id$/,
    parcel(
      parcels.purchaseLabelResultSchema,
      [true, 'refused'],
      async () => label(),
      (carrier, request) => carrier.purchaseLabel(request),
    ),
  ),
  'purchaseLabel again': agreeing(
    /^external_shipment_id$/,
    parcel(parcels.purchaseLabelResultSchema, [true, 'refused'], purchased, (carrier, request) =>
      carrier.purchaseLabel({ ...request, idempotencyKey: 'other' }),
    ),
  ),
  voidLabel: parcel(
    parcels.voidLabelResultSchema,
    [true, 'refused'],
    purchased,
    (carrier, request) => carrier.voidLabel(request),
  ),
  findLabel: agreeing(
    /^external_shipment_id$/,
    parcel(parcels.findLabelResultSchema, [false, 'unknown'], purchased, (carrier, request) =>
      carrier.findLabel(request),
    ),
  ),
  track: agreeing(
    /^tracking_number$/,
    parcel(parcels.trackResultSchema, [false, 'unknown'], purchased, (carrier, request) =>
      carrier.track(request),
    ),
  ),
  calculate: {
    schema: calculateTaxResultSchema,
    writes: false,
    ownNo: stripeNo,
    refused: 'refused',
    mustAgree: /^currency$|^amount_total$|data\.\d+\.amount$|reference$|^shipping_cost\.amount$/,
    mayBeMissing: /calculationId$|taxType$|ratePercent$/,
    prepare: asked(
      stripeTax.inSandbox,
      async () => ({
        reference: 'r',
        currency: 'EUR',
        customerAddress: address,
        lines: [
          {
            reference: 'a',
            amountMinor: 10_000,
            quantity: 2,
            taxClass: 'standard',
            taxBehavior: 'exclusive' as const,
          },
        ],
        shippingMinor: 500,
      }),
      (tax, request) => tax.calculate(request),
    ),
  },
  assess: {
    schema: assessResultSchema,
    writes: false,
    ownNo: JSON.stringify({ code: 'INSUFFICIENT_FUNDS', error: 'no' }),
    refused: 'unknown',
    mayBeMissing: /^reasons/,
    prepare: asked(
      minFraud.inSandbox,
      async () => ({
        transactionId: 't',
        event: 'login' as const,
        ipAddress: '192.0.2.1',
        idempotencyKey: randomUUID(),
      }),
      (fraud, request) => fraud.assess(request),
    ),
  },
  'send a text': {
    schema: sendSmsResultSchema,
    writes: true,
    mustAgree: /^to$/,
    ownNo: JSON.stringify({ code: 21_610, message: 'no' }),
    refused: 'rejected',
    prepare: asked(
      twilio.inSandbox,
      async () => ({ ...text, idempotencyKey: randomUUID() }),
      (sms, request) => sms.send(request),
    ),
  },
  'find a text': {
    schema: findSmsResultSchema,
    writes: false,
    ownNo: JSON.stringify({ code: 20_003, message: 'no' }),
    refused: 'unknown',
    saysOther: /^messages\.\d+\.(?:to|body|status)$/,
    prepare: asked(
      twilio.inSandbox,
      async (sms) => {
        await sms.send({ ...text, idempotencyKey: randomUUID() });
        return { ...text, since: new Date(Date.now() - 60_000).toISOString() };
      },
      (sms, request) => sms.find(request),
    ),
  },
};
