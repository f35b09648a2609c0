import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  openSandbox,
  type Json,
  type OpenSandbox,
  type ReceivedWebhook,
} from '../sandbox/sandbox-for-tests.ts';
import {
  findLabelResultSchema,
  purchaseLabelResultSchema,
  quoteRatesResultSchema,
  trackResultSchema,
  type Label,
  type PurchaseLabelRequest,
  type ShippingProvider,
} from './port.ts';
import { shipEngine } from './shipengine/index.ts';
import { ShipEngine } from './shipengine/shipengine.ts';

let common: { toleranceSeconds: number; secrets: string[] };
let sandbox: OpenSandbox;
let carrier: ShippingProvider;
beforeAll(async () => {
  sandbox = await openSandbox();
  common = { toleranceSeconds: 300, secrets: [] };
  carrier = shipEngine.inSandbox(sandbox, 1_000);
  await sandbox.send('POST', '/sandbox/control/parcels', { stepMs: null });
});
afterAll(async () => {
  await carrier.close();
  await sandbox.close();
});
afterEach(() => sandbox.clearFaults());

const shop = {
  name: 'Shop',
  phone: '+4930123456',
  line1: 'Weg 1',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};
const ana = { name: 'Ana', line1: 'Gasse 2', city: 'Wien', postalCode: '1010', country: 'AT' };

function parcel(changes: Partial<PurchaseLabelRequest> = {}): PurchaseLabelRequest {
  return {
    externalShipmentId: randomUUID(),
    serviceCode: 'sandbox_standard',
    shipFrom: shop,
    shipTo: ana,
    parcels: [{ weightGrams: 1_250 }],
    idempotencyKey: randomUUID(),
    ...changes,
  };
}

async function purchased(changes: Partial<PurchaseLabelRequest> = {}): Promise<Label> {
  const result = purchaseLabelResultSchema.parse(await carrier.purchaseLabel(parcel(changes)));
  if (result.status !== 'purchased') throw new Error(JSON.stringify(result));
  return result.label;
}

const advance = (label: Label, steps: number) =>
  sandbox.send('POST', '/sandbox/control/parcels', { advance: label.labelId, steps });

test('rates come cheapest first in whole cents, dearer abroad', async () => {
  const { shipFrom, parcels } = parcel();
  const ask = async (shipTo: typeof ana) => {
    const request = { shipFrom, shipTo, parcels, currency: 'EUR' };
    const result = quoteRatesResultSchema.parse(await carrier.quoteRates(request));
    return result.status === 'quoted' ? result.rates : [];
  };
  const [home, abroad] = [await ask({ ...ana, country: 'DE' }), await ask(ana)];
  expect(home.map((rate) => [rate.serviceCode, rate.amountMinor, rate.currency])).toEqual([
    ['sandbox_standard', 590, 'EUR'],
    ['sandbox_express', 1_390, 'EUR'],
  ]);
  expect(abroad.map((rate) => rate.amountMinor)).toEqual([1_180, 2_780]);
});

test('a label is bought once for an external id, also when asked at once', async () => {
  const request = parcel();
  const results = await Promise.all(
    Array.from({ length: 5 }, () =>
      carrier.purchaseLabel({ ...request, idempotencyKey: randomUUID() }),
    ),
  );
  const ids = results.map((result) => (result.status === 'purchased' ? result.label.labelId : ''));
  expect(new Set(ids).size).toBe(1);
  const { externalShipmentId } = request;
  const found = findLabelResultSchema.parse(await carrier.findLabel({ externalShipmentId }));
  expect(found).toMatchObject({ status: 'found', label: { labelId: ids[0], costMinor: 590 } });
});

test('a lost answer is unknown, and the label is found', async () => {
  await sandbox.fault({ system: 'carrier', operation: 'label', kind: 'lost_answer' });
  const request = parcel();
  expect(await carrier.purchaseLabel(request)).toMatchObject({
    reason: 'connection_lost',
    executed: 'maybe',
  });
  const { externalShipmentId } = request;
  expect(await carrier.findLabel({ externalShipmentId })).toMatchObject({ status: 'found' });
});

test('a label is voided until the parcel is handed in, then no more', async () => {
  const voidLabel = (label: Label) =>
    carrier.voidLabel({ labelId: label.labelId, idempotencyKey: randomUUID() });
  const label = await purchased();
  expect(await voidLabel(label)).toEqual({ status: 'voided', labelId: label.labelId });
  expect(await voidLabel(label)).toMatchObject({ status: 'voided' });
  const moving = await purchased();
  await advance(moving, 1);
  expect(await voidLabel(moving)).toMatchObject({ status: 'refused', code: 'void_not_approved' });
});

