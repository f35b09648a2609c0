import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookRequest } from '../../exchange/external-call.ts';
import type { PaymentWebhookResult } from '../port.ts';
import { readStripeEvent } from './stripe-events.ts';

export { stripeWebhookTypes } from './stripe-events.ts';

/** Checks the signature over the raw bytes before anything of the body is read. */
export function verifyStripeWebhook(request: WebhookRequest): PaymentWebhookResult {
  const header = request.headers['stripe-signature'];
  if (header === undefined || header === '') return { ok: false, reason: 'signature_missing' };
  const signature = typeof header === 'string' ? parseSignature(header) : undefined;
  if (signature === undefined) return { ok: false, reason: 'signature_malformed' };
  if (!signatureMatches(request, signature)) return { ok: false, reason: 'signature_mismatch' };
  const ageSeconds = Math.abs((request.nowMs ?? Date.now()) / 1_000 - signature.seconds);
  if (ageSeconds > request.toleranceSeconds) {
    return { ok: false, reason: 'timestamp_outside_tolerance' };
  }
  const event = readStripeEvent(request.rawBody);
  return event === undefined ? { ok: false, reason: 'body_malformed' } : { ok: true, event };
}

interface Signature {
  time: string;
  seconds: number;
  candidates: Buffer[];
}

function parseSignature(header: string): Signature | undefined {
  let time: string | undefined;
  const candidates: Buffer[] = [];
  for (const part of header.split(',').slice(0, 20)) {
    const [name, value] = part.trim().split('=', 2);
    if (name === 't') time = value;
    if (name === 'v1' && value !== undefined && /^[0-9a-f]{64}$/.test(value)) {
      candidates.push(Buffer.from(value, 'hex'));
    }
  }
  if (time === undefined || !/^\d{1,12}$/.test(time) || candidates.length === 0) return undefined;
  return { time, seconds: Number(time), candidates };
}

function signatureMatches(request: WebhookRequest, signature: Signature): boolean {
  let matches = false;
  for (const secret of request.secrets) {
    if (secret === '') continue;
    const expected = createHmac('sha256', secret)
      .update(`${signature.time}.`)
      .update(request.rawBody)
      .digest();
    for (const candidate of signature.candidates) {
      if (timingSafeEqual(expected, candidate)) matches = true;
    }
  }
  return matches;
}
