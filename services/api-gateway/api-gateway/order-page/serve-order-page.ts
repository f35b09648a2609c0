import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { timeZoneOf, type Settings } from '#platform/ground/settings.ts';
import { sendRefusal } from '../answering/send-reply.ts';
import type { Desk, Visit } from '../desk/desk.ts';
import type { Order } from '../purchases/order-parts.ts';
import type { Refusal } from '../replies/problem.ts';
import { routeNotFound } from '../replies/refusals.ts';
import { askedBy } from '../serving/incoming-scope.ts';
import { askedLanguage, chosenLanguage, pathOf } from './asked-language.ts';
import { lookUpPage, openingPage, pageHeaders, type Page, type ShopLine } from './page.ts';
import type { PlainPages } from './plain-pages.ts';
import { formOf } from './form.ts';
import { orderView, type Happening, type OrderDocument } from './order-view.ts';
import {
  keepOpen,
  openOrderOf,
  visitCookie,
  type OpenOrder,
  type VisitCookie,
} from './visit-cookie.ts';
import { ticketView, type Ticket, type TicketSummary } from './ticket-view.ts';
import { wordsFor } from './wording.ts';
import type { Words } from './words/words.ts';

export interface OrderPageParts {
  readonly desk: Desk;
  readonly settings: Settings;
  /** Of this data folder, in the name of the cookie. */
  readonly folderId: string;
  readonly pages: PlainPages;
}

type Told = Parameters<typeof lookUpPage>[2];

/**
 * One plain page of an order for who has the link of a mail: it works without scripts, and asks at
 * the desk as any door does, so that what it shows and does passes the same checks and limits. The
 * link's own address shows a button alone; its POST trades the token for a cookie and leads to
 * `/o`, so that no address that is kept, sent on or logged holds a token.
 */
export function serveOrderPage(app: FastifyInstance, parts: OrderPageParts): void {
  const page = new OrderPage(parts);
  app.get('/o', (request, reply) => page.show(request, reply));
  app.get<{ Params: { token: string } }>('/o/:token', (request, reply) =>
    page.offer(request, reply, request.params.token),
  );
  app.post<{ Params: { token: string } }>('/o/:token', (request, reply) => {
    if (!isOwnForm(request)) return sendRefusal(request, reply, routeNotFound);
    switch (request.params.token) {
      case 'lookup':
        return page.lookUp(request, reply);
      case 'tickets':
        return page.openTicket(request, reply);
      case 'cancel':
        return page.cancel(request, reply);
      case 'end-links':
        return page.endLinks(request, reply);
      case 'leave':
        return page.leave(request, reply);
      default:
        return page.open(request, reply, request.params.token);
    }
  });
  app.get<{ Params: { ticketId: string } }>('/o/tickets/:ticketId', (request, reply) =>
    page.showTicket(request, reply, request.params.ticketId),
  );
  app.post<{ Params: { ticketId: string } }>('/o/tickets/:ticketId', (request, reply) =>
    isOwnForm(request)
      ? page.writeOnTicket(request, reply, request.params.ticketId)
      : sendRefusal(request, reply, routeNotFound),
  );
  app.get<{ Params: { documentId: string } }>('/o/documents/:documentId', (request, reply) =>
    page.download(request, reply, request.params.documentId),
  );
}

