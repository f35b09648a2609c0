import { afterAll, beforeAll, expect, test } from 'vitest';
import { request } from 'undici';
import { sandboxDefaults } from '#external/exchange/sandbox-keys.ts';
import { stripeWebhookTypes } from '#external/payment-gateway/stripe/stripe-webhook.ts';
import { openSandbox, type Json, type OpenSandbox } from '#external/sandbox/sandbox-for-tests.ts';
import { stripeForm, type FormParameters } from '#external/stripe/stripe-form.ts';
import { ExchangeCheck, readExchanges, vendorFilesAreThere } from './check-exchanges.ts';

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

async function send(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  headers: Record<string, string>,
  body: string | null,
): Promise<Json> {
  const response = await request(sandbox.httpUrl + path, { method, headers, body });
  return JSON.parse(await response.body.text());
}

const form = 'application/x-www-form-urlencoded';

function stripe(path: string, reported: FormParameters, method: 'GET' | 'POST' = 'POST') {
  const { paymentSecretKey, taxSecretKey } = sandbox.keys;
  const key = path.startsWith('/v1/tax') ? taxSecretKey : paymentSecretKey;
  const headers = { authorization: `Bearer ${key}`, 'content-type': form };
  const text = stripeForm(reported);
  return method === 'GET'
    ? send('GET', `${path}?${text}`, headers, null)
    : send('POST', path, headers, text);
}

const control = async (what: string, body: object): Promise<Json> =>
  (await sandbox.send('POST', `/sandbox/control/${what}`, body)).json;

const pay = (payment_method: string, more: FormParameters = {}): Promise<Json> =>
  stripe('/v1/payment_intents', {
    amount: 1000,
    currency: 'eur',
    capture_method: 'manual',
    confirm: true,
    payment_method,
    return_url: 'http://127.0.0.1/back',
    metadata: { reference: payment_method },
    expand: ['latest_charge'],
    ...more,
  });

async function captured(payment_method = 'pm_card_visa'): Promise<string> {
  const { id } = await pay(payment_method);
  await stripe(`/v1/payment_intents/${id}/capture`, { amount_to_capture: 1000 });
  return id;
}

/** What came in is paid out, and a payout comes back and is paid out again. */
async function payOut(): Promise<void> {
  const { payouts } = await control('payouts', { status: 'in_transit' });
  const [{ id: payoutId }] = payouts;
  await control('payouts', { payoutId, status: 'paid' });
  await control('payouts', { payoutId, status: 'failed' });
  await control('balance', { type: 'stripe_fee', amount: -200, currency: 'eur' });
  const again = await control('payouts', { status: 'in_transit' });
  await control('payouts', { payoutId: again.payouts[0].id, status: 'canceled' });
  const expand = ['data.source'];
  await stripe('/v1/balance', {}, 'GET');
  for (const more of [{}, { expand }, { payout: payoutId, expand }, { created: { gte: 1 } }]) {
    const { data } = await stripe('/v1/balance_transactions', { limit: 100, ...more }, 'GET');
    expect(data.length).toBeGreaterThan(2);
    await stripe(`/v1/balance_transactions/${data[0].id}`, { expand: ['source'] }, 'GET');
  }
  await stripe('/v1/payouts', { expand: ['data.balance_transaction'] }, 'GET');
  await stripe(`/v1/payouts/${payoutId}`, {}, 'GET');
}

/** One that somebody pays on, and one that ends before. */
async function openPages(): Promise<void> {
  for (const isPaid of [true, false]) {
    const price_data = { currency: 'eur', unit_amount: 1_000, product_data: { name: 'K-1' } };
    const { id, url } = await stripe('/v1/checkout/sessions', {
      mode: 'payment',
      success_url: 'http://127.0.0.1:1/back',
      line_items: [{ quantity: 1, price_data }],
      payment_intent_data: { capture_method: 'manual' },
    });
    if (isPaid) {
      const card = { number: '4242424242424242', expiry: '12/40', cvc: '123' };
      await fetch(url, { method: 'POST', body: new URLSearchParams(card), redirect: 'manual' });
    } else await stripe(`/v1/checkout/sessions/${id}/expire`, {});
    const expand = ['payment_intent.latest_charge'];
    await stripe(`/v1/checkout/sessions/${id}`, { expand }, 'GET');
  }
  const expand = ['data.payment_intent.latest_charge'];
  await stripe('/v1/checkout/sessions', { limit: 10, expand }, 'GET');
}

/** Every answer and every event of a payment that the sandbox has. */
async function takeMoney(): Promise<void> {
  for (const card of ['visa_chargeDeclined', 'chargeDeclinedExpiredCard', 'unheardOf']) {
    await pay(`pm_card_${card}`);
  }
  for (const outcome of ['complete', 'fail']) {
    const { id } = await pay('pm_card_authenticationRequired');
    await sandbox.send('POST', `/payment/challenge/${id}`, { outcome });
    await stripe(`/v1/payment_intents/${id}`, { expand: ['latest_charge'] }, 'GET');
  }
  const { id: canceled } = await pay('pm_card_visa');
  await stripe(`/v1/payment_intents/${canceled}/cancel`, {});
  await stripe(`/v1/payment_intents/${canceled}/capture`, {});
  for (const status of ['succeeded', 'failed', 'canceled']) {
    const payment_intent = await captured('pm_card_pendingRefund');
    const { id: refundId } = await stripe('/v1/refunds', { payment_intent, amount: 400 });
    await control('refunds', { refundId, status });
    await stripe('/v1/refunds', { payment_intent, limit: 10 }, 'GET');
  }
  for (const status of ['won', 'lost']) {
    const gatewayPaymentId = await captured();
    const { disputeId } = await control('disputes', { gatewayPaymentId, tellsWithdrawal: true });
    await control('disputes', { disputeId, status: 'under_review' });
    await control('disputes', { disputeId, status });
  }
  const { disputeId } = await control('disputes', {
    gatewayPaymentId: await captured(),
    inquiry: true,
  });
  await control('disputes', { disputeId, status: 'warning_closed' });
  await openPages();
  await stripe('/v1/payment_intents', { limit: 3, expand: ['data.latest_charge'] }, 'GET');
  const query = "metadata['reference']:'pm_card_visa'";
  await stripe('/v1/payment_intents/search', { query, limit: 10 }, 'GET');
}

