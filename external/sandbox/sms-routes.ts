import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { sandboxDefaults } from '../sandbox-keys.ts';
import type { Book } from './book.ts';
import { sendRefusal, type Refusal } from './described-requests.ts';
import { bodyText } from './request-body.ts';
import { twilioDialect, twilioError } from './sms-refusals.ts';
import { createMessage } from './sms-requests.ts';

export interface SentSms {
  id: string;
  to: string;
  from: string;
  body: string;
  idempotencyKey: string | null;
  receivedAt: string;
}

const account = sandboxDefaults.smsAccountSid;

/** Twilio's send call. A key that was seen answers with the message sent before. */
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
  app.post(`/2010-04-01/Accounts/${account}/Messages.json`, options, async (request, reply) => {
    const form = new URLSearchParams(bodyText(request));
    const told = (name: string): string => form.get(name) ?? '';
    const [to, from, body, service] = [
      told('To'),
      told('From'),
      told('Body'),
      told('MessagingServiceSid'),
    ];
    const refusal = refusalOf(to, from || service, body || told('MediaUrl') || told('ContentSid'));
    if (refusal) return sendRefusal(reply, refusal);
    const header = request.headers['idempotency-key'];
    const idempotencyKey = typeof header === 'string' ? header : null;
    const before = idempotencyKey === null ? [] : shelf.byReference(idempotencyKey);
    const message = before[0] ?? {
      id: `SM${randomBytes(16).toString('hex')}`,
      to,
      from,
      body,
      idempotencyKey,
      receivedAt: new Date().toISOString(),
    };
    if (before[0] === undefined) shelf.insert(message, idempotencyKey);
    return reply.code(201).send({
      sid: message.id,
      account_sid: account,
      api_version: '2010-04-01',
      body: message.body,
      date_created: new Date(message.receivedAt).toUTCString(),
      date_sent: null,
      date_updated: new Date(message.receivedAt).toUTCString(),
      direction: 'outbound-api',
      messaging_service_sid: service || null,
      error_code: null,
      error_message: null,
      from: message.from || null,
      num_media: String(form.getAll('MediaUrl').length),
      num_segments: String(Math.ceil(message.body.length / 153)),
      price: null,
      price_unit: 'USD',
      status: 'queued',
      subresource_uris: {
        media: `/2010-04-01/Accounts/${account}/Messages/${message.id}/Media.json`,
      },
      to: message.to,
      uri: `/2010-04-01/Accounts/${account}/Messages/${message.id}.json`,
    });
  });
}

/** What belongs together in a message, whichever way it was told. */
function refusalOf(to: string, sender: string, content: string): Refusal | undefined {
  if (!/^(\w+:)?\+[1-9]\d{6,14}$/.test(to)) {
    return twilioError(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  }
  if (sender === '') return twilioError(400, 21603, "A 'From' phone number is required.");
  return content === '' ? twilioError(400, 21602, 'Message body is required.') : undefined;
}