/** Other sites' pages cannot send our forms; browsers that do not say so keep the cookie back. */
function isOwnForm({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

class OrderPage {
  private readonly desk: Desk;
  private readonly settings: Settings;
  private readonly cookie: VisitCookie;
  private readonly pages: PlainPages;

  constructor({ desk, settings, folderId, pages }: OrderPageParts) {
    this.desk = desk;
    this.settings = settings;
    this.pages = pages;
    this.cookie = visitCookie(settings.publicUrl, folderId);
  }

  async show(request: FastifyRequest, reply: FastifyReply, said?: (words: Words) => string) {
    const open = this.opened(request);
    const visit = await this.enter(request, reply, open);
    if (!visit) return reply;
    if (!open) return this.askForLink(request, reply, 200, this.closedOf(request));
    const read = await visit.ask('getOrder', { orderId: open.orderId });
    if (!read.ok) return this.refuse(request, reply, read.refused);
    const order = orderIn(read.value);
    if (!order) return this.refuse(request, reply, routeNotFound);
    const listed = await visit.ask('listOrderDocuments', { orderId: open.orderId });
    const documents = listed.ok ? (listed.value as { items: OrderDocument[] }).items : [];
    const happened = await visit.ask('listOrderTimelineEntries', { orderId: open.orderId });
    const happenings = happened.ok ? (happened.value as { items: Happening[] }).items : [];
    const asked = await visit.ask('listOrderTickets', { orderId: open.orderId, limit: 20 });
    const tickets = asked.ok ? (asked.value as { items: TicketSummary[] }).items : undefined;
    const wording = wordsFor(chosenLanguage(request) ?? order.locale);
    const { language, words } = wording;
    const { timeZone, ...shop } = this.sellerOf(order);
    const parts = { order, documents, happenings, tickets, wording, timeZone };
    const body = orderView({ ...parts, said: said?.(words) });
    const title = `${words.order} ${order.orderNumber}`;
    return this.send(request, reply, said ? 409 : 200, { language, title, body, shop });
  }

  async offer(request: FastifyRequest, reply: FastifyReply, token: string) {
    if (!(await this.enter(request, reply, undefined))) return reply;
    const { language, words } = this.wordsOf(request);
    if (!/^[\w-]{40,200}$/.test(token)) return this.tellInvalid(request, reply);
    return this.send(request, reply, 200, {
      language,
      title: words.yourOrder,
      body: openingPage(words, token),
    });
  }

  async open(request: FastifyRequest, reply: FastifyReply, token: string) {
    const visit = await this.enter(request, reply, undefined);
    if (!visit) return reply;
    const opened = await visit.ask('redeemOrderLink', { token });
    if (!opened.ok) {
      return opened.refused.code === 'link_invalid' || opened.refused.status === 400
        ? this.tellInvalid(request, reply)
        : this.refuse(request, reply, opened.refused);
    }
    keepOpen(reply, this.cookie, opened.value as OpenOrder);
    return this.leadTo(reply, '/o');
  }

  async lookUp(request: FastifyRequest, reply: FastifyReply) {
    const visit = await this.enter(request, reply, undefined);
    if (!visit) return reply;
    const { words } = this.wordsOf(request);
    const fields = formOf(request);
    const asked = {
      orderNumber: fields.get('orderNumber') ?? '',
      email: fields.get('email') ?? '',
    };
    const taken = await visit.ask('lookUpOrder', asked);
    if (taken.ok) {
      const told = { title: words.sent, text: words.sentWhat, urgent: false };
      return this.askForLink(request, reply, 200, told);
    }
    const { status } = taken.refused;
    if (status !== 400 && status !== 422) return this.refuse(request, reply, taken.refused);
    return this.askForLink(request, reply, 422, { text: words.wrong, urgent: true });
  }

  async cancel(request: FastifyRequest, reply: FastifyReply) {
    const open = this.opened(request);
    const visit = await this.enter(request, reply, open);
    if (!visit) return reply;
    if (!open) return this.leadTo(reply, '/o');
    // Pressed twice it is one cancellation: the key is the visit's own, which nobody else knows.
    const idempotencyKey = `page-cancel-${createHash('sha256').update(open.orderToken).digest('hex')}`;
    const { orderId } = open;
    const cancelled = await visit.ask('cancelOrder', { orderId }, { idempotencyKey });
    if (cancelled.ok) return this.leadTo(reply, '/o');
    if (cancelled.refused.status === 409) {
      return this.show(request, reply, (words) => words.cancelRefused);
    }
    return this.refuse(request, reply, cancelled.refused);
  }

  async openTicket(request: FastifyRequest, reply: FastifyReply) {
    const open = this.opened(request);
    const visit = await this.enter(request, reply, open);
    if (!visit) return reply;
    if (!open) return this.leadTo(reply, '/o');
    const { once, ...written } = letterOf(request);
    const { orderId } = open;
    const asked = { orderId, ...written };
    const opened = await visit.ask('createOrderTicket', asked, onceOnly(open, once));
    if (opened.ok) return this.leadTo(reply, `/o/tickets/${(opened.value as Ticket).ticketId}`);
    const said = whyNotTaken(opened.refused);
    return said ? this.show(request, reply, said) : this.refuse(request, reply, opened.refused);
  }

  async showTicket(
    request: FastifyRequest,
    reply: FastifyReply,
    ticketId: string,
    said?: (words: Words) => string,
  ) {
    const open = this.opened(request);
    const visit = await this.enter(request, reply, open);
    if (!visit) return reply;
    if (!open) return this.leadTo(reply, '/o');
    const { orderId } = open;
    const asked = await Promise.all([
      visit.ask('getOrderTicket', { orderId, ticketId }),
      visit.ask('getOrder', { orderId }),
    ]);
    const [read, about] = asked;
    if (!read.ok) return this.leadBack(request, reply, read.refused);
    if (!about.ok) return this.refuse(request, reply, about.refused);
    const order = orderIn(about.value);
    const chosen = chosenLanguage(request) ?? order?.locale;
    const wording = chosen === undefined ? this.wordsOf(request) : wordsFor(chosen);
    const ticket = read.value as Ticket;
    const { timeZone, ...shop } = this.sellerOf(order);
    const body = ticketView({
      ticket,
      shopName: shop.name,
      wording,
      timeZone,
      said: said?.(wording.words),
    });
    const page = { language: wording.language, title: ticket.subject, body, shop };
    return this.send(request, reply, said ? 409 : 200, page);
  }

  async writeOnTicket(request: FastifyRequest, reply: FastifyReply, ticketId: string) {
    const open = this.opened(request);
    const visit = await this.enter(request, reply, open);
    if (!visit) return reply;
    if (!open) return this.leadTo(reply, '/o');
    const { once, message } = letterOf(request);
    const asked = { orderId: open.orderId, ticketId, message };
    const written = await visit.ask('createOrderTicketMessage', asked, onceOnly(open, once));
    if (written.ok) return this.leadTo(reply, `/o/tickets/${ticketId}`);
    const said = whyNotTaken(written.refused);
    return said
      ? this.showTicket(request, reply, ticketId, said)
      : this.leadBack(request, reply, written.refused);
  }

  /** A ticket that is not of this order closes nothing: the order is still open. */
  private leadBack(request: FastifyRequest, reply: FastifyReply, refused: Refusal) {
    const isOthers = refused.code === 'ticket_not_found' || refused.status === 400;
    return isOthers ? this.leadTo(reply, '/o') : this.refuse(request, reply, refused);
  }

  async endLinks(request: FastifyRequest, reply: FastifyReply) {
    const open = this.opened(request);
    const visit = await this.enter(request, reply, open);
    if (!visit) return reply;
    const ended = open && (await visit.ask('endOrderLinks', { orderId: open.orderId }));
    if (ended && !ended.ok && ended.refused.status !== 404) {
      return this.refuse(request, reply, ended.refused);
    }
    return this.leave(request, reply);
  }

  leave(_request: FastifyRequest, reply: FastifyReply) {
    keepOpen(reply, this.cookie, undefined);
    return this.leadTo(reply, '/o?closed');
  }

  /** Whoever closes an order is told that it is closed. */
  private closedOf(request: FastifyRequest): Told {
    const isClosed = Object.hasOwn(request.query as object, 'closed');
    return isClosed ? { text: this.wordsOf(request).words.linksEnded, urgent: false } : undefined;
  }

  async download(request: FastifyRequest, reply: FastifyReply, documentId: string) {
    const open = this.opened(request);
    const visit = await this.enter(request, reply, open);
    if (!visit) return reply;
    if (!open) return this.leadTo(reply, '/o');
    const read = await visit.ask('getOrderDocumentPdf', { orderId: open.orderId, documentId });
    if (!read.ok) return this.refuse(request, reply, read.refused);
    const { fileName, pdfBase64 } = read.value as { fileName: string; pdfBase64: string };
    return reply
      .header(
        'Content-Disposition',
        `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, '_')}"`,
      )
      .header('Referrer-Policy', 'no-referrer')
      .header('Cache-Control', 'no-store')
      .type('application/pdf')
      .send(Buffer.from(pdfBase64, 'base64'));
  }

  /** Of an order that an earlier version told, it is the shop itself. */
  private sellerOf(order: Order | undefined): NonNullable<Order['seller']> {
    const { settings } = this;
    return order?.seller ?? { ...settings.shop, timeZone: timeZoneOf(settings) };
  }

  private opened(request: FastifyRequest): OpenOrder | undefined {
    return openOrderOf(request, this.cookie);
  }

  /** Counts the page; undefined where whoever asks was told that it is too much. */
  private async enter(
    request: FastifyRequest,
    reply: FastifyReply,
    open: OpenOrder | undefined,
  ): Promise<Visit | undefined> {
    const asked = { ...askedBy(request), authorization: undefined, channel: undefined };
    const userAgent = request.headers['user-agent'];
    const entered = await this.desk.openPage({ ...asked, orderToken: open?.orderToken, userAgent });
    if (entered.ok) return entered.value;
    await this.refuse(request, reply, entered.refused);
    return undefined;
  }

  private wordsOf(request: FastifyRequest) {
    return wordsFor(askedLanguage(request));
  }

  private tellInvalid(request: FastifyRequest, reply: FastifyReply) {
    const { words } = this.wordsOf(request);
    const told = { title: words.invalid, text: words.invalidWhat, urgent: true };
    return this.askForLink(request, reply, 410, told);
  }

  private askForLink(request: FastifyRequest, reply: FastifyReply, status: number, told: Told) {
    const { language, words } = this.wordsOf(request);
    return this.send(request, reply, status, {
      language,
      title: words.lookUp,
      body: lookUpPage(words, language, told),
    });
  }

  /** What is open no more is closed; what passes is said so, and nothing of the inside is told. */
  private refuse(request: FastifyRequest, reply: FastifyReply, refused: Refusal) {
    const { words } = this.wordsOf(request);
    const { status, retryAfterSeconds } = refused;
    if (status === 401 || status === 403 || status === 404) {
      keepOpen(reply, this.cookie, undefined);
      return this.tellInvalid(request, reply);
    }
    if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds));
    const text = status === 429 ? words.tooMany : words.later;
    return this.askForLink(request, reply, status, { text, urgent: true });
  }

  private leadTo(reply: FastifyReply, address: string) {
    return reply
      .headers({ ...pageHeaders })
      .code(303)
      .header('Location', address)
      .send();
  }

  private send(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    { shop = this.settings.shop, ...page }: Page & { shop?: ShopLine },
  ) {
    const address = request.method === 'GET' || isTicket(request) ? pathOf(request) : '/o';
    return this.pages.send(request, reply, { ...page, status, shop, address });
  }
}

