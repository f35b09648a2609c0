import type { FastifyInstance, FastifyReply } from 'fastify';
import { sandboxDefaults } from '../../exchange/sandbox-keys.ts';
import { shipEngineDialect, shipEngineError } from './carrier-refusals.ts';
import {
  foundLabel,
  label as labelWanted,
  rates as ratesWanted,
  tracking as trackingWanted,
  type LabelRequest,
  type RatesRequest,
} from './carrier-requests.ts';
import { weightOf, wireLabel, wireQuote } from './carrier-wire.ts';
import { services, wireTracking, type Carrier } from './carrier.ts';
import { sendRefusal } from '../wire/described-requests.ts';
import { bodyJson } from '../wire/request-body.ts';
import type { Shape } from '../wire/wire-shape.ts';
import { fields } from '../wire/wire-shape.ts';

interface ById {
  Params: { id: string };
  Querystring: { tracking_number?: string };
}

const taking = (operation: string, body: Shape) => ({
  config: { system: 'carrier' as const, operation, wants: { dialect: shipEngineDialect, body } },
});
const asking = (operation: string, query: Shape) => ({
  config: { system: 'carrier' as const, operation, wants: { dialect: shipEngineDialect, query } },
});

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
  app.post('/v1/rates', taking('rates', ratesWanted), async (request, reply) => {
    const body = bodyJson(request) as RatesRequest;
    const unknown = unknownCarrier(body.rate_options.carrier_ids);
    if (unknown) return refuse(reply, 400, 'invalid_field_value', unknown);
    return wireQuote(body);
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
      externalShipmentId: externalId ?? null,
      serviceCode,
      carrierId: shipment.carrier_id,
      shipFrom: shipment.ship_from,
      shipTo: shipment.ship_to,
      weightGrams: weightOf(shipment.packages),
      customs: shipment.customs ?? null,
      products: shipment.packages.flatMap(({ products = [] }) => products),
      currency: 'usd',
    });
    return wireLabel(label, baseUrl());
  });
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
    const number = request.query.tracking_number ?? '';
    const label = carrier.findByTrackingNumber(number);
    return label === undefined ? refuseUnknown(reply, number) : wireTracking(label);
  });
}

function unknownCarrier(ids: readonly string[]): string | undefined {
  const known: readonly string[] = sandboxDefaults.carrierIds;
  const unknown = ids.find((id) => !known.includes(id));
  return unknown === undefined ? undefined : `There is no carrier '${unknown}'`;
}

function refuse(
  reply: FastifyReply,
  status: number,
  error_code: string,
  message: string,
): FastifyReply {
  return sendRefusal(reply, shipEngineError(status, error_code, message));
}

function refuseUnknown(reply: FastifyReply, id: string): FastifyReply {
  return refuse(reply, 404, 'invalid_identifier', `There is no '${id}'.`);
}
