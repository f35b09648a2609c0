import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Book, Shelf } from '../book/book.ts';
import type { WebhookSender } from '../book/webhooks.ts';
import { sendRefusal, type Refusal } from '../wire/described-requests.ts';
import { bodyText } from '../wire/request-body.ts';
import { nothing, type Shape } from '../wire/wire-shape.ts';
import { twilioDialect, twilioError } from './sms-refusals.ts';
import { createMessage, listMessages, updateMessage } from './sms-requests.ts';
import { enqueueReply, enqueueStatuses, optOutTypeOf, type Reply } from './sms-webhooks.ts';
import { account, statusOf, wireMessage, type SentSms } from './texts.ts';

interface ById {
  Params: { file: string };
}

interface Parts {
  book: Book;
  webhooks: WebhookSender;
  authToken: string;
}

const messages = `/2010-04-01/Accounts/${account}/Messages`;
const taking = (operation: string, body: Shape) => ({
  config: { system: 'sms' as const, operation, wants: { dialect: twilioDialect, body } },
});
const asking = (operation: string, query: Shape) => ({
  config: { system: 'sms' as const, operation, wants: { dialect: twilioDialect, query } },
});

/** Twilio's calls for messages. It keeps no keys: what is sent twice arrives twice. */
export function registerSmsRoutes(app: FastifyInstance, parts: Parts): void {
  const { book, webhooks, authToken } = parts;
  const basic = Buffer.from(`${account}:${authToken}`).toString('base64');
  const shelf = book.shelf<SentSms>('sms');
  app.addHook('preValidation', async (request, reply) => {
    if (request.routeOptions.config.system !== 'sms') return;
    if (request.headers.authorization === `Basic ${basic}`) return;
    return sendRefusal(reply, twilioError(401, 20003, 'Authenticate'));
  });
  app.post(`${messages}.json`, taking('send', createMessage), async (request, reply) => {
    const form = new URLSearchParams(bodyText(request));
    const header = request.headers['idempotency-key'];
    const message: SentSms = {
      id: `SM${randomBytes(16).toString('hex')}`,
      to: form.get('To') ?? '',
      from: form.get('From') ?? '',
      body: form.get('Body') ?? '',
      idempotencyKey: typeof header === 'string' ? header : null,
      receivedAt: new Date().toISOString(),
      messagingService: form.get('MessagingServiceSid') || null,
      media: form.getAll('MediaUrl').length,
      statusCallback: form.get('StatusCallback') || null,
    };
    const content = message.body || form.get('MediaUrl') || form.get('ContentSid') || '';
    const refusal = refusalOf(book, message, content);
    if (refusal) return sendRefusal(reply, refusal);
    book.write(() => {
      shelf.insert(message, message.idempotencyKey);
      enqueueStatuses(webhooks, message);
    });
    webhooks.wake();
    return reply.code(201).send(wireMessage(message));
  });
  registerMessageList(app, shelf);
  registerSingleMessage(app, book, shelf);
}

/** Newest first, by pages. */
function registerMessageList(app: FastifyInstance, shelf: Shelf<SentSms>): void {
  const path = `${messages}.json`;
  const options = asking('list', listMessages);
  app.get<{ Querystring: Record<string, string> }>(path, options, async (request, reply) => {
    const { To: to, From: from, PageSize: size = '50', Page: page = '0' } = request.query;
    const [limit, index] = [Math.min(1_000, Math.max(1, Number(size))), Number(page)];
    const all = shelf
      .newest(1_000_000)
      .map(({ value }) => value)
      .filter((one) => (!to || one.to === to) && (!from || one.from === from));
    const start = index * limit;
    const found = all.slice(start, start + limit);
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
      end: Math.max(start, start + found.length - 1),
      messages: found.map((one) => wireMessage(one)),
    });
  });
}

/** A message by its id; its text may be taken out of the book, and itself while it waits. */
function registerSingleMessage(app: FastifyInstance, book: Book, shelf: Shelf<SentSms>): void {
  const path = `${messages}/:file`;
  const find = (file: string): SentSms | undefined => shelf.get(file.replace(/\.json$/, ''));
  const unknown = (reply: FastifyReply, file: string): FastifyReply => {
    const resource = `The requested resource ${messages}/${file} was not found`;
    return sendRefusal(reply, twilioError(404, 20404, resource));
  };
  app.get<ById>(path, asking('fetch', nothing), async (request, reply) => {
    const found = find(request.params.file);
    return found === undefined ? unknown(reply, request.params.file) : wireMessage(found);
  });
  app.post<ById>(path, taking('update', updateMessage), async (request, reply) => {
    const form = new URLSearchParams(bodyText(request));
    if (!form.has('Body') && !form.has('Status')) {
      return sendRefusal(reply, twilioError(400, 20001, 'Body or Status is required'));
    }
    const found = find(request.params.file);
    if (found === undefined) return unknown(reply, request.params.file);
    const waits = ['accepted', 'queued'].includes(statusOf(found, Date.now()));
    if (form.has('Status') && !waits) {
      return sendRefusal(reply, twilioError(400, 30409, 'This message is on its way already'));
    }
    if (form.has('Body') && form.get('Body') !== '') {
      const message = 'The text of a message can be taken away alone';
      return sendRefusal(reply, twilioError(400, 20001, message));
    }
    const changed: SentSms = {
      ...found,
      ...(form.has('Body') ? { body: '' } : {}),
      ...(form.has('Status') ? { canceled: true } : {}),
    };
    book.write(() => shelf.update(changed));
    return wireMessage(changed);
  });
}

/** Keeps what a person texted to the shop, and tells the shop. */
export function receiveReply(book: Book, webhooks: WebhookSender, reply: Reply): string {
  const id = book.write(() => {
    const told = enqueueReply(webhooks, reply);
    const kept = { id: told, ...reply, receivedAt: new Date().toISOString() };
    book.shelf('sms_replies').insert(kept, `${reply.from} ${reply.to}`);
    return told;
  });
  webhooks.wake();
  return id;
}

/** Whether the person has said to this sender that it is enough. */
function hasStopped(book: Book, person: string, sender: string): boolean {
  const replies = book.shelf<Reply & { id: string }>('sms_replies');
  const said = replies
    .byReference(`${person} ${sender}`)
    .flatMap(({ body }) => optOutTypeOf(body) ?? []);
  return said.at(-1) === 'STOP';
}

/** What belongs together in a message, whichever way it was told. */
function refusalOf(book: Book, message: SentSms, content: string): Refusal | undefined {
  const { to, statusCallback } = message;
  if (!/^(\w+:)?\+[1-9]\d{6,14}$/.test(to)) {
    return twilioError(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  }
  const sender = message.messagingService || message.from;
  if (sender === '') return twilioError(400, 21603, "A 'From' phone number is required.");
  if (content === '') return twilioError(400, 21602, 'Message body is required.');
  if (statusCallback && !isAddress(statusCallback)) {
    return twilioError(400, 21609, `The 'StatusCallback' URL ${statusCallback} is not a valid URL`);
  }
  return hasStopped(book, to, sender)
    ? twilioError(400, 21610, 'Attempt to send to unsubscribed recipient')
    : undefined;
}

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol);
}
