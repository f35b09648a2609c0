import {
  addressesToValidate,
  foundLabel,
  label,
  labelOfRate,
  listManifests,
  makeManifest,
  rates,
  returnLabel,
  tracking,
} from './carrier/carrier-requests.ts';
import { transaction } from './fraud/fraud-requests.ts';
import { createMessage, listMessages, updateMessage } from './sms/sms-requests.ts';
import { stripeOperations } from './stripe-operations-for-tests.ts';
import { nothing, type Shape } from './wire/wire-shape.ts';

/** An operation that the sandbox takes, and what it takes by our description. */
export interface DescribedOperation {
  readonly system: 'payment' | 'tax' | 'carrier' | 'sms' | 'fraud';
  readonly method: 'GET' | 'POST' | 'PUT';
  /** As the vendor writes it. */
  readonly place: string;
  readonly at: 'body' | 'query';
  readonly shape: Shape;
  /** The least that the vendor takes. */
  readonly least: object;
  /** Made of the parts of another one, whose refusals are tried there. */
  readonly composed?: true;
}

const address = {
  name: 'Ana',
  phone: '+4930123456',
  address_line1: 'Weg 1',
  city_locality: 'Berlin',
  state_province: 'Berlin',
  postal_code: '10115',
  country_code: 'DE',
};
const shipment = {
  ship_from: address,
  ship_to: address,
  packages: [{ weight: { value: 1, unit: 'kilogram' } }],
};
const device = { ip_address: '192.0.2.1' };

/** Composed: an empty body is one of JSON here, and a body in another form no body at all. */
const carrier = (method: 'GET' | 'POST', place: string, shape: Shape): DescribedOperation => ({
  system: 'carrier',
  method,
  place,
  shape,
  least: {},
  at: method === 'GET' ? 'query' : 'body',
  composed: true,
});
const ofLabel = { label_download_type: 'url' };

/** Each once. `{…}` in a place stands for an id. */
export const describedOperations: readonly DescribedOperation[] = [
  ...stripeOperations,
  {
    system: 'sms',
    method: 'POST',
    place: '/2010-04-01/Accounts/{AccountSid}/Messages.json',
    at: 'body',
    shape: createMessage,
    least: { To: '+4915112345678', From: '+4930123456', Body: 'Hallo' },
  },
  {
    system: 'sms',
    method: 'GET',
    place: '/2010-04-01/Accounts/{AccountSid}/Messages.json',
    at: 'query',
    shape: listMessages,
    least: {},
  },
  {
    system: 'sms',
    method: 'GET',
    place: '/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
    at: 'query',
    shape: nothing,
    least: {},
  },
  {
    system: 'sms',
    method: 'POST',
    place: '/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
    at: 'body',
    shape: updateMessage,
    least: {},
  },
  ...['score', 'insights', 'factors'].map((service): DescribedOperation => ({
    system: 'fraud',
    method: 'POST',
    place: `/minfraud/v2.0/${service}`,
    at: 'body',
    shape: transaction,
    least: { device },
  })),
  {
    system: 'carrier',
    method: 'POST',
    place: '/v1/rates',
    at: 'body',
    shape: rates,
    least: { shipment, rate_options: { carrier_ids: ['se-100'] } },
  },
  {
    system: 'carrier',
    method: 'POST',
    place: '/v1/labels',
    at: 'body',
    shape: label,
    least: { shipment: { ...shipment, carrier_id: 'se-100', service_code: 'sandbox_standard' } },
  },
  {
    system: 'carrier',
    method: 'GET',
    place: '/v1/labels/{label_id}',
    at: 'query',
    shape: foundLabel,
    least: ofLabel,
  },
  {
    system: 'carrier',
    method: 'GET',
    place: '/v1/labels/external_shipment_id/{external_shipment_id}',
    at: 'query',
    shape: foundLabel,
    least: ofLabel,
  },
  {
    system: 'carrier',
    method: 'PUT',
    place: '/v1/labels/{label_id}/void',
    at: 'query',
    shape: nothing,
    least: {},
  },
  carrier('POST', '/v1/labels/rates/{rate_id}', labelOfRate),
  carrier('POST', '/v1/labels/{label_id}/return', returnLabel),
  carrier('GET', '/v1/labels/{label_id}/track', nothing),
  carrier('POST', '/v1/manifests', makeManifest),
  carrier('GET', '/v1/manifests', listManifests),
  carrier('GET', '/v1/manifests/{manifest_id}', nothing),
  carrier('GET', '/v1/carriers', nothing),
  carrier('POST', '/v1/addresses/validate', addressesToValidate),
  {
    system: 'carrier',
    method: 'GET',
    place: '/v1/tracking',
    at: 'query',
    shape: tracking,
    least: { carrier_code: 'sandbox_post', tracking_number: 'SBX000000000000' },
  },
];
