import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { sandboxDefaults } from '../sandbox-keys.ts';
import {
  carrierCode,
  price,
  services,
  wireTracking,
  type Carrier,
  type LabelRecord,
} from './carrier.ts';
import { bodyJson } from './request-body.ts';

const addressSchema = z.object({
  name: z.string().optional(),
  address_line1: z.string().min(1),
  city_locality: z.string().min(1),
  postal_code: z.string().min(1),
  country_code: z.string().regex(/^[A-Z]{2}$/),
});
const gramsPer = { gram: 1, kilogram: 1_000, ounce: 28.349_523_125, pound: 453.592_37 };
const shipmentSchema = z.object({
  ship_from: addressSchema,
  ship_to: addressSchema,
  packages: z
    .array(
      z.object({
        weight: z.object({
          value: z.number().positive(),
          unit: z.enum(['gram', 'kilogram', 'ounce', 'pound']),
        }),
      }),
    )
    .min(1),
});
const ratesSchema = z.object({
  shipment: shipmentSchema,
  rate_options: z.object({
    carrier_ids: z.array(z.string()).min(1),
    preferred_currency: z
      .string()
      .regex(/^[a-z]{3}$/)
      .default('usd'),
  }),
});
const labelSchema = z.object({
  shipment: shipmentSchema.extend({
    service_code: z.string(),
    external_shipment_id: z.string().max(50).optional(),
  }),
});

interface ById {
  Params: { id: string };
  Querystring: { tracking_number?: string };
}

const config = (operation: string) => ({ config: { system: 'carrier' as const, operation } });

/** The part of ShipEngine's API that quotes, buys, voids and follows parcels. */
export function registerCarrierRoutes(
  app: FastifyInstance,
  { carrier, apiKey, baseUrl }: { carrier: Carrier; apiKey: string; baseUrl: () => string },
): void {
  app.addHook('preValidation', async (request, reply) => {
    if (request.routeOptions.config.system !== 'carrier') return;
    if (request.headers['api-key'] === apiKey) return;
    return refuse(reply, 401, 'unauthorized', 'The API key is invalid.');
  });
  app.post('/v1/rates', config('rates'), async (request, reply) => {
    const body = ratesSchema.safeParse(bodyJson(request));
    if (!body.success) return refuseBody(reply, body.error);
    return quote(body.data);
  });
  app.post('/v1/labels', config('label'), async (request, reply) => {
    const body = labelSchema.safeParse(bodyJson(request));
    if (!body.success) return refuseBody(reply, body.error);
    const { shipment } = body.data;
    const { service_code: serviceCode, external_shipment_id: externalId } = shipment;
    if (!Object.hasOwn(services, serviceCode)) {
      return refuse(reply, 400, 'invalid_field_value', `Invalid service_code '${serviceCode}'`);
    }
    if (externalId !== undefined && carrier.find(externalId)?.voided === false) {
      const message = `external_shipment_id '${externalId}' is used by another shipment`;
      return refuse(reply, 400, 'identifier_conflict', message);
    }
    const label = carrier.purchase({
      externalShipmentId: externalId ?? null,
      serviceCode,
      shipTo: shipment.ship_to,
      weightGrams: weightOf(shipment),
      currency: 'usd',
    });
    return wireLabel(label, baseUrl());
  });
  const found = (reply: FastifyReply, id: string): object => {
    const label = carrier.find(id);
    return label === undefined ? refuseUnknown(reply, id) : wireLabel(label, baseUrl());
  };
  app.get<ById>('/v1/labels/:id', config('find_label'), async (request, reply) =>
    found(reply, request.params.id),
  );
  app.get<ById>('/v1/labels/external_shipment_id/:id', config('find_label'), async (req, reply) =>
    found(reply, req.params.id),
  );
  app.put<ById>('/v1/labels/:id/void', config('void_label'), async (request, reply) => {
    const label = carrier.labels.get(request.params.id);
    if (label === undefined) return refuseUnknown(reply, request.params.id);
    const approved = carrier.void(label);
    const refused = 'This label was used and cannot be voided';
    return { approved, message: approved ? 'Request for refund submitted' : refused };
  });
  app.get<ById>('/v1/tracking', config('track'), async (request, reply) => {
    const number = request.query.tracking_number ?? '';
    const label = carrier.findByTrackingNumber(number);
    return label === undefined ? refuseUnknown(reply, number) : wireTracking(label);
  });
}

