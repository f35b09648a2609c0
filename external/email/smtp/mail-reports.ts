import { createPublicKey, hash, verify } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../exchange/exchange.ts';
import type { WebhookRequest } from '../../exchange/external-call.ts';
import type { EmailReport, EmailWebhookResult } from '../port.ts';

/**
 * What became of mails, in the form of SendGrid's event webhook, which a relay of ours may report in
 * too: a list of events, signed by ECDSA (P-256, SHA-256) over `timestamp + body`.
 */
const signatureHeader = 'x-twilio-email-event-webhook-signature';
const timestampHeader = 'x-twilio-email-event-webhook-timestamp';
/** A report is tried again for a day. Told twice it changes nothing, so its age need not be small. */
const oldestSeconds = 26 * 3_600;
const eventsMax = 20_000;
/** Of the last year that is written in four digits. */
const latestSecond = 253_402_300_799;

/** Said beside what counts. */
const said = z.string().optional().catch(undefined);

const eventSchema = z.looseObject({
  event: z.string().min(1).max(100),
  email: z.string().min(1).max(320),
  /** Unix seconds. */
  timestamp: z.int().min(0).max(latestSecond),
  sg_event_id: z.string().min(1).max(200),
  'smtp-id': z.string().max(400).optional(),
  kontor_message: z.string().max(200).optional(),
  type: said,
  reason: said,
  response: said,
  status: said,
});

type Event = z.output<typeof eventSchema>;

/** The key as it is given: SPKI in base64, with or without the lines of PEM. */
export function isReportKey(text: string): boolean {
  try {
    return keyOf(text).asymmetricKeyType === 'ec';
  } catch {
    return false;
  }
}

function keyOf(text: string) {
  const base64 = text.replaceAll(/-----[A-Z ]+-----|\\n|\s/g, '');
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
}

export function verifyMailReports(request: WebhookRequest): EmailWebhookResult {
  const { headers, rawBody, secrets, nowMs } = request;
  const signature = headers[signatureHeader];
  const timestamp = headers[timestampHeader];
  if (signature === undefined || timestamp === undefined) return no('signature_missing');
  if (typeof signature !== 'string' || typeof timestamp !== 'string') {
    return no('signature_malformed');
  }
  if (!/^\d{1,12}$/.test(timestamp) || !/^[\w+/=-]{16,400}$/.test(signature)) {
    return no('signature_malformed');
  }
  const signed = Buffer.concat([Buffer.from(timestamp), rawBody]);
  const bytes = Buffer.from(signature, 'base64');
  if (!secrets.some((secret) => verify('sha256', signed, keyOf(secret), bytes))) {
    return no('signature_mismatch');
  }
  const ageSeconds = (nowMs ?? Date.now()) / 1_000 - Number(timestamp);
  if (ageSeconds > oldestSeconds || ageSeconds < -request.toleranceSeconds) {
    return no('timestamp_outside_tolerance');
  }
  const list = z
    .array(z.unknown())
    .max(eventsMax)
    .safeParse(parseJson(rawBody.toString('utf8')));
  if (!list.success) return no('body_malformed');
  return { ok: true, reports: list.data.map((one) => reportOf(one, nowMs)) };
}

function no(reason: Extract<EmailWebhookResult, { ok: false }>['reason']): EmailWebhookResult {
  return { ok: false, reason };
}

const passing = new Set(['processed', 'open', 'click']);
/** Why the provider did not even try: it knows the address. */
const dropped: readonly [reason: RegExp, kind: EmailReport['kind']][] = [
  [/bounced address|invalid/i, 'bounced'],
  [/spam report/i, 'complained'],
  [/unsubscribed/i, 'unsubscribed'],
];

function kindOf({ event, type, reason = '' }: Event): EmailReport['kind'] {
  if (passing.has(event)) return 'passing';
  switch (event) {
    case 'delivered':
      return 'delivered';
    case 'deferred':
      return 'deferred';
    case 'bounce':
      return type === 'blocked' ? 'refused' : 'bounced';
    case 'dropped':
      return dropped.find(([form]) => form.test(reason))?.[1] ?? 'refused';
    case 'spamreport':
      return 'complained';
    case 'unsubscribe':
    case 'group_unsubscribe':
      return 'unsubscribed';
    default:
      return 'other';
  }
}

/** One that says nothing we know how to read holds up none of the others. */
function reportOf(one: unknown, nowMs = Date.now()): EmailReport {
  const { data: event } = eventSchema.safeParse(one);
  if (event) return read(event, one);
  const body = JSON.stringify(one);
  const id = `unread_${hash('sha256', body, 'base64url')}`;
  const occurredAt = new Date(nowMs).toISOString();
  return { id, kind: 'other', email: '', messageId: null, occurredAt, detail: null, body };
}

function read(event: Event, one: unknown): EmailReport {
  const kind = kindOf(event);
  const said = [event.status, event.reason ?? event.response].filter((part) => part).join(' ');
  const detail = kind === 'other' ? `${event.event} ${said}` : said;
  return {
    id: event.sg_event_id,
    kind,
    email: event.email,
    messageId: event.kontor_message ?? messageOf(event['smtp-id']),
    occurredAt: new Date(event.timestamp * 1_000).toISOString(),
    detail: detail.trim().slice(0, 300) || null,
    ...(kind === 'other' ? { body: JSON.stringify(one) } : {}),
  };
}

/** Our id of a Message-ID as we write it: `<id@domain>`. */
function messageOf(messageId: string | undefined): string | null {
  return /^<?([\w.-]{1,120})@/.exec(messageId ?? '')?.[1] ?? null;
}
