import type { FastifyInstance, FastifyReply } from 'fastify';
import { sandboxDefaults } from '../../exchange/sandbox-keys.ts';
import type { Book } from '../book/book.ts';
import { bodyJson } from '../wire/request-body.ts';
import { fields, type Reported } from '../wire/wire-shape.ts';
import { registerAddressRoutes } from './address-routes.ts';
import { CarrierBook } from './carrier-book.ts';
import {
  asking,
  refuse,
  refuseUnknown,
  taking,
  unknownCarrier,
  type ById,
} from './carrier-replies.ts';
import {
  foundLabel,
  label as labelWanted,
  labelOfRate,
  rates as ratesWanted,
  returnLabel,
  tracking as trackingWanted,
  type LabelRequest,
  type RatesRequest,
} from './carrier-requests.ts';
import { weightOf, wireLabel, wireQuote } from './carrier-wire.ts';
import { services, wireTracking, type Carrier } from './carrier.ts';
import { registerManifestRoutes } from './manifest-routes.ts';

interface Parts {
  carrier: Carrier;
  apiKey: string;
  baseUrl: () => string;
  book: Book;
}

/** The part of ShipEngine's API that quotes, buys, voids and follows parcels. */
export function registerCarrierRoutes(app: FastifyInstance, parts: Parts): void {
  const { carrier, apiKey, baseUrl, book } = parts;
  const kept = new CarrierBook(book);
  app.addHook('preValidation', async (request, reply) => {
    if (request.routeOptions.config.system !== 'carrier') return;
    if (request.headers['api-key'] === apiKey) return;
    return refuse(reply, 401, 'unauthorized', 'The API key is invalid.');
  });
  app.post('/v1/rates', taking('rates', ratesWanted), async (request, reply) => {
    const body = bodyJson(request) as RatesRequest;
    const unknown = unknownCarrier(body.rate_options.carrier_ids);
    if (unknown) return refuse(reply, 400, 'invalid_field_value', unknown);
    return wireQuote(body, (shipment, rates) => kept.keepQuote(shipment, rates));
  });
  app.post('/v1/labels', taking('label', labelWanted), async (request, reply) => {
    const { shipment } = bodyJson(request) as LabelRequest;
    const { service_code: serviceCode, external_shipment_id: externalId } = shipment;
    const unknown = unknownCarrier([shipment.carrier_id]);
    if (unknown) return refuse(reply, 400, 'invalid_field_value', unknown);
    if (!Object.hasOwn(services, serviceCode)) {
      return refuse(reply, 400, 'invalid_field_value', `Invalid service_code '${serviceCode}'`);
    }
    if (typeof externalId === 'string' && carrier.find(externalId)?.voided === false) {
      const message = `external_shipment_id '${externalId}' is used by another shipment`;
      return refuse(reply, 400, 'identifier_conflict', message);
    }
    const label = carrier.purchase({
      ...parcelOf(shipment),
      externalShipmentId: externalId ?? null,
      serviceCode,
      carrierId: shipment.carrier_id,
      currency: 'usd',
    });
    return wireLabel(label, baseUrl());
  });
  registerMoreLabels(app, kept, parts);
  registerAddressRoutes(app);
  registerManifestRoutes(app, { carrier, kept, baseUrl });
  const found = (reply: FastifyReply, id: string): object => {
    const label = carrier.find(id);
    return label === undefined ? refuseUnknown(reply, id) : wireLabel(label, baseUrl());
  };
  app.get<ById>('/v1/labels/:id', asking('find_label', foundLabel), async (request, reply) =>
    found(reply, request.params.id),
  );
  app.get<ById>(
    '/v1/labels/external_shipment_id/:id',
    asking('find_label', foundLabel),
    async (req, reply) => found(reply, req.params.id),
  );
  app.put<ById>('/v1/labels/:id/void', asking('void_label', fields({})), async (request, reply) => {
    const label = carrier.labels.get(request.params.id);
    if (label === undefined) return refuseUnknown(reply, request.params.id);
    const approved = carrier.void(label);
    const refused = 'This label was used and cannot be voided';
    return { approved, message: approved ? 'Request for refund submitted' : refused };
  });
  app.get<ById>('/v1/tracking', asking('track', trackingWanted), async (request, reply) => {
    const number = request.query['tracking_number'] ?? '';
    const label = carrier.findByTrackingNumber(number);
    return label === undefined ? refuseUnknown(reply, number) : wireTracking(label);
  });
}

/** Labels from a rate and for the way back, and where a label's parcel is. */
function registerMoreLabels(
  app: FastifyInstance,
  kept: CarrierBook,
  { carrier, baseUrl }: Parts,
): void {
  app.post<ById>('/v1/labels/rates/:id', taking('label', labelOfRate), async (request, reply) => {
    const { id } = request.params;
    const rate = kept.rate(id);
    if (rate === undefined) return refuseUnknown(reply, id);
    const { shipment, serviceCode, amount, currency } = rate;
    const told = shipment.external_shipment_id ?? null;
    if (told !== null && carrier.find(told)?.voided === false) {
      const message = `external_shipment_id '${told}' is used by another shipment`;
      return refuse(reply, 400, 'identifier_conflict', message);
    }
    const label = carrier.purchase({
      ...parcelOf(shipment),
      externalShipmentId: told,
      serviceCode,
      carrierId: sandboxDefaults.carrierIds[0],
      currency,
      agreedCost: amount,
    });
    return wireLabel(label, baseUrl());
  });
  app.post<ById>('/v1/labels/:id/return', taking('label', returnLabel), async (request, reply) => {
    const { id } = request.params;
    const outbound = carrier.labels.get(id);
    if (outbound === undefined) return refuseUnknown(reply, id);
    if (outbound.voided || outbound.shipFrom === undefined) {
      return refuse(reply, 400, 'invalid_status', `The label '${id}' cannot be returned.`);
    }
    const told = bodyJson(request) as Reported<typeof returnLabel>;
    const { serviceCode, weightGrams, currency, shipFrom, shipTo } = outbound;
    const label = carrier.purchase({
      externalShipmentId: null,
      serviceCode,
      carrierId: outbound.carrierId ?? sandboxDefaults.carrierIds[0],
      shipFrom: shipTo,
      shipTo: shipFrom,
      weightGrams,
      customs: null,
      products: [],
      currency,
      returnOf: id,
      rmaNumber: told.rma_number ?? null,
      chargeEvent: told.charge_event ?? 'carrier_default',
    });
    return wireLabel(label, baseUrl());
  });
  app.get<ById>('/v1/labels/:id/track', asking('track', fields({})), async (request, reply) => {
    const label = carrier.labels.get(request.params.id);
    return label ? wireTracking(label) : refuseUnknown(reply, request.params.id);
  });
}

/** Who sends what to whom. */
function parcelOf(shipment: RatesRequest['shipment']) {
  return {
    shipFrom: shipment.ship_from,
    shipTo: shipment.ship_to,
    weightGrams: weightOf(shipment.packages),
    customs: shipment.customs ?? null,
    products: shipment.packages.flatMap(({ products = [] }) => products),
  };
}