test('what is not there is not found; what is wrong is refused', async () => {
  expect(await carrier.findLabel({ externalShipmentId: 'none' })).toEqual({ status: 'not_found' });
  const track = { trackingNumber: 'SBX0', carrierCode: 'sandbox_post' };
  expect(await carrier.track(track)).toEqual({ status: 'not_found' });
  expect(await carrier.purchaseLabel(parcel({ serviceCode: 'pigeon' }))).toMatchObject({
    status: 'refused',
    code: 'invalid_field_value',
  });
  expect(await carrier.purchaseLabel(parcel({ shipTo: { ...ana, line1: '' } }))).toMatchObject({
    status: 'refused',
  });
});

test.each(['html', 'truncated'] as const)('%s is an invalid answer everywhere', async (kind) => {
  const label = await purchased();
  await sandbox.fault({ system: 'carrier', kind });
  const answers = [
    await carrier.quoteRates({ ...parcel(), currency: 'EUR' }),
    await carrier.purchaseLabel(parcel()),
    await carrier.findLabel({ externalShipmentId: label.externalShipmentId ?? '' }),
    await carrier.track({ trackingNumber: label.trackingNumber, carrierCode: 'sandbox_post' }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ reason: 'invalid_answer' });
});

test('a label names its carrier, leaves out what is not known and declares for customs', async () => {
  const label = await purchased({
    carrierId: 'se-100',
    shipTo: {
      line1: '350 5th Avenue',
      city: 'New York',
      region: 'NY',
      postalCode: '',
      country: 'US',
    },
    customs: {
      goods: [
        {
          sku: 'BK-1',
          description: 'Yirgacheffe Morning, '.repeat(9),
          quantity: 2,
          unitValue: { amount: 12.9, currency: 'EUR' },
          weightGrams: 250,
          hsCode: '090121',
          countryOfOrigin: 'ET',
        },
      ],
    },
  });
  const book = await sandbox.book('labels');
  const stored = book.find(({ id }: { id: string }) => id === label.labelId);
  expect(stored).toMatchObject({
    carrierId: 'se-100',
    customs: { contents: 'merchandise', non_delivery: 'return_to_sender' },
    shipTo: { name: 'Recipient', state_province: 'NY', postal_code: '-' },
    products: [
      {
        sku: 'BK-1',
        quantity: 2,
        value: { amount: 12.9, currency: 'eur' },
        harmonized_tariff_code: '090121',
        country_of_origin: 'ET',
      },
    ],
  });
  expect(stored.products[0].description).toHaveLength(100);
  expect(stored.shipTo).not.toHaveProperty('phone');
  const home = await purchased();
  const plain = (await sandbox.book('labels')).find(
    ({ id }: { id: string }) => id === home.labelId,
  );
  expect(plain).toMatchObject({ carrierId: 'se-100', customs: null, products: [] });
  expect(plain.shipTo.state_province).toBe('Wien');
});

describe('the sandbox refuses what the vendor’s description refuses', () => {
  const from = {
    name: 'Shop',
    phone: '+4930123456',
    address_line1: 'Weg 1',
    city_locality: 'Berlin',
    state_province: 'Berlin',
    postal_code: '10115',
    country_code: 'DE',
  };
  const shipment = {
    carrier_id: 'se-100',
    service_code: 'sandbox_standard',
    ship_from: from,
    ship_to: { ...from, phone: undefined },
    packages: [{ weight: { value: 1, unit: 'kilogram' } }],
  };
  const post = async (path: string, body: object) => {
    const response = await fetch(sandbox.httpUrl + path, {
      method: 'POST',
      headers: { 'api-key': sandbox.keys.carrierApiKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.status;
  };

  test.each<[string, object]>([
    ['no carrier', { carrier_id: undefined }],
    ['an unknown carrier', { carrier_id: 'se-101' }],
    ['a carrier id that is none', { carrier_id: 'dhl' }],
    ['an empty name', { ship_to: { ...from, name: '' } }],
    ['no name', { ship_to: { ...from, name: undefined } }],
    ['an empty telephone', { ship_to: { ...from, phone: '' } }],
    ['no telephone of the sender', { ship_from: { ...from, phone: undefined } }],
    ['an empty state', { ship_to: { ...from, state_province: '' } }],
    ['an empty second line', { ship_to: { ...from, address_line2: '' } }],
    ['a country in words', { ship_to: { ...from, country_code: 'Germany' } }],
    ['validate_address in the wrong place', { validate_address: 'no_validation' }],
    ['a field that nobody knows', { shipTo: from }],
    ['no weight', { packages: [{}] }],
    ['no parcel', { packages: [] }],
    ['customs without contents', { customs: { non_delivery: 'return_to_sender' } }],
    ['a long external id', { external_shipment_id: 'x'.repeat(51) }],
    [
      'a long description',
      { packages: [{ ...shipment.packages[0], products: [{ description: 'x'.repeat(101) }] }] },
    ],
  ])('%s', async (_what, change) => {
    expect(await post('/v1/labels', { shipment: { ...shipment, ...change } })).toBe(400);
  });

  test('and takes what it allows', async () => {
    const body = { shipment, validate_address: 'no_validation', label_format: 'pdf' };
    expect(await post('/v1/labels', body)).toBe(200);
    expect(await post('/v1/rates', { shipment, rate_options: { carrier_ids: [] } })).toBe(400);
    expect(await post('/v1/rates', { shipment, rate_options: { carrier_ids: ['se-100'] } })).toBe(
      200,
    );
  });
});

test('of several carriers a label without one is bought from whoever offers its service', async () => {
  const bought: Json[] = [];
  const rate = (await wireRates()).rate_response.rates[0];
  const vendor = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      if (incoming.url === '/v1/labels') bought.push(JSON.parse(Buffer.concat(chunks).toString()));
      const rates = ['other_service', 'their_service'].map((service_code, index) => ({
        ...rate,
        carrier_id: `se-${index + 1}`,
        service_code,
      }));
      outgoing.end(JSON.stringify({ rate_response: { rates } }));
    });
  });
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  const { port } = vendor.address() as AddressInfo;
  const several = new ShipEngine({
    baseUrl: `http://127.0.0.1:${port}`,
    apiKey: 'TEST_key',
    carrierIds: ['se-1', 'se-2'],
    jwksUrl: `http://127.0.0.1:${port}/jwks`,
    timeoutMs: 2_000,
  });
  await several.purchaseLabel(parcel({ serviceCode: 'their_service' }));
  await several.purchaseLabel(parcel({ serviceCode: 'nobodys_service' }));
  await several.purchaseLabel(parcel({ serviceCode: 'their_service', carrierId: 'se-9' }));
  expect(bought.map(({ shipment }) => shipment.carrier_id)).toEqual(['se-2', 'se-1', 'se-9']);
  await several.close();
  await new Promise((resolve) => vendor.close(resolve));
});

