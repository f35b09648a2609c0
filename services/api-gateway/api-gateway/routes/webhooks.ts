import { z } from 'zod';
import { id } from '#contracts/shapes.ts';
import { route, type Route, type RouteRequest } from '../declaring/route.ts';

const received = z
  .strictObject({ outcome: z.string() })
  .meta({ id: 'WebhookOutcome', description: 'What was done with it' });

const ofProvider = z.strictObject({
  provider: z
    .string()
    .max(60)
    .meta({ examples: ['stripe'] }),
});

/** What waits while a shop is away comes at once; in Base64 the broker carries it. */
const reportBytesMax = 4_000_000;

/** Webhooks go on as they came, byte for byte: their signature is over the raw body. */
export const webhookRoutes: readonly Route[] = [
  route({
    ...signed('/v1/webhooks/payment-gateway/{provider}', 'receiveWebhookOfPaymentProvider'),
    summary: 'Take a payment provider’s webhook',
    description: 'Signed by the provider. A repeated event changes nothing.',
    calls: ['order', 'receivePaymentWebhook'],
    params: ofProvider,
    input: (request) => ({ ...raw(request), ...request.params }),
  }),
  route({
    ...signed('/v1/webhooks/shipping-provider/{provider}', 'receiveWebhookOfShippingProvider'),
    summary: 'Take a shipping provider’s webhook',
    description: 'Signed by the provider. A repeated event changes nothing.',
    calls: ['fulfillment', 'receiveCarrierWebhook'],
    params: ofProvider,
    input: (request) => ({ ...raw(request), ...request.params }),
  }),
  route({
    ...signed('/v1/webhooks/email/{provider}', 'receiveWebhookOfEmailProvider'),
    summary: 'Take what a mail provider reports',
    description:
      'Signed by the provider, in the form of SendGrid’s event webhook, up to 4 MB and 20,000 reports in one. A repeated report changes nothing.',
    bodyBytesMax: reportBytesMax,
    calls: ['customer', 'receiveEmailWebhook'],
    params: ofProvider,
    input: (request) => ({ ...raw(request), ...request.params }),
  }),
  route({
    ...signed('/v1/webhooks/sms/{provider}', 'receiveWebhookOfSmsProvider'),
    summary: 'Take what a provider of texts tells',
    description:
      'Signed by the provider: how a text went, which `message` names, or that somebody wrote STOP.',
    calls: ['customer', 'receiveSmsWebhook'],
    params: ofProvider,
    query: z.strictObject({ message: id.optional() }),
    input: (request) => ({
      ...raw(request),
      ...request.params,
      messageId: request.query.message ?? null,
    }),
  }),
  route({
    ...signed('/v1/webhooks/payment', 'receivePaymentWebhook'),
    summary: 'Take a webhook of Stripe',
    description: 'As `/v1/webhooks/payment-gateway/stripe`, which took its place.',
    calls: ['order', 'receivePaymentWebhook'],
    input: (request) => ({ ...raw(request), provider: 'stripe' }),
  }),
  route({
    ...signed('/v1/webhooks/carrier', 'receiveCarrierWebhook'),
    summary: 'Take a webhook of ShipEngine',
    description: 'As `/v1/webhooks/shipping-provider/shipengine`, which took its place.',
    calls: ['fulfillment', 'receiveCarrierWebhook'],
    input: (request) => ({ ...raw(request), provider: 'shipengine' }),
  }),
];

function signed<const Path extends string, const Id extends string>(path: Path, operationId: Id) {
  return {
    method: 'POST',
    path,
    operationId,
    tag: 'Webhooks',
    audience: 'store',
    rateClass: 'webhook',
    identity: 'ignored',
    bodyForm: 'raw',
    body: z.unknown(),
    replies: { 200: received },
  } as const;
}

function raw({ body, headers, ipAddress }: RouteRequest): {
  rawBodyBase64: string;
  headers: Record<string, string>;
  clientAddress: string;
} {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  return {
    rawBodyBase64: bytes.toString('base64'),
    headers: plain(headers),
    clientAddress: ipAddress.slice(0, 64),
  };
}

/** Headers without those that are ours or a proxy's to know: no cookies, no credentials. */
function plain(headers: RouteRequest['headers']): Record<string, string> {
  const stored: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string' || name === 'cookie' || name === 'authorization') continue;
    stored[name] = value;
  }
  return stored;
}
