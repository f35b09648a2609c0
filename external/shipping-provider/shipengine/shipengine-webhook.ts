import { createHash, createHmac, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../exchange/exchange.ts';
import type { WebhookRequest } from '../../exchange/external-call.ts';
import type { CarrierWebhookResult } from '../port.ts';
import { isPem } from './webhook-secrets.ts';
import { isKnownStatus, readTracking, trackingAnswerSchema } from './shipengine-answers.ts';

const bodySchema = z.looseObject({ resource_type: z.string().min(1).max(200) });
const trackBodySchema = z.object({
  resource_type: z.literal('API_TRACK'),
  data: trackingAnswerSchema,
});

type KeyOf = (id: string) => KeyObject | undefined;
type Headers = WebhookRequest['headers'];

/**
 * Two schemes. ShipEngine itself, and the sandbox, sign `timestamp.body` by RSA and name the key,
 * which is looked up among the published ones; public keys may also be given as PEM secrets. A relay
 * signs `id.timestamp.body` by HMAC (Standard Webhooks headers). By RSA the event's id is the hash
 * of its body: a redelivery is signed anew.
 */
export function verifyShipEngineWebhook(
  request: WebhookRequest,
  keyOf: (id: string) => KeyObject | undefined,
): CarrierWebhookResult {
  const signed = signatureOf(request.headers, keyOf);
  if (typeof signed === 'string') return { ok: false, reason: signed };
  if (!signed.matches(request)) {
    return { ok: false, reason: signed.keyUnknown ? 'key_unknown' : 'signature_mismatch' };
  }
  const ageMs = Math.abs((request.nowMs ?? Date.now()) - signed.signedAtMs);
  if (ageMs > request.toleranceSeconds * 1_000) {
    return { ok: false, reason: 'timestamp_outside_tolerance' };
  }
  const body = bodySchema.safeParse(parseJson(request.rawBody.toString('utf8')));
  if (!body.success) return { ok: false, reason: 'body_malformed' };
  const id = signed.id || createHash('sha256').update(request.rawBody).digest('base64url');
  const signedAt = new Date(signed.signedAtMs).toISOString();
  return { ok: true, event: { id, ...read(body.data, signedAt) } };
}

type Event = Extract<CarrierWebhookResult, { ok: true }>['event'];

/** Updates of parcels are understood. Whatever else is signed goes on whole, for a person. */
function read(body: z.output<typeof bodySchema>, signedAt: string): Omit<Event, 'id'> {
  const track = trackBodySchema.safeParse(body);
  const tracking = track.success ? readTracking(track.data.data) : undefined;
  if (tracking && isKnownStatus(track.data!.data.status_code)) {
    return { occurredAt: tracking.events.at(-1)?.occurredAt ?? signedAt, tracking, reported: null };
  }
  const kind = body.resource_type;
  const reported = { kind, unreadable: kind === 'API_TRACK', body };
  return { occurredAt: signedAt, tracking: null, reported };
}

interface Signed {
  id: string;
  /** Named, and neither known nor given. */
  keyUnknown?: boolean;
  signedAtMs: number;
  matches(request: WebhookRequest): boolean;
}

function signatureOf(
  headers: Headers,
  keyOf: KeyOf,
): Signed | 'signature_missing' | 'signature_malformed' {
  if (headers['webhook-signature'] !== undefined) return hmacSignature(headers);
  if (headers['x-shipengine-rsa-sha256-signature'] !== undefined)
    return rsaSignature(headers, keyOf);
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

function rsaSignature(headers: Headers, keyOf: KeyOf): Signed | 'signature_malformed' {
  const time = headers['x-shipengine-timestamp'];
  const text = headers['x-shipengine-rsa-sha256-signature'];
  const keyId = headers['x-shipengine-rsa-sha256-key-id'];
  const published = typeof keyId === 'string' ? keyOf(keyId) : undefined;
  if (typeof time !== 'string' || typeof text !== 'string') return 'signature_malformed';
  const signedAtMs = Date.parse(time);
  const signature = Buffer.from(text, 'base64');
  if (Number.isNaN(signedAtMs) || signature.length === 0) return 'signature_malformed';
  return {
    id: '',
    signedAtMs,
    keyUnknown: typeof keyId === 'string' && published === undefined,
    matches({ rawBody, secrets }) {
      const content = Buffer.concat([Buffer.from(`${time}.`), rawBody]);
      if (published && verify('sha256', content, published, signature)) return true;
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
