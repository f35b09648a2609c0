import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from 'undici';
import { openSandbox, type Json, type OpenSandbox } from './sandbox-for-tests.ts';

/** Vendors' own files are not part of the project: where they are not there, these tests do not exist. */
const testWhere = (there: boolean) => (there ? test : () => {});

const specs = new URL('../../../shared/specs/', import.meta.url);
const stripeFixtures = new URL('stripe/fixtures3-2026-08-21.json', specs);
const resources = existsSync(stripeFixtures)
  ? JSON.parse(readFileSync(stripeFixtures, 'utf8')).resources
  : undefined;
const shipEngine = new URL('shipengine/openapi.yaml', specs);

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

async function stripe(path: string, form: Record<string, string>, key: string): Promise<Json> {
  const response = await request(sandbox.httpUrl + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
  });
  return response.body.json();
}

const cardPayment = {
  amount: '1000',
  currency: 'eur',
  capture_method: 'manual',
  confirm: 'true',
  payment_method: 'pm_card_visa',
  return_url: 'http://127.0.0.1/back',
};

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);

/** Names and kinds of ours that the vendor's own sample does not have. `null` tells nothing. */
function foreign(ours: Json, theirs: Json): string[] {
  return Object.entries(ours)
    .filter(([name, value]) => {
      if (!(name in theirs)) return true;
      if (value === null || theirs[name] === null) return false;
      return kindOf(value) !== kindOf(theirs[name]);
    })
    .map(([name]) => name);
}

test('a payment says what Stripe’s reference promises of every PaymentIntent', async () => {
  const intent = await stripe('/v1/payment_intents', cardPayment, sandbox.keys.paymentSecretKey);
  expect(intent).toMatchObject({
    id: expect.stringMatching(/^pi_/),
    object: 'payment_intent',
    amount: 1000,
    amount_capturable: 1000,
    amount_received: 0,
    capture_method: 'manual',
    client_secret: expect.stringContaining(`${intent.id}_secret_`),
    created: expect.any(Number),
    currency: 'eur',
    livemode: false,
    metadata: {},
    status: 'requires_capture',
  });
});

testWhere(resources !== undefined)(
  'payments, charges and refunds have Stripe’s shape',
  async () => {
    const key = sandbox.keys.paymentSecretKey;
    const intent = await stripe(
      '/v1/payment_intents',
      {
        ...cardPayment,
        'expand[0]': 'latest_charge',
      },
      key,
    );
    const { latest_charge: charge, ...plain } = intent;
    expect(foreign(plain, resources.payment_intent)).toEqual([]);
    expect(foreign(charge, resources.charge)).toEqual([]);
    await stripe(`/v1/payment_intents/${intent.id}/capture`, {}, key);
    const refund = await stripe('/v1/refunds', { payment_intent: intent.id }, key);
    expect(foreign(refund, resources.refund)).toEqual([]);
    const [webhook] = await sandbox.book('webhooks');
    expect(foreign(JSON.parse(webhook.body), resources.event)).toEqual([]);
  },
);

testWhere(resources !== undefined)('tax calculations have Stripe’s shape', async () => {
  const calculation = await stripe(
    '/v1/tax/calculations',
    {
      currency: 'eur',
      'customer_details[address][country]': 'DE',
      'line_items[0][amount]': '1000',
      'line_items[0][reference]': 'a',
      'line_items[0][tax_code]': 'txcd_99999999',
      'shipping_cost[amount]': '300',
    },
    sandbox.keys.taxSecretKey,
  );
  const { line_items: lines, shipping_cost: shipping, ...plain } = calculation;
  expect(foreign(plain, resources['tax.calculation'])).toEqual([]);
  const { tax_breakdown: shares, ...line } = lines.data[0];
  expect(shares).toHaveLength(1);
  expect(foreign(line, resources['tax.calculation_line_item'])).toEqual([]);
  const { tax_breakdown: _shares, ...cost } = shipping;
  expect(foreign(cost, resources['tax.calculation'].shipping_cost)).toEqual([]);
});

testWhere(existsSync(shipEngine))(
  'labels, rates and tracking have ShipEngine’s names',
  async () => {
    const names = new Set(
      [...readFileSync(shipEngine, 'utf8').matchAll(/^ +(\w+):$/gm)].map((match) => match[1]),
    );
    const headers = {
      'api-key': sandbox.keys.carrierApiKey,
      'content-type': 'application/json',
    };
    const address = {
      name: 'Ana',
      phone: '+4930123456',
      state_province: 'Ort',
      address_line1: 'Weg 1',
      city_locality: 'Ort',
      postal_code: '1',
      country_code: 'DE',
    };
    const packages = [{ weight: { value: 1, unit: 'kilogram' } }];
    const shipment = { ship_from: address, ship_to: address, packages };
    const call = async (method: 'GET' | 'POST', path: string, body?: object): Promise<Json> => {
      const content = body === undefined ? null : JSON.stringify(body);
      const options = { method, headers, body: content };
      return (await request(sandbox.httpUrl + path, options)).body.json();
    };
    const rates = await call('POST', '/v1/rates', {
      shipment,
      rate_options: { carrier_ids: ['se-100'] },
    });
    const label = await call('POST', '/v1/labels', {
      shipment: { ...shipment, carrier_id: 'se-100', service_code: 'sandbox_standard' },
    });
    await sandbox.send('POST', '/sandbox/control/parcels', { advance: label.label_id });
    const query = `carrier_code=sandbox_post&tracking_number=${label.tracking_number}`;
    const tracking = await call('GET', `/v1/tracking?${query}`);
    const rate = rates.rate_response.rates[0];
    expect(rate.service_code).toBe('sandbox_standard');
    expect(tracking.events).toHaveLength(1);
    for (const shape of [rates, rates.rate_response, rate, label, tracking, tracking.events[0]]) {
      expect(Object.keys(shape).filter((name) => !names.has(name))).toEqual([]);
    }
  },
);

testWhere(resources !== undefined)('balance and payouts have Stripe’s shape', async () => {
  const key = sandbox.keys.paymentSecretKey;
  const intent = await stripe('/v1/payment_intents', cardPayment, key);
  await stripe(`/v1/payment_intents/${intent.id}/capture`, {}, key);
  const { payouts } = (await sandbox.send('POST', '/sandbox/control/payouts', {})).json;
  const [{ id }] = payouts;
  const headers = { authorization: `Bearer ${key}` };
  const get = async (path: string): Promise<Json> =>
    (await request(sandbox.httpUrl + path, { headers })).body.json();
  const lines = await get(`/v1/balance_transactions?payout=${id}`);
  expect(lines.data.length).toBeGreaterThan(1);
  for (const line of lines.data) expect(foreign(line, resources.balance_transaction)).toEqual([]);
  expect(foreign(await get(`/v1/payouts/${id}`), resources.payout)).toEqual([]);
  expect(foreign(await get('/v1/balance'), resources.balance)).toEqual([]);
});
