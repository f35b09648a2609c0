import { z } from 'zod';
import {
  Exchange,
  parseJson,
  unknown,
  type Answer,
  type ExchangeRequest,
} from '../../exchange/exchange.ts';
import type { ExternalCall, Refused, Unknown } from '../../exchange/external-call.ts';
import type {
  CarrierWebhookResult,
  FetchWebhookKeysResult,
  FindLabelResult,
  Label,
  PurchaseLabelRequest,
  PurchaseLabelResult,
  QuoteRatesRequest,
  QuoteRatesResult,
  ShippingProvider,
  TrackResult,
  VoidLabelResult,
  WebhookRequest,
} from '../port.ts';
import {
  errorAnswerSchema,
  labelAnswerSchema,
  ratesAnswerSchema,
  readLabel,
  readRate,
  readTracking,
  trackingAnswerSchema,
} from './shipengine-answers.ts';
import { wireShipment } from './shipengine-requests.ts';
import { verifyShipEngineWebhook } from './shipengine-webhook.ts';
import { WebhookKeys } from './webhook-keys.ts';

export interface ShipEngineSettings {
  /** `https://api.shipengine.com`, or the sandbox. */
  baseUrl: string;
  apiKey: string;
  /** Carrier accounts that are asked for rates. */
  carrierIds: string[];
  /** Where the public keys of its webhooks are published. */
  jwksUrl: string;
  timeoutMs: number;
}

const invalid = (detail: string): Unknown => unknown('invalid_answer', 'maybe', detail);
const voidAnswerSchema = z.object({ approved: z.boolean(), message: z.string() });

export class ShipEngine implements ShippingProvider {
  private readonly exchange: Exchange;
  private readonly carrierIds: string[];
  private readonly webhookKeys: WebhookKeys;

  constructor(settings: ShipEngineSettings) {
    this.carrierIds = settings.carrierIds;
    this.webhookKeys = new WebhookKeys(settings.jwksUrl, settings.timeoutMs);
    this.exchange = new Exchange({
      baseUrl: settings.baseUrl,
      timeoutMs: settings.timeoutMs,
      headers: { 'api-key': settings.apiKey, 'content-type': 'application/json' },
    });
  }

  async quoteRates(request: QuoteRatesRequest, call?: ExternalCall): Promise<QuoteRatesResult> {
    const answer = await this.post(
      '/v1/rates',
      {
        shipment: { validate_address: 'no_validation', ...wireShipment(request) },
        rate_options: {
          carrier_ids: this.carrierIds,
          ...(request.currency === 'any'
            ? {}
            : { preferred_currency: request.currency.toLowerCase() }),
        },
      },
      true,
      call,
    );
    if (answer.status === 'unknown') return answer;
    if (answer.statusCode >= 400) return refusal(answer);
    const parsed = ratesAnswerSchema.safeParse(parseJson(answer.text));
    if (!parsed.success) return invalid('no rates');
    const usable = parsed.data.rate_response.rates.filter(
      (rate) => rate.validation_status !== 'invalid',
    );
    const rates = [];
    for (const wire of usable) {
      const rate = readRate(wire);
      if (rate === undefined) return invalid('rate with unreadable amount');
      if (request.currency === 'any' || rate.currency === request.currency) rates.push(rate);
    }
    return { status: 'quoted', rates: rates.toSorted((a, b) => a.amountMinor - b.amountMinor) };
  }

  async purchaseLabel(
    request: PurchaseLabelRequest,
    call?: ExternalCall,
  ): Promise<PurchaseLabelResult> {
    const carrierId = request.carrierId ?? (await this.carrierOf(request, call));
    if (typeof carrierId !== 'string') return carrierId;
    const answer = await this.post(
      '/v1/labels',
      {
        shipment: {
          carrier_id: carrierId,
          service_code: request.serviceCode,
          external_shipment_id: request.externalShipmentId,
          ...wireShipment(request),
        },
        validate_address: 'no_validation',
        label_format: 'pdf',
      },
      // The provider refuses a second label of an external id, but does not replay the first.
      false,
      call,
      request.idempotencyKey,
    );
    if (answer.status === 'unknown') return answer;
    if (answer.statusCode >= 400) {
      const refused = refusal(answer);
      if (refused.status === 'unknown' || refused.code !== 'identifier_conflict') return refused;
      const before = await this.findLabel(request, call);
      if (before.status === 'unknown') return before;
      return before.status === 'found' && before.label.state !== 'voided'
        ? { status: 'purchased', label: before.label }
        : refused;
    }
    const label = parseLabel(answer);
    if (label === undefined) return invalid('no label');
    if (label.externalShipmentId !== request.externalShipmentId) return invalid('other shipment');
    return label.state === 'error'
      ? { status: 'refused', code: 'label_error' }
      : { status: 'purchased', label };
  }

