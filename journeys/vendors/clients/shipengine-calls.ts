import { request } from 'undici';
import { expect } from 'vitest';
import type { Json } from '#external/sandbox/sandbox-for-tests.ts';
import type { ClientCall, ClientList, Clients } from './client-calls.ts';

const shop = {
  name: 'Shop',
  phone: '+4930123456',
  addressLine1: 'Alter Wandrahm 4',
  cityLocality: 'Hamburg',
  stateProvince: 'Hamburg',
  postalCode: '20457',
  countryCode: 'DE' as const,
  addressResidentialIndicator: 'no' as const,
};
const buyer = {
  ...shop,
  name: 'Ana',
  addressLine1: 'Gasse 2',
  cityLocality: 'Berlin',
  postalCode: '10115',
};
const shipDate = '2030-01-07';
const parcel = {
  carrierId: 'se-100',
  serviceCode: 'sandbox_standard',
  shipFrom: shop,
  shipTo: buyer,
  packages: [{ weight: { value: 1.25, unit: 'kilogram' as const } }],
};

const buy = ({ shipEngine }: Clients) =>
  shipEngine.createLabelFromShipmentDetails({ shipment: { ...parcel, shipDate } });

const quote = ({ shipEngine }: Clients) =>
  shipEngine.getRatesWithShipmentDetails({
    shipment: { ...parcel, shipDate: new Date(shipDate) },
    rateOptions: { carrierIds: ['se-100'], preferredCurrency: 'eur' },
  });

