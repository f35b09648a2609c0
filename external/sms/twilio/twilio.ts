import { z } from 'zod';
import { Exchange, parseJson, unknown } from '../../exchange/exchange.ts';
import type { ExternalCall } from '../../exchange/external-call.ts';
import type {
  FindSmsRequest,
  FindSmsResult,
  SendSmsRequest,
  SendSmsResult,
  Sms,
  SmsWebhookRequest,
  SmsWebhookResult,
} from '../port.ts';
import { slugOf } from './twilio-errors.ts';
import { verifyTwilioWebhook } from './twilio-webhook.ts';

export interface TwilioSettings {
  /** `https://api.twilio.com`, or the sandbox. */
  baseUrl: string;
  accountSid: string;
  authToken: string;
  /** Chooses the number that a text is from; the shop's own unless told. */
  messagingServiceSid?: string | undefined;
  timeoutMs: number;
}

const messageSchema = z.object({
  sid: z.string().min(1),
  status: z.enum([
    'queued',
    'sending',
    'sent',
    'failed',
    'delivered',
    'undelivered',
    'receiving',
    'received',
    'accepted',
    'scheduled',
    'read',
    'partially_delivered',
    'canceled',
  ]),
  to: z.string(),
  error_code: z.number().int().nullable(),
});

const listSchema = z.object({
  messages: z.array(messageSchema.extend({ body: z.string(), date_created: z.string() })),
  next_page_uri: z.string().nullish(),
});
/** More of one person's messages are not looked through: then nobody knows. */
const pagesMax = 10;
/** What was not taken, or did not arrive: it may be sent again. */
const failedStates: readonly string[] = ['failed', 'undelivered', 'canceled'];

const errorSchema = z.object({ code: z.number().int(), message: z.string() });

export class TwilioSms implements Sms {
  private readonly exchange: Exchange;
  private readonly path: string;
  private readonly settings: TwilioSettings;

  constructor(settings: TwilioSettings) {
    this.settings = settings;
    const account = encodeURIComponent(settings.accountSid);
    const credentials = Buffer.from(`${settings.accountSid}:${settings.authToken}`);
    this.path = `/2010-04-01/Accounts/${account}/Messages.json`;
    this.exchange = new Exchange({
      baseUrl: settings.baseUrl,
      timeoutMs: settings.timeoutMs,
      headers: { authorization: `Basic ${credentials.toString('base64')}` },
      concurrency: 8,
    });
  }

  async send(request: SendSmsRequest, call?: ExternalCall): Promise<SendSmsResult> {
    const { to, from, body, reportsTo } = request;
    const sender = this.sender(from);
    const callback: Record<string, string> =
      reportsTo === undefined ? {} : { StatusCallback: reportsTo };
    const answer = await this.exchange.send(
      {
        method: 'POST',
        path: this.path,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'idempotency-key': request.idempotencyKey,
        },
        body: new URLSearchParams({ To: to, ...sender, Body: body, ...callback }).toString(),
        // Twilio itself keeps no idempotency keys for messages.
        idempotent: false,
      },
      call,
    );
    if (answer.status === 'unknown') return answer;
    const json = parseJson(answer.text);
    if (answer.statusCode >= 400) {
      const error = errorSchema.safeParse(json);
      if (!error.success) return unknown('invalid_answer', 'no', `status ${answer.statusCode}`);
      const { code, message: detail } = error.data;
      const slug = slugOf(code);
      return { status: 'rejected', code: slug, permanent: true, detail };
    }
    const message = messageSchema.safeParse(json);
    if (!message.success) return unknown('invalid_answer', 'maybe', 'no message');
    const { sid, status, error_code: code } = message.data;
    if (message.data.to !== to) return unknown('invalid_answer', 'maybe', 'other recipient');
    if (failedStates.includes(status)) {
      const slug = code === null ? status : slugOf(code);
      return { status: 'rejected', code: slug, permanent: true };
    }
    return { status: 'sent', providerMessageId: sid };
  }

  async find(request: FindSmsRequest, call?: ExternalCall): Promise<FindSmsResult> {
    const { to, from, body, since } = request;
    // Texts of a messaging service are from whichever of its numbers it chose.
    const sender: Record<string, string> =
      this.settings.messagingServiceSid === undefined ? { From: from } : {};
    const query = new URLSearchParams({ To: to, ...sender, PageSize: '1000' });
    let path = `${this.path}?${query.toString()}`;
    const found: string[] = [];
    for (let page = 0; page < pagesMax; page += 1) {
      const answer = await this.exchange.send({ method: 'GET', path, idempotent: true }, call);
      if (answer.status === 'unknown') return answer;
      const list = listSchema.safeParse(parseJson(answer.text));
      if (answer.statusCode >= 400 || !list.success) {
        return unknown('invalid_answer', 'no', `no list, status ${answer.statusCode}`);
      }
      for (const one of list.data.messages) {
        const same = one.to === to && one.body.trim() === body.trim();
        const createdMs = Date.parse(one.date_created);
        if (Number.isNaN(createdMs))
          return unknown('invalid_answer', 'no', 'a message without time');
        const late = createdMs >= Date.parse(since);
        if (same && late && !failedStates.includes(one.status)) found.push(one.sid);
      }
      if (!list.data.next_page_uri) return { status: 'listed', providerMessageIds: found };
      path = list.data.next_page_uri;
    }
    return unknown('invalid_answer', 'no', 'too many messages');
  }

  private sender(from: string): Record<string, string> {
    const { messagingServiceSid } = this.settings;
    return messagingServiceSid === undefined
      ? { From: from }
      : { MessagingServiceSid: messagingServiceSid };
  }

  verifyWebhook(request: SmsWebhookRequest): SmsWebhookResult {
    return verifyTwilioWebhook(request);
  }

  close(): Promise<void> {
    return this.exchange.close();
  }
}
