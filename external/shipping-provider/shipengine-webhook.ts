import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../exchange.ts';
import type { WebhookRequest } from '../external-call.ts';
import type { CarrierWebhookResult } from './port.ts';
import { isPem } from './webhook-secrets.ts';
import { readTracking, trackingAnswerSchema } from './shipengine-answers.ts';

const bodySchema = z.object({
  resource_type: z.literal('API_TRACK'),
  resource_url: z.string(),
  data: trackingAnswerSchema,
});

type Headers = WebhookRequest['headers'];

/**
 * Two schemes. A relay or the sandbox signs `id.timestamp.body` by HMAC (Standard Webhooks
 * headers). ShipEngine itself signs `timestamp.body` by RSA: give its public keys as PEM secrets;
 * the event id is then the signature, which is the same for a redelivery of the same event.
 */
export function verifyShipEngineWebhook(request: WebhookRequest): CarrierWebhookResult {
  const signed = signatureOf(request.headers);
  if (typeof signed === 'string') return { ok: false, reason: signed };
  if (!signed.matches(request)) return { ok: false, reason: 'signature_mismatch' };
  const ageMs = Math.abs((request.nowMs ?? Date.now()) - signed.signedAtMs);
  if (ageMs > request.toleranceSeconds * 1_000) {
    return { ok: false, reason: 'timestamp_outside_tolerance' };
  }
  const body = bodySchema.safeParse(parseJson(request.rawBody.toString('utf8')));
  const tracking = body.success ? readTracking(body.data.data) : undefined;
  if (tracking === undefined) return { ok: false, reason: 'body_malformed' };
  const occurredAt =
    tracking.events.at(-1)?.occurredAt ?? new Date(signed.signedAtMs).toISOString();
  return { ok: true, event: { id: signed.id, occurredAt, tracking } };
}

interface Signed {
  id: string;
  signedAtMs: number;
  matches(request: WebhookRequest): boolean;
}

function signatureOf(headers: Headers): Signed | 'signature_missing' | 'signature_malformed' {
  if (headers['webhook-signature'] !== undefined) return hmacSignature(headers);
  if (headers['x-shipengine-rsa-sha256-signature'] !== undefined) return rsaSignature(headers);
  return 'signature_missing';
}

function hmacSignature(headers: Headers): Signed | 'signature_malformed' {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': list } = headers;
  if (typeof id !== 'string' || typeof time !== 'string' || typeof list !== 'string') {
    return 'signature_malformed';
  }
  if (!/^[\w-]{1,100}$/.test(id) || !/^\d{1,12}$/.test(time)) return 'signature_malformed';
  const candidates = list
    .split(' ')
    .slice(0, 20)
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'))
    .filter((bytes) => bytes.length === 32);
  if (candidates.length === 0) return 'signature_malformed';
  return {
    id,
    signedAtMs: Number(time) * 1_000,
    matches({ rawBody, secrets }) {
      let matches = false;
      for (const secret of secrets) {
        if (secret === '' || isPem(secret)) continue;
        const expected = createHmac('sha256', secret)
          .update(`${id}.${time}.`)
          .update(rawBody)
          .digest();
        for (const candidate of candidates) {
          if (timingSafeEqual(expected, candidate)) matches = true;
        }
      }
      return matches;
    },
  };
}

function rsaSignature(headers: Headers): Signed | 'signature_malformed' {
  const time = headers['x-shipengine-timestamp'];
  const text = headers['x-shipengine-rsa-sha256-signature'];
  if (typeof time !== 'string' || typeof text !== 'string') return 'signature_malformed';
  const signedAtMs = Date.parse(time);
  const signature = Buffer.from(text, 'base64');
  if (Number.isNaN(signedAtMs) || signature.length === 0) return 'signature_malformed';
  return {
    id: signature.toString('base64url'),
    signedAtMs,
    matches({ rawBody, secrets }) {
      const content = Buffer.concat([Buffer.from(`${time}.`), rawBody]);
      return secrets.some((key) => isPem(key) && isSignedBy(key, content, signature));
    },
  };
}

function isSignedBy(key: string, content: Buffer, signature: Buffer): boolean {
  try {
    return verify('sha256', content, key, signature);
  } catch {
    // A start refuses a key that cannot be read; where one got here all the same it signs nothing.
    return false;
  }
}
