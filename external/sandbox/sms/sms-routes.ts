import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sandboxDefaults } from '../../exchange/sandbox-keys.ts';
import type { Book } from '../book/book.ts';
import { sendRefusal, type Refusal } from '../wire/described-requests.ts';
import { bodyText } from '../wire/request-body.ts';
import { twilioDialect, twilioError } from './sms-refusals.ts';
import { createMessage, listMessages } from './sms-requests.ts';

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
}

const account = sandboxDefaults.smsAccountSid;
const path = `/2010-04-01/Accounts/${account}/Messages.json`;

/** Twilio's calls to send and to list. It keeps no keys: what is sent twice arrives twice. */
export function registerSmsRoutes(app: FastifyInstance, book: Book, authToken: string): void {
  const basic = Buffer.from(`${account}:${authToken}`).toString('base64');
  const shelf = book.shelf<SentSms>('sms');
  const wants = { dialect: twilioDialect, body: createMessage };
  const options = { config: { system: 'sms' as const, operation: 'send', wants } };
  app.addHook('preValidation', async (request, reply) => {
    if (request.routeOptions.config.system !== 'sms') return;
    if (request.headers.authorization === `Basic ${basic}`) return;
    return sendRefusal(reply, twilioError(401, 20003, 'Authenticate'));
  });
  app.post(path, options, async (request, reply) => {
    const form = new URLSearchParams(bodyText(request));
    const reported = (name: string): string => form.get(name) ?? '';
    const [to, from, body, service] = [
      reported('To'),
      reported('From'),
      reported('Body'),
      reported('MessagingServiceSid'),
    ];
    const refusal = refusalOf(
      to,
      from || service,
      body || reported('MediaUrl') || reported('ContentSid'),
    );
    if (refusal) return sendRefusal(reply, refusal);
    const header = request.headers['idempotency-key'];
    const idempotencyKey = typeof header === 'string' ? header : null;
    const message: SentSms = {
      id: `SM${randomBytes(16).toString('hex')}`,
      to,
      from,
      body,
      idempotencyKey,
      receivedAt: new Date().toISOString(),
      messagingService: service || null,
      media: form.getAll('MediaUrl').length,
    };
    shelf.insert(message, idempotencyKey);
    return reply.code(201).send(wireMessage(message));
  });
  const listing = { dialect: twilioDialect, query: listMessages };
  const asked = { config: { system: 'sms' as const, operation: 'list', wants: listing } };
  app.get<{ Querystring: Record<string, string> }>(path, asked, async (request, reply) => {
    const { To: to, From: from, PageSize: size = '50', Page: page = '0' } = request.query;
    const [limit, index] = [Math.min(1_000, Math.max(1, Number(size))), Number(page)];
    const all = shelf
      .newest(1_000_000)
      .map(({ value }) => value)
      .filter((one) => (!to || one.to === to) && (!from || one.from === from));
    const start = index * limit;
    const messages = all.slice(start, start + limit);
    const uriOf = (which: number): string => {
      const query = new URLSearchParams({ ...request.query, Page: String(which) });
      return `${path}?${query.toString()}`;
    };
    return reply.send({
      uri: uriOf(index),
      first_page_uri: uriOf(0),
      next_page_uri: start + limit < all.length ? uriOf(index + 1) : null,
      previous_page_uri: index === 0 ? null : uriOf(index - 1),
      page: index,
      page_size: limit,
      start,
      end: Math.max(start, start + messages.length - 1),
      messages: messages.map(wireMessage),
    });
  });
}

function wireMessage(message: SentSms): object {
  const createdAt = new Date(message.receivedAt).toUTCString();
  return {
    sid: message.id,
    account_sid: account,
    api_version: '2010-04-01',
    body: message.body,
    date_created: createdAt,
    date_sent: null,
    date_updated: createdAt,
    direction: 'outbound-api',
    messaging_service_sid: message.messagingService ?? null,
    error_code: null,
    error_message: null,
    from: message.from || null,
    num_media: String(message.media ?? 0),
    num_segments: String(Math.ceil(message.body.length / 153)),
    price: null,
    price_unit: 'USD',
    status: 'queued',
    subresource_uris: {
      media: `/2010-04-01/Accounts/${account}/Messages/${message.id}/Media.json`,
    },
    to: message.to,
    uri: `/2010-04-01/Accounts/${account}/Messages/${message.id}.json`,
  };
}

/** What belongs together in a message, whichever way it was told. */
function refusalOf(to: string, sender: string, content: string): Refusal | undefined {
  if (!/^(\w+:)?\+[1-9]\d{6,14}$/.test(to)) {
    return twilioError(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  }
  if (sender === '') return twilioError(400, 21603, "A 'From' phone number is required.");
  return content === '' ? twilioError(400, 21602, 'Message body is required.') : undefined;
}
