import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Stripe } from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StripePaymentGateway } from '../payment-gateway/stripe/stripe.ts';
import { StripeClient, stripeVersion } from './stripe-client.ts';
import { StripeTax } from '../tax-calculation/stripe-tax/stripe-tax.ts';

interface Arrived {
  method: string | undefined;
  path: string;
  /** Of the query and the body, decoded. */
  parameters: [string, string][];
  headers: Record<string, string | undefined>;
}

const arrived: Arrived[] = [];
const reply = { statusCode: 200, body: '{}' };
const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    arrived.push(read(incoming, Buffer.concat(chunks).toString()));
    outgoing.writeHead(reply.statusCode).end(reply.body);
  });
});
const reported = ['authorization', 'content-type', 'idempotency-key', 'stripe-version'] as const;

function read({ method, url, headers }: IncomingMessage, body: string): Arrived {
  const { pathname, searchParams } = new URL(url ?? '', 'http://stripe');
  return {
    method,
    path: pathname,
    parameters: [...searchParams, ...new URLSearchParams(body)],
    headers: Object.fromEntries(
      reported.map((name) => [name, headers[name] as string | undefined]),
    ),
  };
}

const secretKey = 'sk_test_1';
let adapter: { baseUrl: string; secretKey: string; timeoutMs: number };
let sdk: Stripe;
let card: StripePaymentGateway;
let tax: StripeTax;
let client: StripeClient;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  adapter = { baseUrl: `http://127.0.0.1:${port}`, secretKey, timeoutMs: 2_000 };
  const telemetry = { telemetry: false, maxNetworkRetries: 0 };
  sdk = new Stripe(secretKey, { host: '127.0.0.1', port, protocol: 'http', ...telemetry });
  card = new StripePaymentGateway(adapter);
  tax = new StripeTax(adapter);
  client = new StripeClient(adapter);
});
afterAll(async () => {
  await Promise.all([card.close(), tax.close(), client.close()]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const idempotencyKey = 'authorize:1';
const money = { amountMinor: 1_250, currency: 'EUR', idempotencyKey };
const awkward = `a b'ü*()!~[x]&=+%"\\`;
const address = { line1: 'Weg 1', city: 'Ort', postalCode: '10115', country: 'DE' };
const wireAddress = { line1: 'Weg 1', city: 'Ort', postal_code: '10115', country: 'DE' };
const behavior = 'exclusive' as const;

const calls: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
  [
    'authorize',
    () =>
      card.authorize({
        ...money,
        reference: awkward,
        paymentMethodToken: 'pm_card_visa',
        captureMethod: 'manual',
        forceChallenge: true,
        returnUrl: 'https://shop/back?x=1&y=ä',
        metadata: { order: 'K-1' },
      }),
    () =>
      sdk.paymentIntents.create(
        {
          amount: 1_250,
          currency: 'eur',
          capture_method: 'manual',
          confirm: true,
          payment_method: 'pm_card_visa',
          allowed_payment_method_types: ['card'],
          payment_method_options: { card: { request_three_d_secure: 'challenge' } },
          return_url: 'https://shop/back?x=1&y=ä',
          metadata: { order: 'K-1', reference: awkward },
          expand: ['latest_charge'],
        },
        { idempotencyKey },
      ),
  ],
  [
    'capture',
    () => card.capture({ ...money, gatewayPaymentId: 'pi_1/../2' }),
    () => sdk.paymentIntents.capture('pi_1/../2', { amount_to_capture: 1_250 }, { idempotencyKey }),
  ],
  [
    'void',
    () => card.void({ gatewayPaymentId: 'pi_1', idempotencyKey }),
    () => sdk.paymentIntents.cancel('pi_1', {}, { idempotencyKey }),
  ],
  [
    'refund',
    () => card.refund({ ...money, gatewayPaymentId: 'pi_1', reason: 'requested_by_customer' }),
    () =>
      sdk.refunds.create(
        { payment_intent: 'pi_1', amount: 1_250, reason: 'requested_by_customer' },
        { idempotencyKey },
      ),
  ],
  [
    'retrieve',
    () => card.find({ gatewayPaymentId: 'pi_1' }),
    () => sdk.paymentIntents.retrieve('pi_1', { expand: ['latest_charge'] }),
  ],
  [
    'search',
    () => card.find({ reference: `a'b\\c` }),
    () =>
      sdk.paymentIntents.search({
        query: String.raw`metadata['reference']:'a\'b\\c'`,
        limit: 10,
        expand: ['data.latest_charge'],
      }),
  ],
  [
    'list',
    () => card.find({ reference: 'a', attemptedAtMs: 1_700_000_000_000 }),
    () =>
      sdk.paymentIntents.list({
        created: { gte: 1_699_999_700, lte: 1_700_000_300 },
        limit: 100,
        expand: ['data.latest_charge'],
      }),
  ],
  [
    'calculate tax',
    () =>
      tax.calculate({
        reference: 'a',
        idempotencyKey,
        currency: 'EUR',
        customerAddress: address,
        shipFromAddress: { ...address, region: 'BE' },
        customerExempt: true,
        lines: ['a', 'b'].map((reference) => ({
          reference,
          amountMinor: 100,
          quantity: 2,
          taxClass: 'txcd_1',
          taxBehavior: behavior,
        })),
        shippingMinor: 0,
      }),
    () =>
      sdk.tax.calculations.create(
        {
          currency: 'eur',
          customer_details: {
            address: wireAddress,
            address_source: 'shipping',
            taxability_override: 'customer_exempt',
          },
          ship_from_details: {
            address: {
              line1: 'Weg 1',
              city: 'Ort',
              state: 'BE',
              postal_code: '10115',
              country: 'DE',
            },
          },
          line_items: ['a', 'b'].map((reference) => ({
            amount: 100,
            quantity: 2,
            reference,
            tax_behavior: behavior,
            tax_code: 'txcd_1',
          })),
          shipping_cost: { amount: 0, tax_behavior: behavior, tax_code: 'txcd_92010001' },
          expand: ['line_items.data.tax_breakdown', 'shipping_cost.tax_breakdown'],
        },
        { idempotencyKey },
      ),
  ],
];

test.each(calls)(
  '%s is on the wire what Stripe’s own client sends',
  async (_name, ours, theirs) => {
    Object.assign(reply, { statusCode: 200, body: '{}' });
    arrived.length = 0;
    await ours();
    await theirs();
    const [own, official] = arrived;
    expect(arrived).toHaveLength(2);
    // Their client names a content type also where there is no content.
    if (official?.method === 'GET') delete official.headers['content-type'];
    if (own?.method === 'GET') delete own.headers['content-type'];
    expect(own).toEqual(official);
    expect(own?.headers['stripe-version']).toBe(stripeVersion);
  },
);

const cardError = { type: 'card_error', code: 'card_declined', message: 'No.' };
test.each<[string, number, unknown, object]>([
  [
    'a refusal',
    402,
    { error: { ...cardError, decline_code: 'lost_card' } },
    { status: 'refused', code: 'card_declined', declineCode: 'lost_card', detail: 'No.' },
  ],
  [
    'a refusal without a code',
    400,
    { error: { type: 'invalid_request_error', code: null } },
    { status: 'refused', code: 'invalid_request_error', detail: '' },
  ],
  [
    'a key in flight',
    409,
    { error: { type: 'idempotency_error', code: 'idempotency_key_in_use' } },
    { reason: 'still_processing', executed: 'maybe' },
  ],
  [
    'a key of another body',
    400,
    { error: { type: 'idempotency_error' } },
    { reason: 'idempotency_conflict', executed: 'maybe' },
  ],
  [
    'an error of no type',
    400,
    { error: { message: 'x' } },
    { reason: 'invalid_answer', executed: 'maybe' },
  ],
  [
    'an error that is a text',
    400,
    { error: 'invalid_request' },
    { reason: 'invalid_answer', executed: 'maybe' },
  ],
  [
    'an error with a code that is none',
    402,
    { error: { ...cardError, code: 7 } },
    { reason: 'invalid_answer', executed: 'maybe' },
  ],
  [
    'an error that calls itself success',
    200,
    { error: cardError },
    { reason: 'invalid_answer', executed: 'maybe' },
  ],
  [
    'a payment under the status of an error',
    404,
    { id: 'pi_1', object: 'payment_intent' },
    { reason: 'invalid_answer', executed: 'maybe' },
  ],
  ['JSON that is no object', 200, 'succeeded', { reason: 'invalid_answer', executed: 'maybe' }],
  ['nothing', 200, undefined, { reason: 'invalid_answer', executed: 'maybe' }],
  [
    'a wrong key',
    401,
    { error: { type: 'invalid_request_error' } },
    { reason: 'unauthorized', executed: 'no' },
  ],
])('%s is judged', async (_name, statusCode, body, expected) => {
  Object.assign(reply, { statusCode, body: JSON.stringify(body) ?? '' });
  const request = { method: 'POST', path: '/v1/refunds', idempotencyKey } as const;
  expect(await client.send(request)).toMatchObject(expected);
});

test('a POST without a key is not repeated, one with a key is', async () => {
  Object.assign(reply, { statusCode: 500, body: '{}' });
  const request = { method: 'POST', path: '/v1/refunds' } as const;
  arrived.length = 0;
  expect(await client.send(request)).toMatchObject({ reason: 'server_error' });
  expect(arrived).toHaveLength(1);
  expect(await client.send({ ...request, idempotencyKey })).toMatchObject({ executed: 'maybe' });
  expect(arrived.length).toBeGreaterThan(2);
});