/** What is written on a ticket is answered at the address of the ticket. */
function isTicket({ params }: FastifyRequest): boolean {
  return Object.hasOwn(params as object, 'ticketId');
}

/** What of a letter's refusal its writer can do something about. */
function whyNotTaken({ code, status }: Refusal): ((words: Words) => string) | undefined {
  if (code === 'too_many_tickets') return (words) => words.ticketsFull;
  if (code === 'ticket_state_conflict' || code === 'ticket_full') {
    return (words) => words.ticketClosed;
  }
  return status === 400 || status === 422 ? (words) => words.ticketWrong : undefined;
}

function letterOf(request: FastifyRequest) {
  const fields = formOf(request);
  const [subject = '', message = '', once = ''] = ['subject', 'message', 'once'].map(
    (name) => fields.get(name)?.trim() ?? '',
  );
  return { subject, message: message.replaceAll('\r\n', '\n'), once };
}

/** The same form of the same visit, pressed twice, is one letter. */
function onceOnly({ orderToken }: OpenOrder, once: string) {
  const digest = createHash('sha256').update(`${orderToken} ${once}`).digest('hex');
  return { idempotencyKey: `page-letter-${digest}` };
}

function orderIn(value: unknown): Order | undefined {
  const found = value as { state: string; order?: Order };
  const order = found.order ?? (value as Order);
  return 'lines' in order ? order : undefined;
}