  /**
   * The carrier of a service that was chosen without one: the only one there is; of several the one
   * that offers the service for this parcel at the least price; where none does, the first of them.
   */
  private async carrierOf(
    request: PurchaseLabelRequest,
    call: ExternalCall | undefined,
  ): Promise<string | Refused | Unknown> {
    const [first, ...others] = this.carrierIds;
    if (first === undefined) return { status: 'refused', code: 'no_carrier' };
    if (others.length === 0) return first;
    const quoted = await this.quoteRates({ ...request, currency: 'any' }, call);
    if (quoted.status === 'unknown') return { ...quoted, executed: 'no' };
    const rates = quoted.status === 'quoted' ? quoted.rates : [];
    return rates.find(({ serviceCode }) => serviceCode === request.serviceCode)?.carrierId ?? first;
  }

  async voidLabel(
    request: { labelId: string; idempotencyKey: string },
    call?: ExternalCall,
  ): Promise<VoidLabelResult> {
    const path = `/v1/labels/${encodeURIComponent(request.labelId)}/void`;
    const sent = { method: 'PUT' as const, path, idempotent: true };
    const answer = await this.exchange.send(sent, call);
    if (answer.status === 'unknown') return answer;
    if (answer.statusCode >= 400) return refusal(answer);
    const parsed = voidAnswerSchema.safeParse(parseJson(answer.text));
    if (!parsed.success) return invalid('no approval');
    return parsed.data.approved
      ? { status: 'voided', labelId: request.labelId }
      : { status: 'refused', code: 'void_not_approved', detail: parsed.data.message };
  }

  async findLabel(
    request: { externalShipmentId: string },
    call?: ExternalCall,
  ): Promise<FindLabelResult> {
    const id = encodeURIComponent(request.externalShipmentId);
    const answer = await this.get(`/v1/labels/external_shipment_id/${id}`, call);
    if (answer.status === 'unknown') return answer;
    if (answer.statusCode === 404) return missing(answer);
    const label = answer.statusCode < 300 ? parseLabel(answer) : undefined;
    if (label?.externalShipmentId !== request.externalShipmentId) return invalid('no such label');
    return { status: 'found', label };
  }

  async track(
    request: { trackingNumber: string; carrierCode: string },
    call?: ExternalCall,
  ): Promise<TrackResult> {
    const query = new URLSearchParams({
      carrier_code: request.carrierCode,
      tracking_number: request.trackingNumber,
    });
    const answer = await this.get(`/v1/tracking?${query.toString()}`, call);
    if (answer.status === 'unknown') return answer;
    if (answer.statusCode === 404) return missing(answer);
    const parsed = trackingAnswerSchema.safeParse(parseJson(answer.text));
    const tracking = parsed.success ? readTracking(parsed.data) : undefined;
    if (tracking?.trackingNumber !== request.trackingNumber) return invalid('no such tracking');
    return { status: 'tracked', tracking };
  }

  verifyWebhook(request: WebhookRequest): CarrierWebhookResult {
    return verifyShipEngineWebhook(request, (id) => this.webhookKeys.get(id));
  }

  fetchWebhookKeys(_request: object, call?: ExternalCall): Promise<FetchWebhookKeysResult> {
    return this.webhookKeys.fetch(call);
  }

  async close(): Promise<void> {
    await Promise.all([this.exchange.close(), this.webhookKeys.close()]);
  }

  private get(path: string, call: ExternalCall | undefined): Promise<Answer | Unknown> {
    return this.exchange.send({ method: 'GET', path, idempotent: true }, call);
  }

  private post(
    path: string,
    body: object,
    idempotent: boolean,
    call: ExternalCall | undefined,
    idempotencyKey?: string,
  ): Promise<Answer | Unknown> {
    const request: ExchangeRequest = {
      method: 'POST',
      path,
      body: JSON.stringify(body),
      idempotent,
      ...(idempotencyKey === undefined ? {} : { headers: { 'idempotency-key': idempotencyKey } }),
    };
    return this.exchange.send(request, call);
  }
}

function parseLabel(answer: Answer): Label | undefined {
  const parsed = labelAnswerSchema.safeParse(parseJson(answer.text));
  return parsed.success ? readLabel(parsed.data) : undefined;
}

function refusal(answer: Answer): Refused | Unknown {
  const parsed = errorAnswerSchema.safeParse(parseJson(answer.text));
  const first = parsed.success ? parsed.data.errors[0] : undefined;
  if (first === undefined) return invalid(`status ${answer.statusCode}`);
  return { status: 'refused', code: first.error_code, detail: first.message };
}

/** Only the provider's own words count as an absence, not any 404 of a proxy. */
function missing(answer: Answer): { status: 'not_found' } | Unknown {
  const known = errorAnswerSchema.safeParse(parseJson(answer.text)).success;
  return known ? { status: 'not_found' } : invalid('status 404');
}