/** What the client has no method for, by the vendor's description. */
async function ask(
  { sandbox }: Clients,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<{ statusCode: number; json: Json }> {
  const response = await request(sandbox.httpUrl + path, {
    method,
    headers: { 'api-key': sandbox.keys.carrierApiKey, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { statusCode: response.statusCode, json: JSON.parse(await response.body.text()) };
}

const calls: readonly ClientCall[] = [
  {
    name: 'getRatesWithShipmentDetails',
    shows: 'a rate of each service, with the shipment that was asked about',
    before: false,
    async run(clients) {
      const { shipTo, rateResponse } = await quote(clients);
      expect(shipTo).toMatchObject({ name: 'Ana', postalCode: '10115' });
      const rates = rateResponse.rates!.map(({ serviceCode, shippingAmount }) => [
        serviceCode,
        shippingAmount,
      ]);
      expect(rates).toEqual([
        ['sandbox_standard', { currency: 'eur', amount: 5.9 }],
        ['sandbox_express', { currency: 'eur', amount: 13.9 }],
      ]);
    },
  },
  {
    name: 'createLabelFromShipmentDetails',
    shows: 'a label with its number and where it is printed from',
    before: true,
    async run(clients) {
      const label = await buy(clients);
      expect(label).toMatchObject({ status: 'completed', voided: false, carrierId: 'se-100' });
      expect(label.labelDownload.pdf).toContain('/sandbox/labels/');
      expect(label.trackingNumber).toMatch(/^SBX/);
    },
  },
  {
    name: 'createLabelFromRate',
    shows: 'the parcel of the rate, at its service; an unknown rate is refused',
    before: false,
    async run(clients) {
      const { rateResponse } = await quote(clients);
      const express = rateResponse.rates!.find(
        ({ serviceCode }) => serviceCode === 'sandbox_express',
      );
      const { rateId } = express!;
      const label = await clients.shipEngine.createLabelFromRate({
        rateId,
        validateAddress: 'no_validation',
      });
      expect(label).toMatchObject({
        serviceCode: 'sandbox_express',
        shipmentCost: { amount: 13.9 },
      });
      const unknown = {
        rateId: 'se-0000000000000000-0',
        validateAddress: 'no_validation' as const,
      };
      const asked = clients.shipEngine.createLabelFromRate(unknown);
      await expect(asked).rejects.toThrow("'se-0000000000000000-0'");
    },
  },
  {
    name: 'voidLabelWithLabelId',
    shows: 'paid back while it was not used',
    before: true,
    async run(clients) {
      const { labelId } = await buy(clients);
      const { sandbox, shipEngine } = clients;
      expect(await shipEngine.voidLabelWithLabelId(labelId)).toMatchObject({ approved: true });
      const { labelId: used } = await buy(clients);
      await sandbox.send('POST', '/sandbox/control/parcels', { advance: used });
      expect(await shipEngine.voidLabelWithLabelId(used)).toMatchObject({ approved: false });
    },
  },
  {
    name: 'trackUsingCarrierCodeAndTrackingNumber',
    shows: 'where the parcel is',
    before: true,
    async run(clients) {
      const { labelId, trackingNumber } = await buy(clients);
      await clients.sandbox.send('POST', '/sandbox/control/parcels', {
        advance: labelId,
        steps: 4,
      });
      const found = await clients.shipEngine.trackUsingCarrierCodeAndTrackingNumber({
        carrierCode: 'sandbox_post',
        trackingNumber,
      });
      expect(found).toMatchObject({ trackingNumber, statusCode: 'DE' });
      expect(found.events).toHaveLength(4);
    },
  },
  {
    name: 'trackUsingLabelId',
    shows: 'the same by the label; an unknown label is refused',
    before: false,
    async run({ shipEngine, ...clients }) {
      const { labelId, trackingNumber } = await buy({ shipEngine, ...clients });
      const found = await shipEngine.trackUsingLabelId(labelId);
      expect(found).toMatchObject({ trackingNumber, statusCode: 'NY', events: [] });
      await expect(shipEngine.trackUsingLabelId('se-0')).rejects.toThrow("'se-0'");
    },
  },
  {
    name: 'validateAddresses',
    shows: 'verified as the post writes it; a wrong postal code is an error',
    before: false,
    async run({ shipEngine }) {
      const [good, bad] = await shipEngine.validateAddresses([
        buyer,
        { ...buyer, postalCode: '1' },
      ]);
      expect(good).toMatchObject({
        status: 'verified',
        originalAddress: { addressLine1: 'Gasse 2' },
        normalizedAddress: { addressLine1: 'GASSE 2', postalCode: '10115' },
        messages: [],
      });
      expect(bad).toMatchObject({ status: 'error', normalizedAddress: null });
      expect(bad!.messages).toHaveLength(1);
    },
  },
  {
    name: 'listCarriers',
    shows: 'the sandbox’s carrier and its services',
    before: false,
    async run({ shipEngine }) {
      const [carrier] = await shipEngine.listCarriers();
      expect(carrier).toMatchObject({ carrierId: 'se-100', carrierCode: 'sandbox_post' });
      const codes = carrier!.services.map(({ serviceCode }) => serviceCode);
      expect(codes).toEqual(['sandbox_standard', 'sandbox_express']);
    },
  },
  {
    name: 'getRatesWithShipmentDetails, refused',
    shows: 'the vendor’s error for a carrier that there is not',
    before: false,
    async run({ shipEngine }) {
      const asked = shipEngine.getRatesWithShipmentDetails({
        shipment: { ...parcel, shipDate: new Date(shipDate) },
        rateOptions: { carrierIds: ['se-999'] },
      });
      await expect(asked).rejects.toThrow("'se-999'");
    },
  },
  {
    name: 'POST /v1/labels/{id}/return',
    shows: 'the way back, once its label is not void (the client has no method)',
    before: false,
    async run(clients) {
      const { labelId } = await buy(clients);
      const told = { charge_event: 'on_carrier_acceptance', rma_number: 'R-1' };
      const { json } = await ask(clients, 'POST', `/v1/labels/${labelId}/return`, told);
      expect(json).toMatchObject({ is_return_label: true, ...told, ship_to: { name: 'Shop' } });
      await clients.shipEngine.voidLabelWithLabelId(labelId);
      const late = await ask(clients, 'POST', `/v1/labels/${labelId}/return`, {});
      expect(late.statusCode).toBe(400);
    },
  },
  {
    name: 'POST /v1/manifests',
    shows: 'one form for many labels, each on one form (the client has no method)',
    before: false,
    async run(clients) {
      const label_ids = [(await buy(clients)).labelId, (await buy(clients)).labelId];
      const { json } = await ask(clients, 'POST', '/v1/manifests', { label_ids });
      expect(json.manifests).toMatchObject([{ shipments: 2, label_ids }]);
      const [{ manifest_id: id }] = json.manifests;
      const found = await ask(clients, 'GET', `/v1/manifests/${id}`);
      expect(found.json).toMatchObject({ manifest_id: id, label_ids });
      const again = await ask(clients, 'POST', '/v1/manifests', { label_ids });
      expect(again.statusCode).toBe(400);
      const list = await ask(clients, 'GET', '/v1/manifests?page_size=1');
      expect(list.json).toMatchObject({ page: 1, manifests: [{ manifest_id: id }] });
    },
  },
];

async function refusedBy(clients: Clients, method: 'GET' | 'POST', path: string): Promise<never> {
  const { statusCode, json } = await ask(clients, method, path, method === 'POST' ? {} : undefined);
  throw Object.assign(new Error('refused'), { statusCode, json });
}

const refusal = {
  statusCode: 404,
  json: { request_id: expect.any(String), errors: [{ error_source: 'shipengine' }] },
};

export const shipEngineCalls: ClientList = {
  vendor: 'ShipEngine',
  client: 'shipengine 1.0.7',
  calls,
  missing: [
    {
      name: 'POST /v1/service_points/list',
      instead: 'the sandbox’s carrier has no counters',
      run: (clients) => refusedBy(clients, 'POST', '/v1/service_points/list'),
      refusal,
    },
    {
      name: 'POST /v1/pickups',
      instead: 'parcels are fetched by themselves',
      run: (clients) => refusedBy(clients, 'POST', '/v1/pickups'),
      refusal,
    },
    {
      name: 'POST /v1/tracking/start',
      instead: 'every label is followed from its purchase',
      run: (clients) => refusedBy(clients, 'POST', '/v1/tracking/start'),
      refusal,
    },
    {
      name: 'GET /v1/warehouses',
      instead: 'a shipment tells where it is from',
      run: (clients) => refusedBy(clients, 'GET', '/v1/warehouses'),
      refusal,
    },
  ],
};
