import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sandboxDefaults } from '../sandbox-keys.ts';
import type { Book } from './book.ts';
import { bodyText } from './request-body.ts';

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
  const options = { config: { system: 'sms' as const, operation: 'send' } };
  app.post(`/2010-04-01/Accounts/${account}/Messages.json`, options, async (request, reply) => {
    if (request.headers.authorization !== `Basic ${basic}`) {
      return refuse(reply, 401, 20003, 'Authenticate');
    }
    const form = new URLSearchParams(bodyText(request));
    const [to, from, body] = ['To', 'From', 'Body'].map((name) => form.get(name) ?? '');
    if (!to || !/^\+[1-9]\d{6,14}$/.test(to)) {
      return refuse(reply, 400, 21211, `Invalid 'To' Phone Number: ${to}`);
    }
    if (!from) return refuse(reply, 400, 21212, `Invalid 'From' Phone Number: ${from}`);
    if (!body) return refuse(reply, 400, 21602, 'Message body is required.');
    if (body.length > 1_600) return refuse(reply, 400, 21617, 'Message body is too long.');
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
      messaging_service_sid: null,
      error_code: null,
      error_message: null,
      from: message.from,
      num_media: '0',
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

function refuse(reply: FastifyReply, status: number, code: number, message: string): FastifyReply {
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  return reply.code(status).send({ code, message, more_info, status });
}
