import { randomBytes } from 'node:crypto';
import { sandboxDefaults } from '../../exchange/sandbox-keys.ts';
import type { Quoted } from './carrier-book.ts';
import { carrierCode, price, services, type LabelRecord } from './carrier.ts';
import type { RatesRequest, WirePackage } from './carrier-requests.ts';

const gramsPer = { gram: 1, kilogram: 1_000, ounce: 28.349_523_125, pound: 453.592_37 };

/** Of the vendor's own length: no longer than 25 characters. */
export const newSeId = (): string => `se-${randomBytes(8).toString('hex')}`;

export function weightOf(packages: readonly WirePackage[]): number {
  return packages.reduce((total, { weight }) => total + weight.value * gramsPer[weight.unit], 0);
}

/** @param keep stores the rates under one id, which each of theirs begins with */
export function wireQuote(
  { shipment, rate_options: options }: RatesRequest,
  keep: (shipment: RatesRequest['shipment'], rates: Quoted['rates']) => string,
): object {
  const weightGrams = weightOf(shipment.packages);
  const abroad = shipment.ship_from.country_code !== shipment.ship_to.country_code;
  const currency = options.preferred_currency ?? 'usd';
  const now = Date.now();
  const at = new Date(now).toISOString();
  const rates = Object.entries(services).flatMap(([serviceCode, service]) => {
    const days = service.days + (abroad ? 2 : 0);
    const amount = Math.round(price(serviceCode, weightGrams) * (abroad ? 200 : 100)) / 100;
    if (options.service_codes && !options.service_codes.includes(serviceCode)) return [];
    const rate = {
      days,
      shipping_amount: { currency, amount },
      service_type: service.name,
      service_code: serviceCode,
    };
    return [rate];
  });
  const stored = rates.map(({ service_code: serviceCode, shipping_amount: { amount } }) => ({
    serviceCode,
    amount,
    currency,
  }));
  const quoteId = keep(shipment, stored);
  return {
    ...wireShipment(shipment, at),
    rate_response: {
      rates: rates.map((rate, place) => wireRate(`${quoteId}-${place}`, rate, currency, now)),
      invalid_rates: [],
      rate_request_id: newSeId(),
      shipment_id: newSeId(),
      created_at: at,
      status: 'completed',
      errors: [],
    },
  };
}

function wireRate(
  id: string,
  { days, ...rate }: { days: number; shipping_amount: object; service_code: string },
  currency: string,
  nowMs: number,
): object {
  const none = { currency, amount: 0 };
  return {
    rate_id: id,
    rate_type: 'shipment',
    carrier_id: sandboxDefaults.carrierIds[0],
    insurance_amount: none,
    confirmation_amount: none,
    other_amount: none,
    rate_details: [],
    zone: null,
    package_type: 'package',
    delivery_days: days,
    guaranteed_service: false,
    estimated_delivery_date: new Date(nowMs + days * 86_400_000).toISOString(),
    carrier_delivery_days: String(days),
    ship_date: new Date(nowMs).toISOString(),
    negotiated_rate: false,
    trackable: true,
    carrier_code: carrierCode,
    carrier_nickname: 'Sandbox Post',
    carrier_friendly_name: 'Sandbox Post',
    validation_status: 'valid',
    warning_messages: [],
    error_messages: [],
    ...rate,
  };
}

/** The shipment that was asked about, told back as the vendor does. */
function wireShipment(shipment: RatesRequest['shipment'], at: string): object {
  return {
    shipment_id: newSeId(),
    carrier_id: sandboxDefaults.carrierIds[0],
    service_code: shipment.service_code ?? 'sandbox_standard',
    external_order_id: null,
    external_shipment_id: null,
    ship_date: at,
    created_at: at,
    modified_at: at,
    shipment_status: 'pending',
    ship_to: shipment.ship_to,
    ship_from: shipment.ship_from,
    warehouse_id: null,
    return_to: shipment.ship_from,
    is_return: false,
    confirmation: 'none',
    customs: shipment.customs ?? null,
    advanced_options: {},
    insurance_provider: 'none',
    tags: [],
    packages: shipment.packages,
    total_weight: { value: weightOf(shipment.packages), unit: 'gram' },
  };
}

export function wireLabel(label: LabelRecord, baseUrl: string): object {
  const { currency, createdAt } = label;
  const pdf = `${baseUrl}/sandbox/labels/${label.id}.pdf`;
  const last = label.events.at(-1)?.code;
  return {
    label_id: label.id,
    status: label.voided ? 'voided' : 'completed',
    shipment_id: label.id,
    external_shipment_id: label.externalShipmentId,
    external_order_id: null,
    ship_date: createdAt,
    created_at: createdAt,
    shipment_cost: { currency, amount: label.cost },
    insurance_cost: { currency, amount: 0 },
    rate_details: [],
    tracking_number: label.trackingNumber,
    is_return_label: label.returnOf !== undefined,
    rma_number: label.rmaNumber ?? null,
    is_international: (label.customs ?? null) !== null,
    batch_id: `${label.id}-0`,
    carrier_id: label.carrierId ?? sandboxDefaults.carrierIds[0],
    charge_event: label.chargeEvent ?? 'carrier_default',
    service_code: label.serviceCode,
    package_code: 'package',
    voided: label.voided,
    voided_at: label.voided ? createdAt : null,
    label_format: 'pdf',
    display_scheme: 'label',
    label_layout: '4x6',
    trackable: true,
    label_image_id: null,
    carrier_code: carrierCode,
    tracking_status: last === 'DE' ? 'delivered' : last === 'EX' ? 'error' : 'in_transit',
    label_download: { pdf, href: pdf },
    form_download: null,
    qr_code_download: null,
    paperless_download: null,
    insurance_claim: null,
    packages: [
      {
        package_id: 1,
        package_code: 'package',
        weight: { value: label.weightGrams, unit: 'gram' },
        dimensions: { unit: 'inch', length: 0, width: 0, height: 0 },
        insured_value: { currency, amount: 0 },
        tracking_number: label.trackingNumber,
        label_download: { pdf, href: pdf },
        label_messages: { reference1: null, reference2: null, reference3: null },
        external_package_id: label.externalShipmentId ?? label.id,
        sequence: 1,
      },
    ],
    ship_to: label.shipTo,
  };
}