async function wireRates(): Promise<Json> {
  const address = {
    name: 'Shop',
    phone: '+4930123456',
    address_line1: 'Weg 1',
    city_locality: 'Berlin',
    state_province: 'Berlin',
    postal_code: '10115',
    country_code: 'DE',
  };
  const packages = [{ weight: { value: 1, unit: 'kilogram' } }];
  const response = await fetch(`${sandbox.httpUrl}/v1/rates`, {
    method: 'POST',
    headers: { 'api-key': sandbox.keys.carrierApiKey, 'content-type': 'application/json' },
    body: JSON.stringify({
      shipment: { ship_from: address, ship_to: address, packages },
      rate_options: { carrier_ids: ['se-100'] },
    }),
  });
  return response.json();
}

const webhooksOf = (label: Label): ReceivedWebhook[] =>
  sandbox.received.filter(({ rawBody }) => rawBody.includes(label.trackingNumber));

test('a parcel is told of step by step in signed webhooks, and tracked', async () => {
  await carrier.fetchWebhookKeys({});
  const label = await purchased();
  expect((await advance(label, 9)).json).toEqual({ moved: 4 });
  const received = await sandbox.until(() =>
    webhooksOf(label).length === 4 ? webhooksOf(label) : undefined,
  );
  const states = received
    .map((webhook) => carrier.verifyWebhook({ ...common, ...webhook }))
    .map((result) => (result.ok ? result.event.tracking : undefined))
    .toSorted((a, b) => (a?.events.length ?? 0) - (b?.events.length ?? 0))
    .map((tracking) => tracking?.state);
  expect(states).toEqual(['accepted', 'in_transit', 'out_for_delivery', 'delivered']);
  const { trackingNumber, carrierCode } = label;
  const tracked = trackResultSchema.parse(await carrier.track({ trackingNumber, carrierCode }));
  expect(tracked).toMatchObject({ tracking: { state: 'delivered', trackingNumber } });
  expect(tracked.status === 'tracked' && tracked.tracking.deliveredAt).toBeTruthy();
});

test('a parcel to a special address ends in an exception', async () => {
  const label = await purchased({ shipTo: { ...ana, line1: 'Exception Road 1' } });
  expect((await advance(label, 9)).json).toEqual({ moved: 3 });
  const { trackingNumber, carrierCode } = label;
  expect(await carrier.track({ trackingNumber, carrierCode })).toMatchObject({
    tracking: { state: 'exception' },
  });
});

test('a label can be printed', async () => {
  const { labelPdfUrl } = await purchased();
  const response = await fetch(labelPdfUrl ?? '');
  expect(response.headers.get('content-type')).toBe('application/pdf');
  expect((await response.text()).startsWith('%PDF-')).toBe(true);
});

test('parcels move on the clock', async () => {
  await sandbox.send('POST', '/sandbox/control/parcels', { stepMs: 20 });
  const { trackingNumber, carrierCode } = await purchased();
  const delivered = await sandbox.until(async () => {
    const result = await carrier.track({ trackingNumber, carrierCode });
    return result.status === 'tracked' && result.tracking.state === 'delivered'
      ? result
      : undefined;
  });
  expect(delivered.tracking.events).toHaveLength(4);
  await sandbox.send('POST', '/sandbox/control/parcels', { stepMs: null });
});
