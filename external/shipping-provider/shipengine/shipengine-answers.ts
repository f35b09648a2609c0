import { z } from 'zod';
import { minorFromDecimal } from '../../exchange/currency-exponent.ts';
import type { Label, ParcelState, Rate, Tracking } from '../port.ts';

const money = z.object({ currency: z.string().length(3), amount: z.number().nonnegative() });

const rateSchema = z.object({
  rate_id: z.string(),
  carrier_id: z.string().min(1),
  carrier_code: z.string(),
  service_code: z.string(),
  service_type: z.string(),
  shipping_amount: money,
  insurance_amount: money,
  confirmation_amount: money,
  other_amount: money,
  delivery_days: z.number().int().nullish(),
  estimated_delivery_date: z.string().nullish(),
  validation_status: z.enum(['valid', 'invalid', 'has_warnings', 'unknown']),
});

export const ratesAnswerSchema = z.object({
  rate_response: z.object({ rates: z.array(rateSchema) }),
});

export const labelAnswerSchema = z.object({
  label_id: z.string().min(1),
  external_shipment_id: z.string().nullish(),
  status: z.enum(['processing', 'completed', 'error', 'voided']),
  tracking_number: z.string().min(1),
  carrier_code: z.string(),
  service_code: z.string(),
  shipment_cost: money,
  insurance_cost: money.optional(),
  label_download: z.object({ pdf: z.string().optional(), href: z.string().optional() }).nullish(),
});

const eventSchema = z.object({
  occurred_at: z.string(),
  status_code: z.string(),
  status_detail_code: z.string().nullish(),
  description: z.string().nullish(),
  status_description: z.string().nullish(),
  city_locality: z.string().nullish(),
  country_code: z.string().nullish(),
});

export const trackingAnswerSchema = z.object({
  tracking_number: z.string().min(1),
  carrier_code: z.string().nullish(),
  status_code: z.string(),
  status_detail_code: z.string().nullish(),
  estimated_delivery_date: z.string().nullish(),
  actual_delivery_date: z.string().nullish(),
  events: z.array(eventSchema),
});

export const errorAnswerSchema = z.object({
  errors: z.array(z.object({ error_code: z.string(), message: z.string() })).min(1),
});

export function readRate(wire: z.infer<typeof rateSchema>): Rate | undefined {
  const currency = wire.shipping_amount.currency.toUpperCase();
  let amountMinor = 0;
  const parts = [wire.shipping_amount, wire.insurance_amount, wire.confirmation_amount];
  for (const part of [...parts, wire.other_amount]) {
    const minor = minorFromDecimal(part.amount, currency);
    if (minor === undefined || part.currency.toUpperCase() !== currency) return undefined;
    amountMinor += minor;
  }
  return {
    rateId: wire.rate_id,
    carrierId: wire.carrier_id,
    carrierCode: wire.carrier_code,
    serviceCode: wire.service_code,
    serviceName: wire.service_type,
    amountMinor,
    currency,
    deliveryDays: wire.delivery_days ?? null,
    estimatedDeliveryAt: toIso(wire.estimated_delivery_date),
  };
}

export function readLabel(wire: z.infer<typeof labelAnswerSchema>): Label | undefined {
  const currency = wire.shipment_cost.currency.toUpperCase();
  const shipment = minorFromDecimal(wire.shipment_cost.amount, currency);
  const insurance = minorFromDecimal(wire.insurance_cost?.amount ?? 0, currency);
  if (shipment === undefined || insurance === undefined) return undefined;
  return {
    labelId: wire.label_id,
    externalShipmentId: wire.external_shipment_id ?? null,
    state: wire.status,
    trackingNumber: wire.tracking_number,
    carrierCode: wire.carrier_code,
    serviceCode: wire.service_code,
    costMinor: shipment + insurance,
    currency,
    labelPdfUrl: wire.label_download?.pdf ?? wire.label_download?.href ?? null,
  };
}

export function readTracking(wire: z.infer<typeof trackingAnswerSchema>): Tracking | undefined {
  const events = wire.events.map((event) => ({
    occurredAt: toIso(event.occurred_at) ?? '',
    state: readState(event.status_code, event.status_detail_code),
    description: event.description ?? event.status_description ?? '',
    city: event.city_locality || null,
    country: event.country_code || null,
  }));
  if (events.some((event) => event.occurredAt === '')) return undefined;
  return {
    trackingNumber: wire.tracking_number,
    carrierCode: wire.carrier_code ?? null,
    state: readState(wire.status_code, wire.status_detail_code),
    estimatedDeliveryAt: toIso(wire.estimated_delivery_date),
    deliveredAt: toIso(wire.actual_delivery_date),
    events: events.toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1)),
  };
}

const stateByCode: Record<string, ParcelState> = {
  AC: 'accepted',
  IT: 'in_transit',
  DE: 'delivered',
  SP: 'delivered',
  EX: 'exception',
  AT: 'delivery_attempted',
  NY: 'not_yet_in_system',
};

/** `UN` is the carrier's own word for not knowing; what is not in the table is news to us. */
export function isKnownStatus(code: string): boolean {
  return code === 'UN' || Object.hasOwn(stateByCode, code);
}

function readState(code: string, detail: string | null | undefined): ParcelState {
  if (detail === 'OUT_FOR_DELIVERY' && code === 'IT') return 'out_for_delivery';
  return stateByCode[code] ?? 'unknown';
}

/** Beyond the year 9999 no database reads what it is written as. */
const latestMs = Date.UTC(9_999, 11, 31);

function toIso(value: string | null | undefined): string | null {
  const time = value ? Date.parse(value) : Number.NaN;
  return time <= latestMs ? new Date(time).toISOString() : null;
}