async function calculateTax(): Promise<void> {
  const line = { amount: 1000, reference: 'a', tax_code: 'txcd_99999999' };
  for (const address of [{ country: 'DE' }, { country: 'US', state: 'CA' }, { country: 'US' }]) {
    await stripe('/v1/tax/calculations', {
      currency: 'eur',
      customer_details: { address, address_source: 'shipping' },
      line_items: [line, { ...line, reference: 'b', tax_behavior: 'inclusive' }],
      shipping_cost: { amount: 300 },
      expand: ['line_items.data.tax_breakdown', 'shipping_cost.tax_breakdown'],
    });
  }
}

async function assessAndWrite(): Promise<void> {
  const basic = (name: string, secret: string): string =>
    `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
  const authorization = basic(sandboxDefaults.fraudAccountId, sandbox.keys.fraudLicenseKey);
  const json = { authorization, 'content-type': 'application/json' };
  for (const service of ['score', 'insights', 'factors']) {
    const body = JSON.stringify({ device: { ip_address: '203.0.113.1' } });
    await send('POST', `/minfraud/v2.0/${service}`, json, body);
  }
  const account = sandboxDefaults.smsAccountSid;
  const headers = {
    authorization: basic(account, sandbox.keys.smsAuthToken),
    'content-type': form,
  };
  const service = `MG${'0'.repeat(32)}`;
  for (const sender of [{ From: '+4930123456' }, { MessagingServiceSid: service }]) {
    const reported = stripeForm({ To: '+4915112345678', Body: 'Hallo', ...sender });
    await send('POST', `/2010-04-01/Accounts/${account}/Messages.json`, headers, reported);
  }
}

async function sendParcels(): Promise<void> {
  const headers = { 'api-key': sandbox.keys.carrierApiKey, 'content-type': 'application/json' };
  const call = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Json> =>
    send(method, path, headers, body === undefined ? null : JSON.stringify(body));
  const address = {
    name: 'Ana',
    phone: '+4930123456',
    state_province: 'Ort',
    address_line1: 'Weg 1',
    city_locality: 'Ort',
    postal_code: '1',
    country_code: 'DE',
  };
  const shipment = {
    carrier_id: 'se-100',
    service_code: 'sandbox_standard',
    ship_from: address,
    ship_to: address,
    packages: [{ weight: { value: 1, unit: 'kilogram' } }],
  };
  await call('POST', '/v1/rates', { shipment, rate_options: { carrier_ids: ['se-100'] } });
  for (const address_line1 of ['Weg 1', 'Exception 1']) {
    const ship_to = { ...address, address_line1 };
    const label = await call('POST', '/v1/labels', { shipment: { ...shipment, ship_to } });
    const { label_id: id, tracking_number: number, carrier_code: code } = label;
    const query = new URLSearchParams({ carrier_code: code, tracking_number: number });
    for (let step = 0; step < 5; step += 1) {
      await call('GET', `/v1/tracking?${query.toString()}`);
      await control('parcels', { advance: id });
    }
    await call('GET', `/v1/labels/${id}`);
    await call('PUT', `/v1/labels/${id}/void`);
  }
  const { label_id: unused } = await call('POST', '/v1/labels', {
    shipment: { ...shipment, external_shipment_id: 'ours' },
  });
  await call('PUT', `/v1/labels/${unused}/void`);
  await call('GET', '/v1/labels/external_shipment_id/ours');
  await call('GET', '/v1/labels/se-1');
}

test('every answer and webhook of the sandbox has what the vendors’ files promise', async () => {
  await takeMoney();
  await payOut();
  await calculateTax();
  await assessAndWrite();
  await sendParcels();
  const sent = await sandbox.until(async () => {
    const webhooks = await sandbox.book('webhooks');
    return webhooks.every(({ state }: Json) => state === 'delivered') ? webhooks : undefined;
  }, 300_000);
  const types = new Set(sent.map(({ type }: Json) => type));
  expect([...stripeWebhookTypes].filter((type) => !types.has(type))).toEqual([]);
  const exchanges = readExchanges(sandbox.exchangeLog);
  if (!vendorFilesAreThere()) {
    process.stdout.write(`${exchanges.length} answers were not compared: no vendors' files.\n`);
    return;
  }
  const { checked, noise, findings } = new ExchangeCheck().check(exchanges);
  const webhooks = exchanges.filter(({ webhook }) => webhook).length;
  process.stdout.write(
    `Answers compared with vendors' files: ${JSON.stringify(checked)}, ${webhooks} of them webhooks. ` +
      `Left out: ${JSON.stringify(noise)}.\n`,
  );
  expect(findings).toEqual([]);
}, 300_000);
