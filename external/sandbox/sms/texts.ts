import { sandboxDefaults } from '../../exchange/sandbox-keys.ts';

export interface SentSms {
  id: string;
  to: string;
  from: string;
  body: string;
  idempotencyKey: string | null;
  receivedAt: string;
  /** Absent in books of an earlier version. */
  messagingService?: string | null;
  media?: number;
  /** Where each change of its state is told; absent in books of an earlier version. */
  statusCallback?: string | null;
  /** Taken back by its sender before it was on its way. */
  canceled?: boolean;
}

export type TextStatus = 'accepted' | 'queued' | 'sent' | 'delivered' | 'undelivered' | 'canceled';

export const account = sandboxDefaults.smsAccountSid;
/** Of the sandbox's messaging services, whichever was named. */
const serviceNumber = '+15005550006';
/** How long a text takes to its carrier, and from there to the handset. */
export const sentAfterMs = 150;
export const endedAfterMs = 400;

const errorTexts: Readonly<Record<string, string>> = {
  30003: 'Unreachable destination handset',
  30004: 'Message blocked',
  30005: 'Unknown destination handset',
  30006: 'Landline or unreachable carrier',
  30007: 'Carrier violation',
  30008: 'Unknown error',
};

/** A number that ends in one of Twilio's errors of delivery, such as 30005, does not get its texts. */
export function errorOf(to: string): { code: number; message: string } | undefined {
  const code = to.slice(-5);
  const message = Object.hasOwn(errorTexts, code) ? errorTexts[code] : undefined;
  return message === undefined ? undefined : { code: Number(code), message };
}

export function statusOf(text: SentSms, nowMs: number): TextStatus {
  if (text.canceled === true) return 'canceled';
  const ageMs = nowMs - Date.parse(text.receivedAt);
  if (ageMs < sentAfterMs) return text.messagingService ? 'accepted' : 'queued';
  if (ageMs < endedAfterMs) return 'sent';
  return errorOf(text.to) === undefined ? 'delivered' : 'undelivered';
}

/** Who it is from: a messaging service chooses the number when it sends. */
export function senderOf(text: SentSms): string {
  return text.from || serviceNumber;
}

/** As Twilio writes times. */
const written = (time: string): string => new Date(time).toUTCString().replace('GMT', '+0000');

export function wireMessage(text: SentSms, nowMs = Date.now()): object {
  const status = statusOf(text, nowMs);
  const onItsWay = status !== 'accepted' && status !== 'queued' && status !== 'canceled';
  const error = status === 'undelivered' ? errorOf(text.to) : undefined;
  const path = `/2010-04-01/Accounts/${account}/Messages/${text.id}`;
  return {
    sid: text.id,
    account_sid: account,
    api_version: '2010-04-01',
    body: text.body,
    date_created: written(text.receivedAt),
    date_sent: onItsWay ? written(text.receivedAt) : null,
    date_updated: written(text.receivedAt),
    direction: 'outbound-api',
    messaging_service_sid: text.messagingService ?? null,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
    from: onItsWay ? senderOf(text) : text.from || null,
    num_media: String(text.media ?? 0),
    num_segments: String(Math.max(1, Math.ceil(text.body.length / 153))),
    price: null,
    price_unit: 'USD',
    status,
    subresource_uris: { media: `${path}/Media.json` },
    to: text.to,
    uri: `${path}.json`,
  };
}
