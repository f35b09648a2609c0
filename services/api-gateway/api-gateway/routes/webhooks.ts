import { z } from 'zod';
import type { IncomingHttpHeaders } from 'node:http';
import { handwrittenRoute, type Route, type RouteRequest } from '../declaring/route.ts';

const received = z
  .strictObject({ outcome: z.string() })
  .meta({ id: 'WebhookOutcome', description: 'What was done with it' });

/** Webhooks go on as they came, byte for byte: their signature is over the raw body. */
export const webhookRoutes: readonly Route[] = [
  handwrittenRoute({
    method: 'POST',
    path: '/v1/webhooks/payment',
    operationId: 'receivePaymentWebhook',
    tag: 'Webhooks',
    summary: 'Take a payment gateway’s webhook',
    description: 'Signed by the payment gateway. A repeated event changes nothing.',
    audience: 'store',
    rateClass: 'webhook',
    identity: 'ignored',
    access: 'public',
    calls: [['order', 'receivePaymentWebhook']],
    bodyForm: 'raw',
    body: z.unknown(),
    replies: { 200: received },
    handle: async (request, { call }) => {
      const taken = await call.order.receivePaymentWebhook(raw(request), request.invocation);
      return taken.ok ? { status: 200, body: taken.value } : taken;
    },
  }),
  handwrittenRoute({
    method: 'POST',
    path: '/v1/webhooks/carrier',
    operationId: 'receiveCarrierWebhook',
    tag: 'Webhooks',
    summary: 'Take a carrier’s webhook',
    description: 'Signed by the carrier’s platform. A repeated event changes nothing.',
    audience: 'store',
    rateClass: 'webhook',
    identity: 'ignored',
    access: 'public',
    calls: [['fulfillment', 'receiveCarrierWebhook']],
    bodyForm: 'raw',
    body: z.unknown(),
    replies: { 200: received },
    handle: async (request, { call }) => {
      const taken = await call.fulfillment.receiveCarrierWebhook(raw(request), request.invocation);
      return taken.ok ? { status: 200, body: taken.value } : taken;
    },
  }),
];

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
function plain(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string' || name === 'cookie' || name === 'authorization') continue;
    kept[name] = value;
  }
  return kept;
}