function weightOf(shipment: z.infer<typeof shipmentSchema>): number {
  return shipment.packages.reduce(
    (total, { weight }) => total + weight.value * gramsPer[weight.unit],
    0,
  );
}

function quote({ shipment, rate_options: options }: z.infer<typeof ratesSchema>): object {
  const weightGrams = weightOf(shipment);
  const abroad = shipment.ship_from.country_code !== shipment.ship_to.country_code;
  const currency = options.preferred_currency;
  const none = { currency, amount: 0 };
  const now = Date.now();
  const rates = Object.entries(services).map(([serviceCode, service]) => {
    const days = service.days + (abroad ? 2 : 0);
    const amount = Math.round(price(serviceCode, weightGrams) * (abroad ? 200 : 100)) / 100;
    return {
      rate_id: `se-${randomUUID()}`,
      rate_type: 'shipment',
      carrier_id: sandboxDefaults.carrierIds[0],
      shipping_amount: { currency, amount },
      insurance_amount: none,
      confirmation_amount: none,
      other_amount: none,
      zone: null,
      package_type: 'package',
      delivery_days: days,
      guaranteed_service: false,
      estimated_delivery_date: new Date(now + days * 86_400_000).toISOString(),
      carrier_delivery_days: String(days),
      ship_date: new Date(now).toISOString(),
      negotiated_rate: false,
      service_type: service.name,
      service_code: serviceCode,
      trackable: true,
      carrier_code: carrierCode,
      carrier_nickname: 'Sandbox Post',
      carrier_friendly_name: 'Sandbox Post',
      validation_status: 'valid',
      warning_messages: [],
      error_messages: [],
    };
  });
  return {
    shipment_id: `se-${randomUUID()}`,
    created_at: new Date(now).toISOString(),
    shipment_status: 'pending',
    rate_response: {
      rates,
      invalid_rates: [],
      rate_request_id: `se-${randomUUID()}`,
      created_at: new Date(now).toISOString(),
      status: 'completed',
      errors: [],
    },
  };
}

function wireLabel(label: LabelRecord, baseUrl: string): object {
  const { currency } = label;
  const pdf = `${baseUrl}/sandbox/labels/${label.id}.pdf`;
  return {
    label_id: label.id,
    status: label.voided ? 'voided' : 'completed',
    shipment_id: label.id,
    external_shipment_id: label.externalShipmentId,
    ship_date: label.createdAt,
    created_at: label.createdAt,
    shipment_cost: { currency, amount: label.cost },
    insurance_cost: { currency, amount: 0 },
    tracking_number: label.trackingNumber,
    is_return_label: false,
    is_international: false,
    carrier_id: sandboxDefaults.carrierIds[0],
    service_code: label.serviceCode,
    package_code: 'package',
    voided: label.voided,
    label_format: 'pdf',
    label_layout: '4x6',
    trackable: true,
    carrier_code: carrierCode,
    tracking_status: 'in_transit',
    label_download: { pdf, href: pdf },
    form_download: null,
    insurance_claim: null,
    packages: [],
  };
}

function refuse(
  reply: FastifyReply,
  status: number,
  error_code: string,
  message: string,
): FastifyReply {
  const error = { error_source: 'shipengine', error_type: 'validation', error_code, message };
  return reply.code(status).send({ request_id: randomUUID(), errors: [error] });
}

function refuseUnknown(reply: FastifyReply, id: string): FastifyReply {
  return refuse(reply, 404, 'invalid_identifier', `There is no '${id}'.`);
}

function refuseBody(reply: FastifyReply, error: z.ZodError): FastifyReply {
  const issue = error.issues[0];
  const message = `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'invalid'}`;
  return refuse(reply, 400, 'invalid_field_value', message);
}
