import { randomBytes } from 'node:crypto';
import type { WebhookSender } from '../book/webhooks.ts';
import { account, endedAfterMs, errorOf, sentAfterMs, senderOf, type SentSms } from './texts.ts';

/** Who texts the shop's number, and what. */
export interface Reply {
  from: string;
  /** The shop's number or messaging service that it answers to. */
  to: string;
  body: string;
}

/** Told to the address that the text named, when its state changes; not at all where it named none. */
export function enqueueStatuses(webhooks: WebhookSender, text: SentSms): void {
  const { statusCallback: url } = text;
  if (!url) return;
  const error = errorOf(text.to);
  const last = error === undefined ? 'delivered' : 'undelivered';
  for (const [status, afterMs] of [
    ['sent', sentAfterMs],
    [last, endedAfterMs],
  ] as const) {
    const body = new URLSearchParams({
      ApiVersion: '2010-04-01',
      AccountSid: account,
      MessageSid: text.id,
      SmsSid: text.id,
      MessageStatus: status,
      SmsStatus: status,
      From: senderOf(text),
      To: text.to,
      ...(text.messagingService ? { MessagingServiceSid: text.messagingService } : {}),
      ...(status === 'undelivered' ? { ErrorCode: String(error?.code) } : {}),
    }).toString();
    const id = `${text.id}.${status}`;
    webhooks.enqueue({ id, system: 'sms', type: `message.${status}`, body, url }, afterMs);
  }
}

/** The words that end and begin it again, which Twilio hears by itself; and what it names them. */
export function optOutTypeOf(body: string): 'STOP' | 'START' | undefined {
  const word = body.trim().toUpperCase();
  if (['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT'].includes(word)) return 'STOP';
  return ['START', 'YES', 'UNSTOP'].includes(word) ? 'START' : undefined;
}

/** A text to the shop, told to the address that the shop has set for its number. */
export function enqueueReply(webhooks: WebhookSender, reply: Reply): string {
  const id = `SM${randomBytes(16).toString('hex')}`;
  const type = optOutTypeOf(reply.body);
  const service: Record<string, string> = reply.to.startsWith('MG')
    ? { MessagingServiceSid: reply.to }
    : {};
  const body = new URLSearchParams({
    ApiVersion: '2010-04-01',
    AccountSid: account,
    MessageSid: id,
    SmsSid: id,
    SmsMessageSid: id,
    SmsStatus: 'received',
    NumMedia: '0',
    NumSegments: '1',
    From: reply.from,
    To: reply.to.startsWith('MG') ? '+15005550006' : reply.to,
    Body: reply.body,
    ...service,
    ...(type === undefined ? {} : { OptOutType: type }),
  }).toString();
  webhooks.enqueue({ id, system: 'sms', type: 'message.received', body });
  return id;
}
