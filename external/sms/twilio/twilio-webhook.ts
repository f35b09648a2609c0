import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { SmsReport, SmsWebhookRequest, SmsWebhookResult } from '../port.ts';
import { slugOf } from './twilio-errors.ts';

const signatureForm = /^[A-Za-z0-9+/]{27}=$/;

/**
 * Twilio signs the address that it was given and, sorted by name, all fields of the form behind it,
 * by HMAC-SHA1 under the account's token. It signs no time: what is told twice, or late, is told
 * apart by the state that the text is in.
 */
export function verifyTwilioWebhook(request: SmsWebhookRequest): SmsWebhookResult {
  const { headers, rawBody, secrets, url } = request;
  const signature = headers['x-twilio-signature'];
  if (signature === undefined) return { ok: false, reason: 'signature_missing' };
  if (typeof signature !== 'string' || !signatureForm.test(signature)) {
    return { ok: false, reason: 'signature_malformed' };
  }
  const form = new URLSearchParams(rawBody.toString('utf8'));
  const given = Buffer.from(signature, 'base64');
  const isSigned = secrets.some((secret) =>
    timingSafeEqual(twilioSignature(secret, url, form), given),
  );
  if (!isSigned) return { ok: false, reason: 'signature_mismatch' };
  const report = read(form);
  return report ? { ok: true, report } : { ok: false, reason: 'body_malformed' };
}

/** What Twilio puts into `X-Twilio-Signature`, before base64. */
export function twilioSignature(authToken: string, url: string, form: URLSearchParams): Buffer {
  const names = [...new Set(form.keys())].toSorted();
  const fields = names.flatMap((name) =>
    [...new Set(form.getAll(name))].toSorted().map((value) => name + value),
  );
  return createHmac('sha1', authToken)
    .update(url + fields.join(''), 'utf8')
    .digest();
}

const sid = z.string().regex(/^(SM|MM)[0-9a-fA-F]{32}$/);
const stateOf: Readonly<Record<string, Extract<SmsReport, { kind: 'state' }>['state']>> = {
  accepted: 'queued',
  scheduled: 'queued',
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'failed',
};

function read(form: URLSearchParams): SmsReport | undefined {
  const id = sid.safeParse(form.get('MessageSid') ?? form.get('SmsSid')).data;
  if (id === undefined) return undefined;
  const status = form.get('MessageStatus') ?? form.get('SmsStatus');
  if (status !== null && status !== 'received' && status !== 'receiving') {
    const error = Number(form.get('ErrorCode') ?? '');
    return {
      kind: 'state',
      providerMessageId: id,
      state: stateOf[status] ?? 'other',
      code: Number.isInteger(error) && error > 0 ? slugOf(error) : null,
      ...(stateOf[status] ? {} : { body: form.toString() }),
    };
  }
  const from = form.get('From');
  if (from === null || !/^\+[1-9]\d{6,14}$/.test(from)) return undefined;
  return { kind: 'received', id, from, wish: wishOf(form) };
}

/** Those that Twilio and carriers know; a whole text of one word. */
const stopWords = new Set(
  'stop stopall unsubscribe cancel end quit revoke optout stopp'.split(' '),
);
const startWords = new Set('start yes unstop'.split(' '));

function wishOf(form: URLSearchParams): 'stop' | 'start' | 'none' {
  const known = form.get('OptOutType')?.toUpperCase();
  if (known === 'STOP') return 'stop';
  if (known === 'START') return 'start';
  const word = (form.get('Body') ?? '')
    .trim()
    .replace(/[.!]+$/, '')
    .toLowerCase();
  if (stopWords.has(word)) return 'stop';
  return startWords.has(word) ? 'start' : 'none';
}
